package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.RECONCILE_SERVICE;
import static io.github.bluegreen4j.model.LifecycleStage.TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static io.github.bluegreen4j.testkit.story.Stories.withoutTestRoute;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a hook is told, and which are told of a rollback. */
class HookPayloadRulesTest {
    private static HookInvocation told(Story story, LifecycleStage stage) {
        return story.world.invocations.stream()
                .filter(invocation -> invocation.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private static StoryWorld withLeftOver() {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        return world;
    }

    @Test
    void afterTheTestShiftTheTestRouteIsGreens() {
        Story story = story(spec().hook(TEST_TRAFFIC_SHIFT, "dns")).run().endedAs(SUCCESSFUL);

        assertThat(told(story, TEST_TRAFFIC_SHIFT).testWeights())
                .containsExactlyInAnyOrderEntriesOf(Map.of("rev-1", 0.0, "rev-2", 100.0));
        assertThat(told(story, TEST_TRAFFIC_SHIFT).productionWeights()).isEmpty();
    }

    @Test
    void whileTheServiceIsReconciledEverythingIsBlues() {
        Story story = new Story(spec().hook(RECONCILE_SERVICE, "tidy").build(), withLeftOver())
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(told(story, RECONCILE_SERVICE).testWeights()).isEqualTo(Map.of("rev-1", 100.0));
        assertThat(told(story, RECONCILE_SERVICE).productionWeights()).isEqualTo(Map.of("rev-1", 100.0));
    }

    @Test
    void withoutATestRouteThereAreNoTestWeightsWhileTheServiceIsReconciled() {
        StoryWorld world = withLeftOver();
        world.routes.remove(StoryWorld.TEST);
        Story story = new Story(
                        withoutTestRoute().hook(RECONCILE_SERVICE, "tidy").build(), world)
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(told(story, RECONCILE_SERVICE).testWeights()).isEmpty();
    }

    @Test
    void whereAStageIsAboutNoTrafficNoWeightsAreTold() {
        Story story = story(spec().hook(PRE_SCALE_UP, "smoke")).run().endedAs(SUCCESSFUL);

        assertThat(told(story, PRE_SCALE_UP).testWeights()).isEmpty();
        assertThat(told(story, PRE_SCALE_UP).productionWeights()).isEmpty();
    }

    @Test
    void everyHookIsToldItsOwnDetails() {
        HookDetails load = new HookDetails(Map.of("users", 100));
        HookDetails smoke = new HookDetails(Map.of("path", "/cart"));
        Story story = story(spec().hook(named("load", PRE_SCALE_UP, minutes(5), load))
                        .hook(named("smoke", PRE_SCALE_UP, minutes(5), smoke)))
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.world.invocations).extracting(HookInvocation::details).containsExactly(load, smoke);
    }

    private static HookSpec named(String name, LifecycleStage stage, Duration timeout, HookDetails details) {
        return new HookSpec.Named(name, Set.of(stage), timeout, TimeoutAction.ROLLBACK, details);
    }

    @Test
    void aHookOfARollbackHasItsOwnTimeWithinTheBoundOfThePolicy() {
        Story story = story(spec().hook(named("quick", PRE_ROLLBACK, minutes(1), HookDetails.EMPTY))
                .hook(named("slow", PRE_ROLLBACK, minutes(3), HookDetails.EMPTY))
                .hook(named("endless", PRE_ROLLBACK, minutes(60), HookDetails.EMPTY)));
        story.on(entered(story, BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(HookEvent.HookStarted.class))
                .extracting(started -> Duration.between(started.at(), started.expiresAt()))
                .containsExactly(minutes(1), minutes(3), minutes(5));
    }

    /** Which hooks on the shift stages are told of a rollback that begins in that step of that stage. */
    private static List<String> toldOfARollback(LifecycleStage stage, int step) {
        Story story = story(spec().canary(10, minutes(2))
                .hook(TEST_TRAFFIC_SHIFT, "dns")
                .hook(PRODUCTION_TRAFFIC_SHIFT, "cdn")
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, minutes(1), TimeoutAction.CONTINUE));
        story.on(entered(story, stage, step), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);
        assertThat(story.of(ProgressEvent.RollbackStarted.class)).hasSize(1);
        return story.world.invocations.stream()
                .map(invocation -> invocation.execution().toString())
                .flatMap(text -> text.contains("rollback") ? Stream.of(text) : Stream.empty())
                .toList();
    }

    @Test
    void beforeTheTestShiftNoHookOfAShiftIsTold() {
        assertThat(toldOfARollback(LifecycleStage.SCALE_UP, 0)).isEmpty();
    }

    @Test
    void inTheTestShiftItsHookIsTold() {
        assertThat(toldOfARollback(TEST_TRAFFIC_SHIFT, 0)).containsExactly("dns at TEST_TRAFFIC_SHIFT (rollback)");
    }

    @Test
    void beforeTheFirstStepTheHookOfTheProductionShiftIsNotTold() {
        assertThat(toldOfARollback(PRE_PRODUCTION_TRAFFIC_SHIFT, 1))
                .containsExactly("dns at TEST_TRAFFIC_SHIFT (rollback)");
    }

    @Test
    void inTheFirstStepTheHookOfTheProductionShiftIsTold() {
        assertThat(toldOfARollback(PRODUCTION_TRAFFIC_SHIFT, 1))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("cdn at PRODUCTION_TRAFFIC_SHIFT");
    }

    @Test
    void beforeTheSecondStepTheHookOfTheProductionShiftIsToldBecauseItWasInTheFirst() {
        assertThat(toldOfARollback(PRE_PRODUCTION_TRAFFIC_SHIFT, 2))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("cdn at PRODUCTION_TRAFFIC_SHIFT");
    }

    @Test
    void afterAReconciliationAloneNoHookOfAShiftIsTold() {
        Story story = new Story(spec().hook(TEST_TRAFFIC_SHIFT, "dns").build(), withLeftOver());
        story.on(entered(story, RECONCILE_SERVICE), () -> story.tell(Stories.ROLL_BACK));
        story.run();

        assertThat(story.of(ProgressEvent.RollbackStarted.class)).hasSize(1);
        assertThat(story.world.invocations).isEmpty();
    }
}
