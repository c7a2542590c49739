package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
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
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Timer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inputs that come too late, twice, out of place or incomplete. */
class StrayInputRulesTest {
    private static final Workflow WORKFLOW = Workflow.standard();

    private static Story withAlarm(Story story) {
        story.world.alarms.put("errors", AlarmReading.State.OK);
        return story;
    }

    private static Story upTo(LifecycleStage stage) {
        Story story = withAlarm(story(spec().canary(10, minutes(5)).alarm("errors")));
        boolean[] there = {false};
        story.on(entered(story, stage), () -> there[0] = true);
        return story.runUntil(s -> there[0]);
    }

    private static List<DeploymentEvent> decided(Story story, Input input) {
        return WORKFLOW.decide(story.state(), input, story.now());
    }

    @Test
    void theOutcomeOfEarlierWorkDoesNotFreeAResourceThatNewerWorkIsOwedTo() {
        Story story = upTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        Effect newer = new Effect.ShiftRoute(StoryWorld.WEB, new Percent(100));
        Effect earlier = new Effect.ShiftRoute(StoryWorld.WEB, new Percent(50));

        assertThat(decided(story, new Input.EffectEnded(newer, new Outcome.NothingSent())))
                .isNotEmpty();
        assertThat(decided(story, new Input.EffectEnded(earlier, new Outcome.NothingSent())))
                .isEmpty();
    }

    @Test
    void workThatWasNeverSentIsOwedAgain() {
        Story story = upTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        Effect shift = new Effect.ShiftRoute(StoryWorld.WEB, new Percent(100));

        assertThat(decided(story, new Input.EffectEnded(shift, new Outcome.NothingSent())))
                .containsExactly(
                        new WorkEvent.ResourceQuieted(
                                story.now(), shift.resource().orElseThrow()),
                        new WorkEvent.WorkOwed(story.now(), shift));
    }

    @Test
    void aNoteOfWorkThatIsNotOnTheAgendaIsIgnored() {
        Story story = upTo(LifecycleStage.SCALE_UP);
        ProgressReport waits = new ProgressReport.Waiting(Gate.CAPACITY, "2 healthy", "3 healthy");

        assertThat(decided(story, new Input.EffectNoted(new Effect.ShiftRoute(StoryWorld.WEB, Percent.HUNDRED), waits)))
                .isEmpty();
    }

    @Test
    void aWatchThatIsNotKeptSaysNothing() {
        Story story = upTo(LifecycleStage.SCALE_UP);
        story.runUntil(s -> !s.of(WorkEvent.RevisionLaunched.class).isEmpty());
        Readings alarm = Readings.NONE.with(AlarmReading.of(Map.of("errors", AlarmReading.State.ALARM)));

        assertThat(WORKFLOW.agenda(story.state()).watches())
                .extracting(order -> order.watch())
                .containsExactly(Watch.GREEN_READY);
        assertThat(decided(story, new Input.Observed(Watch.ALARMS, alarm))).isEmpty();
    }

    @Test
    void workThatHasAnOutcomeOfItsOwnIsNotAchievedWithoutIt() {
        Story story = withAlarm(
                story(spec().canary(10, minutes(5)).alarm("errors").hook(LifecycleStage.PRE_SCALE_UP, "smoke")));
        story.on(entered(story, LifecycleStage.CLEAN_UP), () -> story.world.route(StoryWorld.TEST, 100, 0));
        story.run();
        int asked = 0;
        DeploymentState state = WORKFLOW.fold(List.of());
        for (DeploymentEvent event : story.journal) {
            state = WORKFLOW.evolve(state, event);
            for (Effect effect : WORKFLOW.agenda(state).effects()) {
                if (effect.resource().isEmpty()) {
                    asked++;
                    assertThat(WORKFLOW.decide(
                                    state, new Input.EffectEnded(effect, new Outcome.Achieved()), story.now()))
                            .as("%s", effect)
                            .isEmpty();
                }
            }
        }
        assertThat(asked).isGreaterThan(5);
    }

    @Test
    void anInspectionThatDidNotSeeARouteRefusesTheDeploymentNamingIt() {
        Story story = story(spec()).begin();
        Readings blind =
                Readings.NONE.with(story.world.describe(new io.github.bluegreen4j.model.ServiceRef("prod", "shop")));
        story.apply(new Input.EffectEnded(new Effect.InspectService(), new Outcome.Inspected(blind)));

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .anyMatch(fault -> fault.field().equals("productionRoutes[0]")
                        && fault.wrong().equals("can't be read"))
                .anyMatch(fault ->
                        fault.field().equals("testRoute") && fault.wrong().equals("can't be read"));
        assertThat(story.ended().status()).isEqualTo(STOPPED);
    }

    @Test
    void aDeploymentWaitsFromItsOrderUntilItsTurn() {
        Story story = story(spec());
        assertThat(story.state().isWaiting()).as("before the order").isFalse();

        story.order();
        assertThat(story.state().isWaiting()).as("ordered").isTrue();

        story.apply(new Input.TurnCame());
        assertThat(story.state().isWaiting()).as("admitted").isFalse();

        story.runUntil(s -> !s.of(ProgressEvent.DeploymentStarted.class).isEmpty());
        assertThat(story.state().isWaiting()).as("started").isFalse();
    }

