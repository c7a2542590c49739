package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.POST_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hookStarted;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.says;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static io.github.bluegreen4j.testkit.story.Stories.withoutTestRoute;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nobody documents about hooks, decided. */
class HookRulesTest {
    private final List<Instant> asked = new ArrayList<>();

    /** A smoke test that answers like that, and notes when it was asked. */
    private Story smokeTest(Duration timeout, StoryWorld.Hook hook) {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "smoke", timeout, TimeoutAction.ROLLBACK));
        story.world.hooks.put("smoke", (invocation, nth) -> {
            asked.add(story.now());
            return hook.ask(invocation, nth);
        });
        return story;
    }

    private List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < asked.size(); i++) {
            pauses.add(Duration.between(asked.get(i - 1), asked.get(i)));
        }
        return pauses;
    }

    private static StoryWorld.Hook later(HookResult answer) {
        return (invocation, nth) -> answered(nth < 3 ? answer : HookResult.succeeded());
    }

    @Test
    void aMissingCallBackDelayIsThirtySeconds() {
        smokeTest(minutes(10), later(HookResult.inProgress())).run().endedAs(SUCCESSFUL);

        assertThat(pauses()).containsExactly(seconds(30), seconds(30));
    }

    @Test
    void aCallBackDelayBelowOneSecondCountsAsOneSecond() {
        smokeTest(minutes(10), later(HookResult.inProgress(Duration.ZERO)))
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(pauses()).containsExactly(seconds(1), seconds(1));
    }

    @Test
    void aCallBackDelayAboveTheRemainingTimeIsCutToIt() {
        smokeTest(minutes(2), later(HookResult.inProgress(seconds(90)))).run();

        assertThat(pauses()).containsExactly(seconds(90), seconds(30));
    }

    @Test
    void aHookThatIsStillInProgressWhenItsTimeIsUpIsNotAskedWithoutAPause() {
        Story story = smokeTest(minutes(2), (i, nth) -> answered(HookResult.inProgress()))
                .run();

        story.endedAs(ROLLBACK_SUCCESSFUL);
        assertThat(asked).hasSizeLessThan(10);
    }

    @Test
    void anInvalidResponseIsAVerdictAndNeverRetried() {
        Story story = smokeTest(minutes(10), says(HookResult.invalid("callBackDelay is not a number")));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(asked).hasSize(1);
        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.INVALID_RESPONSE);
    }

    @Test
    void aDefectIsAVerdictAndNeverRetried() {
        Story story = smokeTest(minutes(10), says(HookResult.defect("the hook threw java.lang.NullPointerException")));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(asked).hasSize(1);
        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.DEFECT);
    }

    @Test
    void aFailureIsAVerdictAndNeverRetried() {
        Story story =
                smokeTest(minutes(10), says(HookResult.failed("no"))).run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(asked).hasSize(1);
        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.SAID_NO);
    }

    @Test
    void transportErrorsAreRetriedThreeTimesWithBackOff() {
        Story story = smokeTest(
                minutes(10),
                (invocation, nth) -> StoryWorld.problem(Problem.Kind.UNAVAILABLE, new Call.InvokeHook(invocation)));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(asked).hasSize(3);
        assertThat(pauses().get(0)).isBetween(Duration.ofMillis(500), seconds(1));
        assertThat(pauses().get(1)).isBetween(seconds(1), seconds(2));
        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.UNREACHABLE);
    }

    @Test
    void aTransportErrorInBetweenIsForgotten() {
        Story story = smokeTest(
                minutes(10),
                (invocation, nth) -> nth % 2 == 1
                        ? StoryWorld.problem(Problem.Kind.UNKNOWN, new Call.InvokeHook(invocation))
                        : answered(nth < 8 ? HookResult.inProgress() : HookResult.succeeded()));
        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void aMissingHookOfARecoveredDeploymentCountsAsUnreachable() {
        Story story = smokeTest(
                minutes(10),
                (invocation, nth) -> StoryWorld.problem(Problem.Kind.GONE, new Call.InvokeHook(invocation)));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.UNREACHABLE);
    }

    @Test
    void aHangingHookIsGivenUpWithItsTimeOut() {
        Story story = smokeTest(minutes(2), says(HookResult.succeeded()));
        story.faults.always(StoryFaults.calls(Call.InvokeHook.class), StoryFaults.Kind.LOST_CALL);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(HookEvent.HookTimedOut.class)).isEqualTo(seconds(150));
    }

    @Test
    void inAShiftStageTheWeightsAreReadBackFirstAndTheHooksAreToldTheNewOnes() {
        Story story = story(spec().canary(20, minutes(1)).hook(PRODUCTION_TRAFFIC_SHIFT, "cdn"));
        List<String> routeWhenAsked = new ArrayList<>();
        story.world.hooks.put("cdn", (invocation, nth) -> {
            routeWhenAsked.add(story.world.routes.get(StoryWorld.WEB).split().toString());
            return answered(HookResult.succeeded());
        });
        story.run().endedAs(SUCCESSFUL);

        assertThat(routeWhenAsked).containsExactly("tg-1=800 tg-2=200", "tg-1=0 tg-2=100");
        assertThat(story.world.invocations)
                .extracting(HookInvocation::productionWeights)
                .containsExactly(
                        new java.util.TreeMap<>(Map.of("rev-1", 80.0, "rev-2", 20.0)),
                        new java.util.TreeMap<>(Map.of("rev-1", 0.0, "rev-2", 100.0)));
    }

    @Test
    void beforeAStepTheHooksAreToldTheCurrentWeights() {
        Story story = story(spec().canary(20, minutes(1)).hook(PRE_PRODUCTION_TRAFFIC_SHIFT, "gate"));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.world.invocations)
                .extracting(invocation -> invocation.productionWeights().get("rev-2"))
                .containsExactly(0.0, 20.0);
    }

    @Test
    void theExecutionIdIsConstantOverPollsAndDiffersByStep() {
        Story story = story(spec().canary(20, minutes(1)).hook(PRE_PRODUCTION_TRAFFIC_SHIFT, "gate"));
        story.world.hooks.put("gate", later(HookResult.inProgress()));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.world.invocations).hasSize(6);
        assertThat(story.world.invocations.subList(0, 3))
                .extracting(HookInvocation::executionId)
                .containsOnly(story.world.invocations.get(0).executionId());
        assertThat(story.world.invocations)
                .extracting(HookInvocation::executionId)
                .satisfies(ids ->
                        assertThat(List.copyOf(new java.util.HashSet<>(ids))).hasSize(2));
    }

    @Test
    void aVerdictIsUsedOnceAndLateAnswersAreIgnored() {
        Story story = smokeTest(minutes(10), says(HookResult.succeeded())).run().endedAs(SUCCESSFUL);
        int before = story.journal.size();
        Effect hook =
                new Effect.InvokeHook(story.the(HookEvent.HookSucceeded.class).execution());

        story.apply(new Input.EffectEnded(hook, new Outcome.HookFailed(HookEvent.Failure.SAID_NO, "late")));

        assertThat(story.journal).hasSize(before);
    }

    @Test
    void aRepeatedAnswerWithinTheStageIsIgnored() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "slow").hook(POST_TEST_TRAFFIC_SHIFT, "quick"));
        story.world.hooks.put("slow", (invocation, nth) -> answered(HookResult.inProgress()));
        story.runUntil(s -> !s.of(HookEvent.HookSucceeded.class).isEmpty());
        int before = story.journal.size();
        Effect quick =
                new Effect.InvokeHook(story.the(HookEvent.HookSucceeded.class).execution());

        story.apply(new Input.EffectEnded(quick, new Outcome.HookFailed(HookEvent.Failure.SAID_NO, "repeated")));

        assertThat(story.journal).hasSize(before);
    }

    @Test
    void onlyChangedDetailsAreJournaledAtMostOnceAMinuteAndTheLastValueWins() {
        Story story = smokeTest(
                minutes(30),
                (invocation, nth) -> answered(
                        nth < 20
                                ? HookResult.inProgress(seconds(10)).with(new HookDetails(Map.of("n", nth)))
                                : HookResult.succeeded()));
        story.run().endedAs(SUCCESSFUL);

        List<HookEvent.HookProgressed> told = story.of(HookEvent.HookProgressed.class);
        assertThat(told).hasSize(4);
        for (int i = 1; i < told.size(); i++) {
            assertThat(Duration.between(told.get(i - 1).at(), told.get(i).at())).isEqualTo(minutes(1));
        }
        HookInvocation last = story.world.invocations.get(story.world.invocations.size() - 1);
        assertThat(last.details()).isEqualTo(new HookDetails(Map.of("n", 19)));
    }

    @Test
    void unchangedDetailsAreNotJournaled() {
        Story story = smokeTest(minutes(30), later(HookResult.inProgress(minutes(2))))
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.of(HookEvent.HookProgressed.class)).isEmpty();
    }

    @Test
    void afterACrashAHookInProgressIsAskedAgainAtOnceUnderTheSameId() {
        Story story = smokeTest(minutes(30), later(HookResult.inProgress(minutes(5))));
        story.on(hookStarted("smoke"), minutes(1), () -> story.crash(seconds(10)));
        story.run().endedAs(SUCCESSFUL);

        assertThat(pauses().get(0)).isEqualTo(seconds(70));
        assertThat(story.world.invocations)
                .extracting(HookInvocation::executionId)
                .containsOnly(story.world.invocations.get(0).executionId());
    }

    @Test
    void aHookThatFailsDuringRollbackIsRecordedAndStopsNothing() {
        Story story = story(spec().hook(PRE_ROLLBACK, "evidence").hook(PRODUCTION_TRAFFIC_SHIFT, "cdn"));
        story.world.hooks.put("evidence", says(HookResult.failed("disk full")));
        story.world.hooks.put(
                "cdn",
                (invocation, nth) -> answered(
                        invocation.reason().isEmpty() ? HookResult.succeeded() : HookResult.failed("unreachable")));
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME),
                () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(HookEvent.HookFailed.class)).hasSize(2);
    }

    @Test
    void aHookThatHangsDuringRollbackIsBoundedAndNeverDelaysTheSwing() {
        Story story = story(spec().hook(PRE_ROLLBACK, "evidence").hook(POST_ROLLBACK, "report"));
        story.faults.always(StoryFaults.calls(Call.InvokeHook.class), StoryFaults.Kind.LOST_CALL);
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME),
                () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Duration started = story.timeOf(ProgressEvent.RollbackStarted.class);
        assertThat(story.timeOf(WorkEvent.RouteRestored.class)).isEqualTo(started);
        assertThat(story.timeOf(HookEvent.HookTimedOut.class)).isEqualTo(started.plus(minutes(5)));
        assertThat(story.timeOf(WorkEvent.RevisionRetired.class))
                .isBetween(started.plus(minutes(5)), started.plus(minutes(6)));
        assertThat(story.of(HookEvent.HookTimedOut.class)).hasSize(2);
    }

    @Test
    void theShiftStagesHooksAreToldOfTheRollbackWhereTheyWereEnteredOnly() {
        Story story = story(spec().hook(PRODUCTION_TRAFFIC_SHIFT, "cdn")
                .hook(TEST_TRAFFIC_SHIFT, "dns")
                .pause(POST_TEST_TRAFFIC_SHIFT, minutes(60), TimeoutAction.ROLLBACK));
        story.on(entered(story, POST_TEST_TRAFFIC_SHIFT), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.world.invocations.stream().map(i -> i.execution().toString()))
                .containsExactly("dns at TEST_TRAFFIC_SHIFT", "dns at TEST_TRAFFIC_SHIFT (rollback)");
        assertThat(story.world.invocations.get(1).testWeights().get("rev-2")).isEqualTo(0.0);
    }

    @Test
    void rollbackHooksAreToldGreenWeightZeroAndTheReason() {
        Story story = story(spec().hook(PRODUCTION_TRAFFIC_SHIFT, "cdn").hook(PRE_ROLLBACK, "evidence"));
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME),
                () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.world.invocations.get(1).reason()).isEqualTo("operator");
        assertThat(story.world.invocations.get(2).productionWeights())
                .containsEntry("rev-2", 0.0)
                .containsEntry("rev-1", 100.0);
    }

    @Test
    void withoutATestRouteTheTestStagesRunTheirHooksWithEmptyTestWeights() {
        StoryWorld world = StoryWorld.standard();
        world.routes.remove(StoryWorld.TEST);
        Story story =
                new Story(withoutTestRoute().hook(TEST_TRAFFIC_SHIFT, "dns").build(), world);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.world.invocations).hasSize(1);
        assertThat(story.world.invocations.get(0).testWeights()).isEmpty();
    }

    @Test
    void allHooksOfAStageRunInParallelAndAnyFailureRollsBackAtOnce() {
        Story story = story(spec().hook(PRE_SCALE_UP, "slow").hook(PRE_SCALE_UP, "bad"));
        story.world.hooks.put("slow", (invocation, nth) -> answered(HookResult.inProgress()));
        story.world.hooks.put("bad", says(HookResult.failed("no")));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(Duration.ZERO);
    }
}
