package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RECONCILE_SERVICE in bad times: whom it chooses when nobody is well, how long it waits, and what ends it early. */
class ReconcileChoiceRulesTest {
    /** Blue, and beside it what an earlier deployment left; production is split like that. */
    private static StoryWorld split(int weightOfOne, int weightOfTwo) {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        world.route(StoryWorld.WEB, weightOfOne, weightOfTwo);
        return world;
    }

    private static StoryWorld dead(StoryWorld world) {
        world.revisions.values().forEach(rev -> rev.healthyAtMost = 0);
        return world;
    }

    private static Story story(StoryWorld world) {
        return new Story(spec().build(), world);
    }

    private static ProgressEvent.ReconciliationChosen chosen(Story story) {
        return story.first(ProgressEvent.ReconciliationChosen.class).orElseThrow();
    }

    private static String blue(Story story) {
        return chosen(story).roles().blue().map(Object::toString).orElse("nobody");
    }

    @Test
    void whereNobodyIsHealthyProductionGoesToTheAcceptedRevision() {
        Story story = story(dead(split(0, 100))).run().endedAs(SUCCESSFUL);

        assertThat(blue(story)).isEqualTo("rev-1");
        assertThat(chosen(story).retire()).extracting(Object::toString).containsExactly("rev-9");
    }

    @Test
    void howProductionIsSplitDecidesNothing() {
        assertThat(blue(story(dead(split(300, 700))).run())).isEqualTo("rev-1");
        assertThat(blue(story(dead(split(700, 300))).run())).isEqualTo("rev-1");
        assertThat(blue(story(split(1, 999)).run())).isEqualTo("rev-1");
    }

    @Test
    void oneHealthyTargetIsMoreThanNone() {
        StoryWorld world = dead(split(0, 100));
        world.blue().healthyAtMost = 1;

        assertThat(blue(story(world).run())).isEqualTo("rev-1");
    }

    @Test
    void twoRevisionsOfOursBesideTheAcceptedOneAreRefusedAtOnce() {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.ONE, Optional.of(new DeploymentId("d-9")), 3);
        world.add("rev-0", StoryWorld.ONE, Optional.of(new DeploymentId("d-00")), 3);
        world.route(StoryWorld.WEB, 0, 100);
        Story story = story(world).run().endedAs(STOPPED);

        assertThat(story.ended().reason())
                .contains("\"rev-9\" is in \"tg-1\"", "\"rev-0\" is in \"tg-1\"", "scale rev-9 to 0, or delete it")
                .contains("a recovery that names the revision to serve", "nothing was touched");
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aLeftOverThatHoldsNothingIsDeletedBesideTheRevisionThatServes() {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.ONE, Optional.of(new DeploymentId("d-9")), 0);
        Story story = story(world).run().endedAs(SUCCESSFUL);

