package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hookStarted;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.decide.Invariant;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of one thing when another happens, and where the graph has no way. */
class FoldRulesTest {
    private static final Workflow WORKFLOW = Workflow.standard();

    private static Story upTo(LifecycleStage stage) {
        Story story = story(spec());
        boolean[] there = {false};
        story.on(entered(story, stage), () -> there[0] = true);
        return story.runUntil(s -> there[0]);
    }

    @Test
    void theEndOfOnePieceOfWorkDoesNotForgetWhatAnotherWaitsFor() {
        Effect web = new Effect.ShiftRoute(StoryWorld.WEB, Percent.HUNDRED);
        Effect primary = new Effect.MakePrimary();
        DeploymentState state = story(spec())
                .runUntil(s -> WORKFLOW.agenda(s.state()).effects().contains(web))
                .state();
        for (DeploymentEvent event : List.of(
                new WorkEvent.WorkOwed(StoryWorld.START, primary),
                new WorkEvent.WorkWaiting(StoryWorld.START, web, Gate.CAPACITY, "2", "3"),
                new WorkEvent.ResourceQuieted(
                        StoryWorld.START, primary.resource().orElseThrow()))) {
            state = WORKFLOW.evolve(state, event);
        }

        assertThat(state.running().orElseThrow().pendingWork().waiting())
                .isEqualTo(Map.of(web, new PendingWork.Waiting(Gate.CAPACITY, "2", "3", StoryWorld.START)));
    }

    @Test
    void anAnswerThatIsRepeatedForgetsNoOtherAnswer() {
        DeploymentState state = upTo(LifecycleStage.SCALE_UP).state();
        for (String id : List.of("c-1", "c-2", "c-1")) {
            state = WORKFLOW.evolve(state, new ProgressEvent.CommandAnswered(StoryWorld.START, id, false, "no"));
        }

        assertThat(state.running().orElseThrow().answered()).containsExactly("c-1", "c-2");
    }

    @Test
    void anAlarmThatCountsAnywayForgetsNoneThatIsIgnored() {
        DeploymentState state = upTo(LifecycleStage.SCALE_UP).state();
        for (DeploymentEvent event : List.of(
                new WatchEvent.AlarmsIgnored(StoryWorld.START, List.of("latency"), false),
                new WatchEvent.AlarmRearmed(StoryWorld.START, "errors"))) {
            state = WORKFLOW.evolve(state, event);
        }

        assertThat(state.running().orElseThrow().watching().ignoredAlarms()).containsExactly("latency");
    }

