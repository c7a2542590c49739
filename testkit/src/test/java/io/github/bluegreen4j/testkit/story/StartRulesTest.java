package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.withoutTestRoute;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is checked before anything is touched, and what is refused. */
class StartRulesTest {
    private static void write(StoryWorld world, RouteRef route, Map<String, Integer> weights) {
        Map<TargetGroupRef, Integer> split = new java.util.HashMap<>();
        weights.forEach((group, weight) -> split.put(new TargetGroupRef(group), weight));
        world.routes.put(route, new StoryWorld.Route(new TrafficSplit(split), Optional.empty(), Duration.ZERO));
    }

    private static Story refused(DeploymentSpec.Builder spec, Consumer<StoryWorld> change) {
        StoryWorld world = StoryWorld.standard();
        change.accept(world);
        Story story = new Story(spec.build(), world).run().endedAs(STOPPED);
        assertThat(story.changes()).as("nothing was touched").isEmpty();
        assertThat(story.of(ProgressEvent.DeploymentRefused.class)).hasSize(1);
        return story;
    }

    @Test
    void aProductionRouteThatForwardsElsewhereIsRefused() {
        Story story = refused(spec(), world -> write(world, StoryWorld.WEB, Map.of("tg-1", 100, "tg-9", 0)));

        assertThat(story.ended().reason()).contains("productionRoutes[0]: \"web\" forwards to \"tg-9\"");
    }

    @Test
    void aProductionRouteWithoutWeightIsRefused() {
        refused(spec(), world -> world.route(StoryWorld.WEB, 0, 0));
    }

    @Test
    void anIdleGroupThatNoRouteReferencesIsRefusedBecauseItIsNeverHealthChecked() {
        refused(spec(), world -> {
            write(world, StoryWorld.WEB, Map.of("tg-1", 100));
            write(world, StoryWorld.TEST, Map.of("tg-1", 100));
        });
    }

    @Test
    void withoutATestRouteEveryProductionRouteListsBothGroups() {
        refused(withoutTestRoute(), world -> write(world, StoryWorld.WEB, Map.of("tg-1", 100)));
    }

    @Test
    void withATestRouteEachGroupMayHangOnEitherAndTheFirstWriteAddsTheMissingOne() {
        StoryWorld world = StoryWorld.standard();
        write(world, StoryWorld.WEB, Map.of("tg-1", 100));
        Story story = new Story(spec().canary(10, Stories.minutes(1)).build(), world)
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.changes()).contains("WriteRoute web: tg-1=900 tg-2=100");
    }

    @Test
    void aRouteThatIsGoneIsRefused() {
        refused(spec(), world -> world.routes.remove(StoryWorld.WEB));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        Story story = refused(spec().alarm("typo"), world -> {
            world.desired = 0;
            world.sticky(StoryWorld.WEB, Duration.ofHours(1));
        });

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults()).hasSize(3);
    }

    @Test
    void aServiceThatMayNotBeReadIsRefused() {
        StoryWorld world = StoryWorld.standard();
        Story story = new Story(spec().build(), world);
        story.faults.always(StoryFaults.calls(Call.DescribeService.class), StoryFaults.Kind.REFUSED);
        story.run().endedAs(STOPPED);

        assertThat(story.ended().reason()).contains("denied");
    }

    @Test
    void rolesComeFromLiveWeightsAndNotFromTheOrderOfTheGroups() {
        StoryWorld world = new StoryWorld();
        world.add("rev-1", StoryWorld.TWO, Optional.empty(), 3).primary = true;
        world.route(StoryWorld.WEB, 0, 100);
        world.route(StoryWorld.TEST, 0, 100);
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        assertThat(story.the(ProgressEvent.DeploymentStarted.class).roles().blueGroup())
                .isEqualTo(StoryWorld.TWO);
        assertThat(world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=100 tg-2=0");
    }

    @Test
    void hookDetailsHaveAtMostThirtyTwoKibibytes() {
        Assertions.assertThatThrownBy(() -> new HookDetails(Map.of("k", "x".repeat(HookDetails.MAX_BYTES))))
                .isInstanceOf(InvalidSpecException.class);
        assertThat(HookDetails.MAX_BYTES).isEqualTo(32 * 1024);
    }
}
