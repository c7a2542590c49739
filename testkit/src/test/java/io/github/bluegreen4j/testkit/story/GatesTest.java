package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.proceed;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.shifted;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gates: what each lets pass, what it holds, and what it does when it stays closed. */
class GatesTest {
    /** A deployment that an approval holds before its first production step. */
    private static Story held(io.github.bluegreen4j.model.DeploymentSpec.Builder spec) {
        return story(spec.pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), TimeoutAction.ROLLBACK));
    }

    private static void approvedAfter(Story story, Duration delay, Runnable before) {
        story.on(entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT), delay, () -> {
            before.run();
            proceed(story, TimeoutAction.CONTINUE);
        });
    }

    private static List<Gate> waitedFor(Story story) {
        return story.of(WorkEvent.WorkWaiting.class).stream()
                .map(WorkEvent.WorkWaiting::gate)
                .toList();
    }

    @Test
    void capacityHoldsAStepUntilGreensOwnTargetsAreAtTheFloor() {
        Story story = held(spec());
        approvedAfter(story, minutes(1), () -> story.world.green().healthyAtMost = 2);
        story.on(a(WorkEvent.WorkWaiting.class), minutes(1), () -> story.world.green().healthyAtMost = 3);
        story.run().endedAs(SUCCESSFUL);

        assertThat(waitedFor(story)).first().isEqualTo(Gate.CAPACITY);
        assertThat(story.of(WorkEvent.RouteShifted.class).get(1).at())
                .isAfterOrEqualTo(story.first(WorkEvent.WorkWaiting.class)
                        .orElseThrow()
                        .at()
                        .plus(minutes(1)));
    }

    @Test
    void capacityDoesNotCountTargetsOfSomebodyElseInGreensGroup() {
        Story story = held(spec());
        approvedAfter(story, minutes(1), () -> {
            story.world.green().healthyAtMost = 0;
            for (int i = 0; i < 3; i++) {
                story.world.stranger(
                        StoryWorld.TWO, "10.0.0." + i, io.github.bluegreen4j.model.TargetHealth.State.HEALTHY);
            }
        });
        story.runFor(minutes(10));

        assertThat(story.of(WorkEvent.RouteShifted.class)).hasSize(1);
        assertThat(waitedFor(story)).contains(Gate.CAPACITY);
    }

    @Test
    void capacityIsAPercentageOfTheLiveDesiredCount() {
        Story story = held(spec().health(new HealthPolicy(new Percent(600), new Percent(500), minutes(1))));
        approvedAfter(story, minutes(1), () -> story.world.green().healthyAtMost = 2);
        story.run().endedAs(SUCCESSFUL);

        assertThat(waitedFor(story)).doesNotContain(Gate.CAPACITY);
    }

    @Test
    void capacityIsNotJudgedByAReadingOlderThanTenSeconds() {
        Story story =
                held(spec()).runUntil(s -> !s.of(HookEvent.HookStarted.class).isEmpty());
        proceed(story, TimeoutAction.CONTINUE);
        Workflow workflow = Workflow.standard();
        Effect shift = new Effect.ShiftRoute(StoryWorld.WEB, Percent.HUNDRED);
        Instant began = story.now();

        assertThat(lastCall(story, workflow, shift, began, seconds(10))).isInstanceOf(Call.WriteRoute.class);
        assertThat(lastCall(story, workflow, shift, began, Duration.ofMillis(10_001)))
                .isEqualTo(new Call.ReadRoute(StoryWorld.WEB));
    }

    /** The call after all readings, when judging happens so long after the first of them was begun. */
    private static Call lastCall(Story story, Workflow workflow, Effect effect, Instant began, Duration age) {
        Step.Next next = (Step.Next) workflow.start(story.state(), effect, began);
        for (int i = 0; i < 4; i++) {
            Answer answer = new Answer(began, story.world.perform(next.call()));
            Instant now = i < 3 ? began : began.plus(age);
            next = (Step.Next) workflow.resume(story.state(), next.script(), answer, now);
        }
        return next.call();
    }

    @Test
    void unknownCapacityHoldsAStep() {
        Story story = held(spec());
        approvedAfter(
                story,
                minutes(1),
                () -> story.faults.always(StoryFaults.calls(Call.ReadHealth.class), StoryFaults.Kind.UNAVAILABLE));
        story.runFor(minutes(10));

        assertThat(story.of(WorkEvent.RouteShifted.class)).hasSize(1);
        assertThat(waitedFor(story)).containsExactly(Gate.READABLE);
    }

    @Test
    void driftBeforeAStepRollsBackByDefault() {
        Story story = held(spec());
        approvedAfter(story, minutes(1), () -> story.world.route(StoryWorld.WEB, 90, 10));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
        assertThat(story.changes()).contains("WriteRoute web: tg-1=100 tg-2=0");
    }

    @Test
    void driftPausesWhereThePolicySaysSo() {
        Story story = held(spec().drift(DeploymentSpec.OnDrift.PAUSE));
        approvedAfter(story, minutes(1), () -> story.world.route(StoryWorld.WEB, 90, 10));
        story.on(a(WatchEvent.DriftFound.class), minutes(5), () -> {
            story.world.route(StoryWorld.WEB, 100, 0);
            proceed(story, TimeoutAction.CONTINUE);
        });
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.of(WatchEvent.DriftFound.class)).hasSize(1);
    }

    @Test
    void changedStickinessIsDrift() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.world.sticky(StoryWorld.WEB, hours(1)));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
    }

    @Test
    void aRollbackLeavesARouteAloneThatForwardsElsewhereAndRestoresTheOthers() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        Story story = new Story(spec().productionRoute(StoryWorld.API).build(), world);
        story.on(
                entered(story, BAKE_TIME),
                minutes(1),
                () -> world.routes.put(
                        StoryWorld.API,
                        new StoryWorld.Route(
                                new io.github.bluegreen4j.model.TrafficSplit(
                                        java.util.Map.of(new io.github.bluegreen4j.model.TargetGroupRef("tg-9"), 1)),
                                java.util.Optional.empty(),
                                Duration.ZERO)));
        story.run().endedAs(ROLLBACK_FAILED);

        assertThat(story.the(WorkEvent.RouteLeftAlone.class).route()).isEqualTo(StoryWorld.API);
        assertThat(world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=100 tg-2=0");
        assertThat(story.ended().leftOvers()).anyMatch(name -> name.contains("route api"));
        assertThat(world.green()).as("green is kept").isNotNull();
    }

    @Test
    void theHealthWatchRollsBackAfterSixtySecondsBelowHalf() {
        Story story = story(spec().bakeTime(hours(1)));
        story.on(entered(story, BAKE_TIME), minutes(3), () -> story.world.green().healthyAtMost = 1);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Instant sick = story.of(WatchEvent.ConditionChanged.class).stream()
                .filter(event -> event.condition() == io.github.bluegreen4j.event.Watch.Condition.BAD)
                .reduce((one, other) -> other)
                .orElseThrow()
                .at();
        ProgressEvent.RollbackStarted rollback = story.the(ProgressEvent.RollbackStarted.class);
        assertThat(rollback.cause()).isEqualTo(RollbackCause.UNHEALTHY);
        assertThat(Duration.between(sick, rollback.at())).isEqualTo(seconds(60));
    }

    @Test
    void theHealthWatchForgivesADipOfLessThanSixtySeconds() {
        Story story = story(spec().bakeTime(hours(1)));
        story.on(entered(story, BAKE_TIME), minutes(3), () -> story.world.green().healthyAtMost = 1);
        story.on(entered(story, BAKE_TIME), seconds(180 + 29), () -> story.world.green().healthyAtMost = 3);

        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void anAlarmEndsTheWayForwardFromTheTestShiftOn() {
        Story story = held(spec().alarm("errors"));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT),
                minutes(1),
                () -> story.world.alarms.put("errors", AlarmReading.State.ALARM));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.ALARM);
        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(seconds(90));
    }

    @Test
    void anAlarmBeforeTheTestShiftIsNotWatched() {
        Story story = story(spec().alarm("errors"));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.at(seconds(5), () -> story.world.alarms.put("errors", AlarmReading.State.ALARM));
        story.at(seconds(25), () -> story.world.alarms.put("errors", AlarmReading.State.OK));

        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void aStageIsNotLeftBeforeItsWeightsHaveSettled() {
        Story story = story(spec());
        story.world.settle(StoryWorld.WEB, minutes(10));
        story.run().endedAs(SUCCESSFUL);

        Instant written = story.of(WorkEvent.RouteShifted.class).get(1).at();
        assertThat(story.first(ProgressEvent.BakeStarted.class).orElseThrow().at())
                .isEqualTo(written.plus(minutes(10)));
    }

    @Test
    void aSettleTimeNeverDelaysARestoringWrite() {
        Story story = story(spec());
        story.world.settle(StoryWorld.WEB, minutes(10));
        story.on(shifted(StoryWorld.WEB), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void aWriteThatDoesNotReadBackIsNotTakenForDone() {
        Story story = story(spec());
        story.on(a(WorkEvent.WorkWaiting.class), minutes(1), story.faults::none);
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LOST_CALL);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.changes().filter(text -> text.equals("WriteRoute web: tg-1=0 tg-2=100")))
                .hasSize(1);
        assertThat(story.first(WorkEvent.WorkUncertain.class)).isPresent();
    }

    /** In the last moment of the bake something changes, too late for the watches. */
    private static Story atTheCleanUpGate(
            io.github.bluegreen4j.model.DeploymentSpec.Builder spec, java.util.function.Consumer<Story> happens) {
        Story story = story(
                spec.alarm("errors").alarms(io.github.bluegreen4j.model.AlarmPolicy.NONE.withInterval(seconds(60))));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.on(a(ProgressEvent.BakeStarted.class), Duration.ofMillis(299_500), () -> happens.accept(story));
        return story.run();
    }

    @Test
    void theCleanUpGateWantsEveryProductionRouteAllOnGreen() {
        Story story = atTheCleanUpGate(spec(), s -> s.world.route(StoryWorld.WEB, 50, 50))
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
        assertThat(story.of(ProgressEvent.CleanUpGateOpened.class)).isEmpty();
    }

    @Test
    void theCleanUpGateWantsGreenAtItsFloor() {
        Story story =
                atTheCleanUpGate(spec(), s -> s.world.green().healthyAtMost = 2).endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause())
                .isEqualTo(RollbackCause.CLEAN_UP_GATE_CLOSED);
        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class))
                .isEqualTo(story.timeOf(ProgressEvent.BakeEnded.class).plus(minutes(15)));
    }

    @Test
    void theCleanUpGateWantsAlarmsGood() {
        Story story = atTheCleanUpGate(spec(), s -> s.world.alarms.put("errors", AlarmReading.State.ALARM))
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.ALARM);
    }

    @Test
    void theCleanUpGateDoesNotCountTheTimeInWhichNothingAnswers() {
        Story story = story(spec());
        story.faults.nth(1, StoryFaults.calls(Call.ReadUsers.class), StoryFaults.Kind.UNAVAILABLE);
        story.on(
                a(ProgressEvent.BakeEnded.class),
                Duration.ofMillis(100),
                () -> story.faults.always(call -> true, StoryFaults.Kind.UNAVAILABLE));
        story.on(a(ProgressEvent.BakeEnded.class), hours(2), story.faults::none);
        story.patiently().run().endedAs(SUCCESSFUL);

        assertThat(story.of(ProgressEvent.EngineStalled.class)).hasSize(1);
    }

    @Test
    void theCleanUpGateStaysClosedWhileAnythingIsUnknown() {
        for (Class<? extends Call> read : List.of(
                Call.ReadHealth.class, Call.ReadAlarms.class, Call.DescribeService.class, Call.ReadUsers.class)) {
            Story story = story(spec().alarm("errors"));
            story.world.alarms.put("errors", AlarmReading.State.OK);
            story.on(
                    a(ProgressEvent.BakeStarted.class),
                    Duration.ofMillis(299_500),
                    () -> story.faults.always(StoryFaults.calls(read), StoryFaults.Kind.UNAVAILABLE));
            story.on(a(ProgressEvent.RollbackStarted.class), story.faults::none);
            story.run().endedAs(ROLLBACK_SUCCESSFUL);

            assertThat(story.the(ProgressEvent.RollbackStarted.class).cause())
                    .isEqualTo(RollbackCause.CLEAN_UP_GATE_CLOSED);
        }
    }

    @Test
    void anAlarmThatIsGoneAtTheCleanUpGateIsUnknownAndHoldsIt() {
        Story story = atTheCleanUpGate(spec(), s -> s.world.alarms.clear());

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause())
                .isEqualTo(RollbackCause.CLEAN_UP_GATE_CLOSED);
    }

    @Test
    void blueWithWeightAnywhereIsNotTouchedEvenByTheTestRoute() {
        Story story = story(spec());
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP),
                seconds(5),
                () -> story.world.route(StoryWorld.TEST, 100, 0));
        story.run();

        assertThat(story.changes()).doesNotContain("RetireRevision rev-1");
        assertThat(story.ended().status()).isEqualTo(SUCCESSFUL);
        assertThat(story.ended().leftOvers()).containsExactly("revision rev-1 (blue) is not retired");
    }
}
