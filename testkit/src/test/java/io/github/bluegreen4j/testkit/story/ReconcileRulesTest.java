package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RECONCILE_SERVICE: when it runs, whom it chooses, and when it ends. */
class ReconcileRulesTest {
    /** Blue, and beside it what an earlier deployment left in the other group. */
    private static StoryWorld withLeftOver(int tasks) {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), tasks);
        return world;
    }

    private static Story story(StoryWorld world) {
        return new Story(spec().build(), world);
    }

    private static ProgressEvent.ReconciliationChosen chosen(Story story) {
        return story.first(ProgressEvent.ReconciliationChosen.class).orElseThrow();
    }

    @Test
    void itIsSkippedWhenOneRevisionServes() {
        Story story = story(StoryWorld.standard()).run().endedAs(SUCCESSFUL);

        assertThat(story.of(ProgressEvent.ReconciliationChosen.class)).isEmpty();
    }

    @Test
    void itChoosesTheLastSuccessfulRevisionIfItMeetsTheFloorThoughAnotherHasMoreTargets() {
        Story story = story(withLeftOver(5)).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).roles().blue().orElseThrow()).hasToString("rev-1");
        assertThat(chosen(story).retire()).extracting(Object::toString).containsExactly("rev-9");
    }

    @Test
    void itChoosesTheLastSuccessfulRevisionAlsoWhenItIsBelowTheForwardFloor() {
        StoryWorld world = withLeftOver(3);
        world.blue().healthyAtMost = 2;
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).roles().blue().orElseThrow()).hasToString("rev-1");
        assertThat(story.of(WorkEvent.RouteRestored.class).get(0).reading().split())
                .hasToString("tg-1=100 tg-2=0");
    }

    @Test
    void itMovesASplitProductionToOneRevisionInOneWrite() {
        StoryWorld world = withLeftOver(3);
        world.route(StoryWorld.WEB, 500, 500);
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).moveTraffic()).isTrue();
        assertThat(story.changes().toList()).startsWith("WriteRoute web: tg-1=100 tg-2=0", "RetireRevision rev-9");
    }

    @Test
    void itRunsWhenProductionRoutesDisagree() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 0, 100);
        Story story = new Story(spec().productionRoute(StoryWorld.API).build(), world)
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.changes().findFirst()).contains("WriteRoute api: tg-1=100 tg-2=0");
    }

    @Test
    void itRunsWhenWeightIsOnAGroupThatTheOnlyRevisionIsNotIn() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.WEB, 0, 100);
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(story.changes().findFirst()).contains("WriteRoute web: tg-1=100 tg-2=0");
    }

    @Test
    void withNoHealthyRevisionTheWeightsStayAndTheDeploymentGoesOn() {
        StoryWorld world = withLeftOver(3);
        world.blue().healthyAtMost = 0;
        world.rev("rev-9").healthyAtMost = 0;
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).moveTraffic()).isFalse();
        assertThat(chosen(story).roles().blue().orElseThrow()).hasToString("rev-1");
    }

    @Test
    void itEndsOnlyWhenTheIdleGroupHasNoTargetLeft() {
        StoryWorld world = withLeftOver(3);
        world.draining = minutes(4);
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.ServiceReconciled.class)).isGreaterThanOrEqualTo(minutes(4));
    }

    @Test
    void aDeploymentWaitsForTargetsThatAreDrainingInTheIdleGroup() {
        StoryWorld world = StoryWorld.standard();
        world.stranger(StoryWorld.TWO, "10.0.0.7", TargetHealth.State.DRAINING);
        Story story = story(world);
        story.at(minutes(3), world.strangers::clear);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.DeploymentStarted.class)).isEqualTo(minutes(3));
    }

    @Test
    void aLeftOverThatSomebodyGivesWeightWhileItRunsIsNotTouchedBeforeThatIsRestored() {
        StoryWorld world = withLeftOver(3);
        Story story = story(world);
        story.on(a(ProgressEvent.DrainStarted.class), seconds(5), () -> world.route(StoryWorld.WEB, 0, 100));
        story.runFor(minutes(10));

        assertThat(story.oracle.violations).isEmpty();
        assertThat(story.changes())
                .containsSubsequence("WriteRoute web: tg-1=100 tg-2=0", "RetireRevision rev-9")
                .filteredOn(change -> change.equals("WriteRoute web: tg-1=100 tg-2=0"))
                .hasSize(1);
    }

    @Test
    void whenItCannotBeDoneTheStageLimitEndsIt() {
        StoryWorld world = withLeftOver(3);
        Story story = story(world);
        story.faults.always(StoryFaults.calls(Call.RetireRevision.class), StoryFaults.Kind.UNAVAILABLE);
        story.patiently().run();

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.STAGE_TIMED_OUT);
        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(hours(24));
    }

    /** What an aborted first deployment left in group two, beside somebody else's targets in group one. */
    private static StoryWorld withForeignBlue(int weightOfOne, int weightOfTwo) {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, weightOfOne, weightOfTwo);
        world.route(StoryWorld.TEST, 0, 100);
        world.stranger(StoryWorld.ONE, "10.0.0.7", TargetHealth.State.HEALTHY);
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        return world;
    }

    private static Story recovery(StoryWorld world) {
        return new Story(
                DeploymentSpec.recovery(Stories.SERVICE)
                        .productionRoute(StoryWorld.WEB)
                        .testRoute(StoryWorld.TEST)
                        .targetGroups(StoryWorld.ONE, StoryWorld.TWO)
                        .build(),
                world);
    }

    @Test
    void aForeignBlueKeepsProductionWhereTheOnlyRevisionOfOursWasNeverSuccessful() {
        Story story = recovery(withForeignBlue(100, 0)).run().endedAs(SUCCESSFUL);

        assertThat(story.changes().distinct())
                .containsExactly("WriteRoute test: tg-1=100 tg-2=0", "RetireRevision rev-9");
    }

    @Test
    void aForeignBlueReceivesProductionBackFromARevisionThatWasNeverSuccessful() {
        for (int weight : List.of(50, 0)) {
            Story story = recovery(withForeignBlue(weight, 100 - weight)).run().endedAs(SUCCESSFUL);

            assertThat(story.changes().findFirst()).contains("WriteRoute web: tg-1=100 tg-2=0");
            assertThat(story.world.revisions).isEmpty();
        }
    }

    @Test
    void theNextFirstDeploymentReconcilesToTheForeignBlueAndReplacesIt() {
        Story story = story(withForeignBlue(500, 500)).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).roles().blue()).isEmpty();
        assertThat(chosen(story).roles().blueGroup()).isEqualTo(StoryWorld.ONE);
        assertThat(story.changes()).contains("WriteRoute web: tg-1=100 tg-2=0", "WriteRoute web: tg-1=0 tg-2=100");
    }

    @Test
    void aForeignBlueBesideARevisionThatWasSuccessfulIsAStrangerInTheIdleGroup() {
        StoryWorld world = withForeignBlue(0, 100);
        world.rev("rev-9").primary = true;
        Story story = recovery(world).run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults().toString())
                .contains("10.0.0.7");
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aForeignBlueThatDiesBeforeItGetsProductionBackDoesNotGetItWhileSomebodyElseServes() {
        StoryWorld world = withForeignBlue(500, 500);
        Story story = recovery(world);
        story.on(a(ProgressEvent.ReconciliationChosen.class), () -> {
            world.strangers.clear();
            story.crash(hours(8));
        });
        story.runFor(hours(10));

        assertThat(world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=500 tg-2=500");
        assertThat(story.oracle.violations).isEmpty();
    }
}