    @Test
    void anAlarmThatHasBeenOkCountsAgainAndTheOtherStaysIgnored() {
        Story story = story(spec().alarm("errors").alarm("latency").bakeTime(minutes(10)));
        story.world.alarms.put("errors", AlarmReading.State.ALARM);
        story.world.alarms.put("latency", AlarmReading.State.ALARM);
        story.at(minutes(2), () -> story.world.alarms.put("errors", AlarmReading.State.OK));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.the(WatchEvent.AlarmRearmed.class).name()).isEqualTo("errors");
    }

    @Test
    void detailsThatDidNotChangeAreNotNoted() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "smoke"));
        story.world.hooks.put("smoke", (invocation, nth) -> answered(HookResult.inProgress()));
        boolean[] there = {false};
        story.on(hookStarted("smoke"), seconds(1), () -> there[0] = true);
        story.runUntil(s -> there[0]);
        Effect smoke =
                new Effect.InvokeHook(story.the(HookEvent.HookStarted.class).execution());

        assertThat(WORKFLOW.decide(
                        story.state(),
                        new Input.EffectNoted(smoke, new ProgressReport.Progressed(HookDetails.EMPTY)),
                        story.now()))
                .isEmpty();
    }

    /** What work does when the last reading has come, each of them begun at such a time. */
    private static Step.Next asked(Story story, Effect effect, Instant judged, Instant... begun) {
        Step.Next next = (Step.Next) WORKFLOW.start(story.state(), effect, judged);
        for (Instant at : begun) {
            Answer answer = new Answer(at, story.world.perform(next.call()));
            next = (Step.Next) WORKFLOW.resume(story.state(), next.script(), answer, judged);
        }
        return next;
    }

    @Test
    void theOldestReadingDecidesWhetherAGateIsJudgedFresh() {
        Effect shift = new Effect.ShiftRoute(StoryWorld.TEST, Percent.HUNDRED);
        Story story = upTo(LifecycleStage.TEST_TRAFFIC_SHIFT);
        Instant now = story.now();
        Instant old = now.minus(Duration.ofMillis(10_001));

        assertThat(asked(story, shift, now, now, now, now, now).call()).isInstanceOf(Call.WriteRoute.class);
        assertThat(asked(story, shift, now, old, now, now, now).call()).isEqualTo(new Call.ReadRoute(StoryWorld.TEST));
        assertThat(asked(story, shift, now, now, now, now, old).call()).isEqualTo(new Call.ReadRoute(StoryWorld.TEST));
    }

    @Test
    void whoseReadingsAreTooOldReadsAgainAndSaysSo() {
        Effect shift = new Effect.ShiftRoute(StoryWorld.TEST, Percent.HUNDRED);
        Story story = upTo(LifecycleStage.TEST_TRAFFIC_SHIFT);
        Instant now = story.now();
        Instant old = now.minus(seconds(11));

        assertThat(asked(story, shift, now, old, old, old, old).note())
                .hasValueSatisfying(report -> assertThat(report.toString()).contains("READABLE", "older than PT10S"));
    }

    @Test
    void nothingIsRetiredOnReadingsThatAreTooOld() {
        Effect retire = new Effect.RetireRevision(Roles.Role.BLUE);
        Story story = story(spec())
                .runUntil(s -> !s.of(ProgressEvent.DrainEnded.class).isEmpty());
        Instant now = story.now();

        assertThat(asked(story, retire, now, now, now, now, now).call()).isInstanceOf(Call.RetireRevision.class);
        assertThat(asked(story, retire, now, now.minus(seconds(11)), now, now, now)
                        .call())
                .isInstanceOf(Call.DescribeService.class);
    }

    @Test
    void theGraphHasNoWayBackFromCleanUpAndNoShortCut() {
        assertThat(StageGraph.allows(Node.CLEAN_UP, Node.RESTORE_PRODUCTION)).isFalse();
        assertThat(StageGraph.allows(Node.SCALE_UP, Node.PRODUCTION_TRAFFIC_SHIFT))
                .isFalse();
        assertThat(StageGraph.allows(Node.SUCCESSFUL, Node.CLOSING)).isFalse();
    }

    private static final Guards NO_POINT_OF_NO_RETURN = new Guards() {
        @Override
        public boolean canRollBack(Forward state) {
            return true;
        }
    };

    private static Story rolledBackInCleanUp(List<Invariant> invariants) {
        Story story = new Story(spec().build(), StoryWorld.standard(), new Workflow(NO_POINT_OF_NO_RETURN, invariants));
        story.on(entered(story, LifecycleStage.CLEAN_UP), seconds(1), () -> story.tell(Stories.ROLL_BACK));
        return story.run();
    }

    @Test
    void aMoveThatTheGraphDoesNotHaveIsDiscardedAndInCleanUpThatStops() {
        Story story = rolledBackInCleanUp(Invariants.ALL);

        assertThat(story.ended().status()).isEqualTo(STOPPED);
        assertThat(story.the(ProgressEvent.InvariantBroken.class).names())
                .containsExactly("the stage graph has no edge from CLEAN_UP to RESTORE_PRODUCTION");
        assertThat(story.of(ProgressEvent.RollbackStarted.class)).isEmpty();
    }

    @Test
    void whereNoInvariantIsCheckedTheGraphIsNotEither() {
        Story story = rolledBackInCleanUp(List.of());

        assertThat(story.ended().status()).isEqualTo(ROLLBACK_SUCCESSFUL);
        assertThat(story.of(ProgressEvent.InvariantBroken.class)).isEmpty();
    }

    @Test
    void whatFollowsFromABrokenInvariantFollowsAtOnce() {
        List<Invariant> all = new ArrayList<>(Invariants.ALL);
        all.add(new Invariant("no test shift", (state, agenda) -> state.node() != Node.TEST_TRAFFIC_SHIFT));
        Workflow strict = new Workflow(Guards.STANDARD, all);
        Story story =
                new Story(spec().hook(LifecycleStage.PRE_ROLLBACK, "evidence").build(), StoryWorld.standard(), strict);
        story.runUntil(s -> !s.of(ProgressEvent.InvariantBroken.class).isEmpty());

        assertThat(story.journal.subList(story.decisions.get(story.decisions.size() - 2), story.journal.size()))
                .extracting(event -> event.getClass().getSimpleName())
                .startsWith("InvariantBroken", "RollbackStarted", "HookStarted");
    }
}