    @Test
    void aBakeOfNoTimeIsOverAtOnceWhateverIsWatched() {
        Story story = story(spec().bakeTime(seconds(0))).run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.BakeEnded.class)).isEqualTo(seconds(30));
        assertThat(story.of(ProgressEvent.BakeStarted.class)).isEmpty();
    }

    @Test
    void aBakeThatEndedWhileTheEngineWasDyingIsNotDoneAgain() {
        Story story = story(spec().bakeTime(minutes(5)));
        story.on(a(ProgressEvent.BakeStarted.class), minutes(5), () -> story.crash(minutes(10)));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.BakeEnded.class))
                .isEqualTo(story.timeOf(ProgressEvent.EngineResumed.class));
        assertThat(story.of(ProgressEvent.BakeStarted.class)).hasSize(1);
    }

    @Test
    void beforeItsOrderNothingIsAskedOfTheWorldAndNothingHappens() {
        DeploymentState initial = DeploymentState.initial();

        assertThat(WORKFLOW.agenda(initial)).isEqualTo(new Agenda(Set.of(), Map.of(), List.of()));
        for (Input input : List.of(
                new Input.TurnCame(),
                new Input.Commanded("c-1", Stories.ABORT),
                new Input.Superseded(new DeploymentId("d-2")),
                new Input.Resumed(StoryWorld.START))) {
            assertThat(WORKFLOW.decide(initial, input, StoryWorld.START))
                    .as("%s", input)
                    .isEmpty();
        }
        assertThat(WORKFLOW.evolve(initial, new WorkEvent.PrimaryMade(StoryWorld.START)))
                .isEqualTo(initial);
    }

    /** It is ending, and releasing takes a while. */
    private static Story closing(DeploymentSpec.Builder spec) {
        Story story = story(spec);
        story.faults.always(StoryFaults.calls(Call.RestoreScaleIn.class), StoryFaults.Kind.UNAVAILABLE);
        return story;
    }

    @Test
    void anAbortOfADeploymentThatStopsAlreadyIsAccepted() {
        Story story = closing(spec());
        story.on(entered(story, LifecycleStage.BAKE_TIME), minutes(1), () -> story.tell(Stories.ABORT));
        story.on(entered(story, LifecycleStage.BAKE_TIME), minutes(2), () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        ProgressEvent.CommandAnswered second =
                story.of(ProgressEvent.CommandAnswered.class).get(1);
        assertThat(second.accepted()).isTrue();
        assertThat(second.answer()).isEqualTo("is ending already, as STOPPED");
    }

    @Test
    void anAbortOfADeploymentThatHasSucceededAlreadyIsRefused() {
        Story story = closing(spec());
        story.on(a(ProgressEvent.ClosingStarted.class), minutes(1), () -> story.tell(Stories.ABORT));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.the(ProgressEvent.CommandAnswered.class).accepted()).isFalse();
        assertThat(story.the(ProgressEvent.CommandAnswered.class).answer())
                .isEqualTo("is ending already, as SUCCESSFUL");
    }

    @Test
    void anAnswerThatIsNoneOfAHookIsAnInvalidResponse() {
        Story story = story(spec().hook(LifecycleStage.PRE_SCALE_UP, "smoke"));
        story.world.hooks.put("smoke", (invocation, nth) -> new Response.Accepted());
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(HookEvent.HookFailed.class).failure()).isEqualTo(HookEvent.Failure.INVALID_RESPONSE);
    }

    @Test
    void anAnswerThatComesWhenNobodyAsksAnyMoreLeadsToNothing() {
        Story story = story(spec().hook(LifecycleStage.PRE_SCALE_UP, "smoke"))
                .runUntil(s -> !s.of(HookEvent.HookStarted.class).isEmpty());
        Effect smoke =
                new Effect.InvokeHook(story.the(HookEvent.HookStarted.class).execution());
        Step.Next asked = (Step.Next) WORKFLOW.start(story.state(), smoke, story.now());
        story.run().endedAs(SUCCESSFUL);

        Answer late = new Answer(story.now(), Stories.answered(HookResult.succeeded()));
        assertThat(WORKFLOW.resume(story.state(), asked.script(), late, story.now()))
                .isEqualTo(new Outcome.NothingSent());
    }

    @Test
    void anUncertainOutcomeOfWithdrawnWorkFreesNothingAndACertainOneDoes() {
        Story story = upTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        Effect shift = new Effect.ShiftRoute(StoryWorld.WEB, new Percent(100));
        DeploymentState back = story.state();
        for (DeploymentEvent event : decided(story, new Input.Commanded("c-1", Stories.ROLL_BACK))) {
            back = WORKFLOW.evolve(back, event);
        }
        Problem lost = new Problem(Problem.Kind.UNKNOWN, "WriteRoute", "web", "no answer");

        assertThat(WORKFLOW.decide(back, new Input.EffectEnded(shift, new Outcome.Uncertain(lost)), story.now()))
                .isEmpty();
        assertThat(WORKFLOW.decide(back, new Input.EffectEnded(shift, new Outcome.NothingSent()), story.now()))
                .contains(new WorkEvent.ResourceQuieted(
                        story.now(), shift.resource().orElseThrow()));
    }

    @Test
    void amongTimersDueTogetherWhatFreesAResourceComesFirst() {
        Effect.Resource web = new Effect.Resource(Effect.Resource.Kind.ROUTE, "web");
        HookExecution hook =
                new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.PRE_SCALE_UP, 0, "smoke");

        assertThat(List.of(
                        new Timer.ResourceQuiet(web).rank(),
                        new Timer.RouteSettles(StoryWorld.WEB).rank(),
                        new Timer.HookExpires(hook).rank(),
                        new Timer.Of(Timer.Kind.DRAIN).rank()))
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
