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
import io.github.bluegreen4j.workflow.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is checked before anything is touched, and what is refused. */
class StartRulesTest {
    private static void write(World world, RouteRef route, Map<String, Integer> weights) {
        Map<TargetGroupRef, Integer> split = new java.util.HashMap<>();
        weights.forEach((group, weight) -> split.put(new TargetGroupRef(group), weight));
        world.routes.put(route, new World.Route(new TrafficSplit(split), Optional.empty(), Duration.ZERO));
    }

    private static Story refused(DeploymentSpec.Builder spec, Consumer<World> change) {
        World world = World.standard();
        change.accept(world);
        Story story = new Story(spec.build(), world).run().endedAs(STOPPED);
        assertThat(story.changes()).as("nothing was touched").isEmpty();
        assertThat(story.of(ProgressEvent.DeploymentRefused.class)).hasSize(1);
        return story;
    }

    @Test
    void aProductionRouteThatForwardsElsewhereIsRefused() {
        Story story = refused(spec(), world -> write(world, World.WEB, Map.of("tg-1", 100, "tg-9", 0)));

        assertThat(story.ended().reason()).contains("productionRoutes[0]: \"web\" forwards to \"tg-9\"");
    }

    @Test
    void aProductionRouteWithoutWeightIsRefused() {
        refused(spec(), world -> world.route(World.WEB, 0, 0));
    }

    @Test
    void anIdleGroupThatNoRouteReferencesIsRefusedBecauseItIsNeverHealthChecked() {
        refused(spec(), world -> {
            write(world, World.WEB, Map.of("tg-1", 100));
            write(world, World.TEST, Map.of("tg-1", 100));
        });
    }

    @Test
    void withoutATestRouteEveryProductionRouteListsBothGroups() {
        refused(withoutTestRoute(), world -> write(world, World.WEB, Map.of("tg-1", 100)));
    }

    @Test
    void withATestRouteEachGroupMayHangOnEitherAndTheFirstWriteAddsTheMissingOne() {
        World world = World.standard();
        write(world, World.WEB, Map.of("tg-1", 100));
        Story story = new Story(spec().canary(10, Stories.minutes(1)).build(), world)
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.changes()).contains("WriteRoute web: tg-1=900 tg-2=100");
    }

    @Test
    void aRouteThatIsGoneIsRefused() {
        refused(spec(), world -> world.routes.remove(World.WEB));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        Story story = refused(spec().alarm("typo"), world -> {
            world.desired = 0;
            world.sticky(World.WEB, Duration.ofHours(1));
        });

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults()).hasSize(3);
    }

    @Test
    void aServiceThatMayNotBeReadIsRefused() {
        World world = World.standard();
        Story story = new Story(spec().build(), world);
        story.faults.always(Faults.calls(Call.DescribeService.class), Faults.Kind.REFUSED);
        story.run().endedAs(STOPPED);

        assertThat(story.ended().reason()).contains("denied");
    }

    @Test
    void rolesComeFromLiveWeightsAndNotFromTheOrderOfTheGroups() {
        World world = new World();
        world.add("rev-1", World.TWO, Optional.empty(), 3).primary = true;
        world.route(World.WEB, 0, 100);
        world.route(World.TEST, 0, 100);
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        assertThat(story.the(ProgressEvent.DeploymentStarted.class).roles().blueGroup())
                .isEqualTo(World.TWO);
        assertThat(world.routes.get(World.WEB).split()).hasToString("tg-1=100 tg-2=0");
    }

    @Test
    void hookDetailsHaveAtMostThirtyTwoKibibytes() {
        Assertions.assertThatThrownBy(() -> new HookDetails(Map.of("k", "x".repeat(HookDetails.MAX_BYTES))))
                .isInstanceOf(InvalidSpecException.class);
        assertThat(HookDetails.MAX_BYTES).isEqualTo(32 * 1024);
    }
}
