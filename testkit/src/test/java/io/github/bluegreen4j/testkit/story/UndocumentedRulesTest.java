package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nobody documents, decided: all but hooks and alarms, which have files of their own. */
class UndocumentedRulesTest {
    @Test
    void theStageLimitCountsTheEnginesOwnWorkAndNotHooksPausesOrBakes() {
        Story story = story(spec().canary(10, hours(10))
                .bakeTime(hours(20))
                .hook(POST_TEST_TRAFFIC_SHIFT, "soak")
                .pause(POST_TEST_TRAFFIC_SHIFT, hours(20), TimeoutAction.CONTINUE)
                .limits(DeploymentLimits.DEFAULTS.withStage(minutes(5))));
        story.world.hooks.put(
                "soak",
                (invocation, nth) -> answered(nth < 10 ? HookResult.inProgress(minutes(60)) : HookResult.succeeded()));

        story.patiently().run().endedAs(SUCCESSFUL);
    }

    @Test
    void theStageLimitIsTwentyFourHoursOfTheEnginesOwnWork() {
        Story story = story(spec());
        story.world.onLaunch = rev -> rev.healthyAtMost = 0;
        story.patiently().run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(hours(24));
        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.STAGE_TIMED_OUT);
    }

    @Test
    void aBakeThatNeverBecomesWatchedIsTheEnginesOwnWork() {
        Story story = story(spec());
        story.on(
                entered(story, BAKE_TIME),
                minutes(1),
                () -> story.faults.always(StoryFaults.calls(Call.DescribeService.class), StoryFaults.Kind.UNAVAILABLE));
        story.on(a(ProgressEvent.RollbackStarted.class), story.faults::none);
        story.patiently().run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.STAGE_TIMED_OUT);
    }

    @Test
    void theDeploymentLimitIsThirtyDays() {
        Story story = story(spec().pause(POST_TEST_TRAFFIC_SHIFT, Duration.ofDays(14), TimeoutAction.CONTINUE));
        story.runUntil(s -> s.state().node() == io.github.bluegreen4j.workflow.state.Node.POST_TEST_TRAFFIC_SHIFT);

        assertThat(Workflow.standard().agenda(story.state()).timers())
                .containsEntry(new Timer.Of(Timer.Kind.DEPLOYMENT), StoryWorld.START.plus(Duration.ofDays(30)));
    }

    @Test
    void timersDueTogetherFireMostSpecificFirst() {
        int hook = new Timer.HookExpires(new io.github.bluegreen4j.model.HookExecution(
                        io.github.bluegreen4j.model.HookExecution.Direction.FORWARD, POST_TEST_TRAFFIC_SHIFT, 0, "h"))
                .rank();

        assertThat(List.of(
                        hook,
                        new Timer.Of(Timer.Kind.BAKE).rank(),
                        new Timer.Of(Timer.Kind.STAGE).rank(),
                        new Timer.Of(Timer.Kind.DEPLOYMENT).rank()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void everyTimerOfTheDeploymentHasARankOfItsOwn() {
        assertThat(Arrays.stream(Timer.Kind.values()).map(kind -> new Timer.Of(kind).rank()))
                .doesNotHaveDuplicates();
    }

    @Test
    void afterCompletionTheTestRoutePointsWhereProductionPoints() {
        Story story = story(spec()).run().endedAs(SUCCESSFUL);

        assertThat(story.world.routes.get(StoryWorld.TEST).split())
                .isEqualTo(story.world.routes.get(StoryWorld.WEB).split());
    }

    @Test
    void aRollbackRevertsProductionBeforeTheTestRoute() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.changes().toList())
                .containsSubsequence(
                        "WriteRoute web: tg-1=100 tg-2=0", "WriteRoute test: tg-1=100 tg-2=0", "RetireRevision rev-2");
    }

    @Test
    void abortFreezesReleasesEverySuspensionAndEndsStopped() {
        Story story = story(spec().canary(10, minutes(10)));
        story.on(a(ProgressEvent.BakeStarted.class), () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        assertThat(story.world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=900 tg-2=100");
        assertThat(story.world.scaleIn.suspended()).isFalse();
        assertThat(story.world.revisions).hasSize(2);
        assertThat(story.ended().leftOvers()).anyMatch(name -> name.contains("route web"));
    }

    @Test
    void aRouteThatWasBeingWrittenWhenTheDeploymentWasAbortedIsNamed() {
        Story story = story(spec().canary(10, minutes(5)));
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LANDS_LATE);
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT),
                seconds(3),
                () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        assertThat(story.world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=900 tg-2=100");
        assertThat(story.ended().leftOvers()).anyMatch(name -> name.contains("route web"));
    }

    @Test
    void theNextDeploymentReconcilesWhatAnAbortLeft() {
        Story aborted = story(spec().canary(10, minutes(10)));
        aborted.on(a(ProgressEvent.BakeStarted.class), () -> aborted.tell(Stories.ABORT));
        aborted.run().endedAs(STOPPED);

        Story next = next(aborted.world).run().endedAs(SUCCESSFUL);

        assertThat(next.the(ProgressEvent.ReconciliationChosen.class).retire())
                .extracting(Object::toString)
                .containsExactly("rev-2");
        assertThat(next.world.revisions).hasSize(1);
    }

    @Test
    void anAbortOutOfReconcileServiceNamesTheLeftOversOfEarlierDeployments() {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-0", StoryWorld.TWO, Optional.of(new DeploymentId("d-00")), 3);
        Story story = new Story(spec().build(), world);
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.RECONCILE_SERVICE),
                () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        assertThat(story.ended().leftOvers()).contains("revision rev-0 of an earlier deployment is not retired");
    }

    /** Another deployment in the world that an earlier one left. */
    private static Story next(StoryWorld world) {
        return new Story(spec().build(), world, Workflow.standard(), new DeploymentId("d-2"));
    }

    @Test
    void abortIsRefusedWhileRollingBack() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.on(a(ProgressEvent.RollbackStarted.class), () -> story.tell(Stories.ABORT));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        ProgressEvent.CommandAnswered answer =
                story.of(ProgressEvent.CommandAnswered.class).get(1);
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.answer()).contains("production is being restored");
    }

    @Test
    void afterRollbackFailedTheWayOnIsANewDeploymentThatReconciles() {
        Story failed = story(spec());
        failed.on(entered(failed, BAKE_TIME), minutes(1), () -> {
            failed.world.blue().healthyAtMost = 0;
            failed.tell(Stories.ROLL_BACK);
        });
        failed.run().endedAs(ROLLBACK_FAILED);
        failed.tell("late", Stories.ROLL_BACK);
        failed.tell("later", Stories.ABORT);
        assertThat(failed.ended().status()).isEqualTo(ROLLBACK_FAILED);

        failed.world.blue().healthyAtMost = Integer.MAX_VALUE;
        Story next = next(failed.world).run().endedAs(SUCCESSFUL);

        assertThat(next.the(ProgressEvent.ServiceReconciled.class)
                        .roles()
                        .blue()
                        .orElseThrow())
                .hasToString("rev-1");
    }

    @Test
    void aSkipEndsABakeEarlyButNoGateAndNoHook() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "soak"));
        story.world.hooks.put("soak", (invocation, nth) -> answered(HookResult.inProgress()));
        story.on(entered(story, POST_TEST_TRAFFIC_SHIFT), minutes(1), () -> story.tell(Stories.SKIP));
        story.runFor(minutes(5));

        assertThat(story.the(ProgressEvent.CommandAnswered.class).accepted()).isFalse();
    }

    @Test
    void aSkippedFinalBakeStillPassesTheCleanUpGate() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.green().healthyAtMost = 2;
            story.tell(Stories.SKIP);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause())
                .isEqualTo(RollbackCause.CLEAN_UP_GATE_CLOSED);
    }

    @Test
    void groupStickinessIsRefusedNamingItsDuration() {
        Story story = story(spec());
        story.world.sticky(StoryWorld.WEB, hours(2));
        story.run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults().toString())
                .contains("PT2H");
    }

    @Test
    void whereStickinessIsAllowedRetiringWaitsForTheSmallerOfDurationAndMaximum() {
        for (Duration allowed : List.of(minutes(20), hours(3))) {
            Story story = story(spec().allowStickiness(allowed));
            story.world.sticky(StoryWorld.WEB, hours(2));
            story.run().endedAs(SUCCESSFUL);

            ProgressEvent.DrainStarted drain = story.the(ProgressEvent.DrainStarted.class);
            assertThat(Duration.between(drain.at(), drain.endsAt()))
                    .isEqualTo(allowed.compareTo(hours(2)) < 0 ? allowed : hours(2));
        }
    }

    @Test
    void theSameDeploymentOrderedTwiceIsTheSameDeployment() {
        Story story = story(spec()).begin();
        int before = story.journal.size();

        story.order();
        story.apply(new Input.TurnCame());

        assertThat(story.journal).hasSize(before);
    }

    @Test
    void aFirstDeploymentRunsAllStagesAndGoesToTheGroupWithoutWeight() {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, 0, 100);
        world.route(StoryWorld.TEST, 0, 100);
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        assertThat(world.rev("rev-2").group).isEqualTo(StoryWorld.ONE);
        assertThat(story.of(ProgressEvent.StageEntered.class)).hasSize(10);
    }

    @Test
    void aForeignBlueIsKeptAndRestoredOnRollback() {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, 100, 0);
        world.route(StoryWorld.TEST, 100, 0);
        world.stranger(StoryWorld.ONE, "10.0.0.7", TargetHealth.State.HEALTHY);
        Story story = new Story(spec().build(), world);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=100 tg-2=0");
        assertThat(story.changes().filter(text -> text.startsWith("Retire"))).containsOnly("RetireRevision rev-2");
    }

    @Test
    void strangersInTheIdleGroupAreRefused() {
        Story story = story(spec());
        story.world.stranger(StoryWorld.TWO, "10.0.0.7", TargetHealth.State.HEALTHY);
        story.run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults().toString())
                .contains("10.0.0.7");
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aRevisionThatNoDeploymentOfOursLaunchedIsRefusedAndNeverRetired() {
        Story story = story(spec());
        story.world.add("rev-7", StoryWorld.TWO, Optional.empty(), 1);
        story.run().endedAs(STOPPED);

        assertThat(story.changes()).isEmpty();
    }

    @Test
    void bakeTimeInWhichTheEngineWasDownIsAddedAgain() {
        Story story = story(spec().bakeTime(minutes(10)));
        story.on(a(ProgressEvent.BakeStarted.class), minutes(4), () -> story.crash(minutes(90)));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.BakeEnded.class).minus(story.timeOf(ProgressEvent.BakeStarted.class)))
                .isEqualTo(minutes(100));
    }
}