        assertThat(chosen(story).retire()).extracting(Object::toString).containsExactly("rev-9");
        assertThat(story.the(ProgressEvent.ServiceReconciled.class).at()).isBefore(StoryWorld.START.plus(minutes(2)));
    }

    @Test
    void aForeignBlueThatServesIsNotTakenForNothing() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.WEB, 0, 100);
        world.stranger(StoryWorld.TWO, "10.0.0.7", TargetHealth.State.HEALTHY);
        Story story = story(dead(world)).run().endedAs(STOPPED);

        assertThat(story.ended().reason())
                .contains("targetGroups: \"tg-2\" holds target \"10.0.0.7\"", "nothing was touched");
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aBlueThatTurnsWeakIsWaitedForFiveMinutesAndThenGetsProduction() {
        Story story = story(split(500, 500));
        story.on(a(ProgressEvent.ReconciliationChosen.class), () -> story.world.blue().healthyAtMost = 1);
        story.runUntil(s -> !s.of(WorkEvent.RouteRestored.class).isEmpty());

        assertThat(story.timeOf(ProgressEvent.RollbackInsisted.class)).isEqualTo(minutes(5));
        assertThat(story.timeOf(WorkEvent.RouteRestored.class)).isEqualTo(minutes(5));
    }

    @Test
    void aRollbackDoesNotWaitForBlueAllOverAgain() {
        Story story = story(split(500, 500));
        story.on(a(ProgressEvent.ReconciliationChosen.class), () -> story.world.blue().healthyAtMost = 1);
        story.at(minutes(2), () -> story.tell(Stories.ROLL_BACK));
        story.run();

        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(minutes(2));
        assertThat(story.timeOf(ProgressEvent.RollbackInsisted.class)).isEqualTo(minutes(5));
    }

    @Test
    void aRollbackAfterProductionWasMovedKnowsNothingOfAnEarlierWeakness() {
        Story story = story(split(500, 500));
        story.on(a(ProgressEvent.ReconciliationChosen.class), () -> story.world.blue().healthyAtMost = 1);
        story.at(minutes(1), () -> story.world.blue().healthyAtMost = 3);
        story.on(a(ProgressEvent.DrainStarted.class), () -> story.tell(Stories.ROLL_BACK));
        story.run();

        assertThat(story.of(WorkEvent.WorkWaiting.class).stream()
                        .filter(waiting -> waiting.gate() == Gate.BLUE_CAPACITY))
                .as("waited for by the reconciliation alone")
                .hasSize(1);
        assertThat(story.of(ProgressEvent.RollbackInsisted.class)).isEmpty();
    }

    @Test
    void aProductionRouteThatForwardsElsewhereMeanwhileEndsIt() {
        Story story = story(split(500, 500));
        story.on(
                a(ProgressEvent.ReconciliationChosen.class),
                () -> story.world.routes.put(
                        StoryWorld.WEB,
                        new StoryWorld.Route(
                                new TrafficSplit(Map.of(new TargetGroupRef("tg-9"), 1)),
                                Optional.empty(),
                                Duration.ZERO)));
        story.run().endedAs(ROLLBACK_FAILED);

        ProgressEvent.RollbackStarted rollback = story.the(ProgressEvent.RollbackStarted.class);
        assertThat(rollback.cause()).isEqualTo(RollbackCause.PRECONDITION);
        assertThat(rollback.reason()).startsWith("route web forwards elsewhere");
        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(Duration.ZERO);
    }

    @Test
    void targetsOfSomebodyElseThatTurnUpInTheIdleGroupEndIt() {
        Story story = story(split(100, 0));
        story.on(
                a(WorkEvent.LeftOverRetired.class),
                () -> story.world.stranger(StoryWorld.TWO, "10.0.0.7", TargetHealth.State.HEALTHY));
        story.run();

        ProgressEvent.RollbackStarted rollback = story.the(ProgressEvent.RollbackStarted.class);
        assertThat(rollback.cause()).isEqualTo(RollbackCause.PRECONDITION);
        assertThat(rollback.reason()).contains("\"tg-2\" holds target \"10.0.0.7\"");
        assertThat(story.of(ProgressEvent.DeploymentRefused.class)).isEmpty();
    }

    @Test
    void onceItIsDoneTheServiceIsNotInspectedAgainWhileItsHooksRun() {
        Story story =
                new Story(spec().hook(LifecycleStage.RECONCILE_SERVICE, "tidy").build(), split(100, 0));
        story.world.hooks.put("tidy", (invocation, nth) -> answered(HookResult.inProgress()));
        story.runUntil(s -> !s.of(ProgressEvent.ServiceReconciled.class).isEmpty());

        assertThat(Workflow.standard().agenda(story.state()).effects())
                .hasSize(1)
                .allMatch(Effect.InvokeHook.class::isInstance);
    }

    @Test
    void aRecoveryOnlyReconcilesAndLaunchesNothing() {
        DeploymentSpec recovery = DeploymentSpec.recovery(Stories.SERVICE)
                .productionRoute(StoryWorld.WEB)
                .testRoute(StoryWorld.TEST)
                .targetGroups(StoryWorld.ONE, StoryWorld.TWO)
                .build();
        Story story = new Story(recovery, split(500, 500));
        story.run();

        assertThat(story.ended().status()).isEqualTo(SUCCESSFUL);
        assertThat(story.ended().reason()).isEqualTo("one revision serves production");
        assertThat(story.carried().started().orElseThrow().plan())
                .extracting(stage -> stage.stage())
                .containsExactly(LifecycleStage.RECONCILE_SERVICE);
        assertThat(story.changes().toList())
                .startsWith("WriteRoute web: tg-1=100 tg-2=0")
                .noneMatch(text -> text.startsWith("Launch"));
        assertThat(story.world.revisions.keySet()).extracting(Object::toString).isEqualTo(List.of("rev-1"));
    }

    @Test
    void aRecoveryOfAServiceThatIsInOrderDoesNothing() {
        DeploymentSpec recovery = DeploymentSpec.recovery(Stories.SERVICE)
                .productionRoute(StoryWorld.WEB)
                .testRoute(StoryWorld.TEST)
                .targetGroups(StoryWorld.ONE, StoryWorld.TWO)
                .build();
        Story story = new Story(recovery, StoryWorld.standard());
        story.run();

        assertThat(story.ended().status()).isEqualTo(SUCCESSFUL);
        assertThat(story.changes()).isEmpty();
    }
}
