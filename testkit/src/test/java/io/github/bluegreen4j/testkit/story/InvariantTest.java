package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.decide.Invariant;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The invariants of the design, each by state or by behaviour. I9 belongs to the engine. */
class InvariantTest {
    private static final Workflow WORKFLOW = Workflow.standard();

    /** A canary with hooks and everything. */
    private static Story rich() {
        return story(spec().canary(20, minutes(3))
                .hook(POST_TEST_TRAFFIC_SHIFT, "smoke")
                .hook(POST_TEST_TRAFFIC_SHIFT, "load"));
    }

    private static Story rolledBackInTheBake(Consumer<Story> happens) {
        Story story = rich();
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            happens.accept(story);
            story.tell(Stories.ROLL_BACK);
        });
        return story;
    }

    /** Every state that the journal leads through. */
    private static List<DeploymentState> states(List<DeploymentEvent> journal) {
        List<DeploymentState> states = new ArrayList<>();
        DeploymentState state = WORKFLOW.fold(List.of());
        for (DeploymentEvent event : journal) {
            state = WORKFLOW.evolve(state, event);
            states.add(state);
        }
        return states;
    }

    @Test
    void i1EveryWriteThatGivesGreenWeightFollowsAReadingOfItsHealthWithinTenSeconds() {
        Story story = rich().run().endedAs(SUCCESSFUL);

        int writes = 0;
        for (int i = 0; i < story.oracle.calls.size(); i++) {
            StoryOracle.Sent sent = story.oracle.calls.get(i);
            if (sent.call() instanceof Call.WriteRoute) {
                writes++;
                StoryOracle.Sent before = story.oracle.calls.get(i - 1);
                assertThat(before.call()).isEqualTo(new Call.ReadHealth(Stories.SERVICE, StoryWorld.TWO));
                assertThat(Duration.between(before.at(), sent.at())).isLessThanOrEqualTo(seconds(10));
            }
        }
        assertThat(writes).isEqualTo(3);
    }

    @Test
    void i1NoWriteGivesWeightToAGroupWithoutHealthyTargets() {
        Story story = rich();
        story.on(a(ProgressEvent.BakeStarted.class), seconds(170), () -> story.world.green().healthyAtMost = 0);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.changes()).doesNotContain("WriteRoute web: tg-1=0 tg-2=100");
    }

    @Test
    void i2NoScalingTakesCapacityAwayAlsoWhenTheDesiredCountFalls() {
        Story story = rich();
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> story.world.desired = 1);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.changes()).noneMatch(text -> text.startsWith("ScaleRevision"));
    }

    @Test
    void i2ADesiredCountThatReadsZeroDoesNotWaiveTheFloor() {
        Story story = rich();
        story.on(a(ProgressEvent.BakeStarted.class), seconds(179), () -> {
            story.world.desired = 0;
            story.world.blue().healthyAtMost = 0;
            story.world.green().healthyAtMost = 0;
        });
        story.run();

        assertThat(story.changes()).doesNotContain("WriteRoute web: tg-1=0 tg-2=100");
    }

    @Test
    void i3NothingReducesBlueInAnyAgendaBeforeTheCleanUpGateOpened() {
        Story story = rich().run().endedAs(SUCCESSFUL);

        boolean opened = false;
        for (DeploymentState state : states(story.journal)) {
            opened |= state.node() == Node.CLEAN_UP;
            boolean reduces = WORKFLOW.agenda(state).effects().contains(new Effect.RetireRevision(Roles.Role.BLUE));
            assertThat(reduces && !opened).isFalse();
        }
    }

    @Test
    void i3NothingInsideItsDrainWindowIsRetired() {
        Story story = rich().run().endedAs(SUCCESSFUL);
        Instant drained = story.the(ProgressEvent.DrainStarted.class).endsAt();

        assertThat(story.oracle.calls)
                .filteredOn(sent -> sent.call() instanceof Call.RetireRevision)
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.at()).isAfterOrEqualTo(drained));
    }

    @Test
    void i4AStageIsLeftOnlyWhenAllItsHooksSucceeded() {
        Story story = rich();
        story.world.hooks.put(
                "load",
                (invocation, nth) -> Stories.answered(nth < 4 ? HookResult.inProgress() : HookResult.succeeded()));
        story.run().endedAs(SUCCESSFUL);

        for (DeploymentState state : states(story.journal)) {
            if (state.node() == Node.PRE_PRODUCTION_TRAFFIC_SHIFT) {
                assertThat(state.running().orElseThrow().hooks().values())
                        .hasSize(2)
                        .noneMatch(hook -> hook.isOpen());
            }
        }
        assertThat(story.of(HookEvent.HookSucceeded.class)).hasSize(2);
    }

    @Test
    void i5RollbackIsAcceptedInEveryStateBeforeCleanUp() {
        Story story = rich().run().endedAs(SUCCESSFUL);
        int asked = 0;
        for (DeploymentState state : states(story.journal)) {
            if (state instanceof Forward && state.node() != Node.CLEAN_UP && state.node() != Node.PENDING) {
                asked++;
                assertThat(WORKFLOW.decide(state, new Input.Commanded("r", Stories.ROLL_BACK), story.now()))
                        .anyMatch(a(ProgressEvent.RollbackStarted.class));
            }
        }
        assertThat(asked).isGreaterThan(30);
    }

    @Test
    void i5AStopIsAcceptedInEveryForwardStateBeforeCleanUp() {
        Story story = rich().run().endedAs(SUCCESSFUL);
        for (DeploymentState state : states(story.journal)) {
            if (state instanceof Forward && state.node() != Node.CLEAN_UP) {
                assertThat(WORKFLOW.decide(state, new Input.Commanded("s", Stories.ABORT), story.now()))
                        .anyMatch(a(ProgressEvent.StopRequested.class));
            }
        }
    }

    @Test
    void i6EveryNonTerminalStateHasATimerInItsAgenda() {
        for (Story story : List.of(rich().run(), rolledBackInTheBake(s -> {}).run())) {
            for (DeploymentState state : states(story.journal)) {
                if (!state.status().isTerminal()) {
                    assertThat(WORKFLOW.agenda(state).timers())
                            .as("%s", state.node())
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void i7ScaleInIsReleasedOnEveryWayOut() {
        Story aborted = rich();
        aborted.on(a(ProgressEvent.BakeStarted.class), () -> aborted.tell(Stories.ABORT));
        Story failed = rolledBackInTheBake(s -> s.world.blue().healthyAtMost = 0);

        assertThat(rich().run().endedAs(SUCCESSFUL).world.scaleIn.suspended()).isFalse();
        assertThat(rolledBackInTheBake(s -> {})
                        .run()
                        .endedAs(ROLLBACK_SUCCESSFUL)
                        .world
                        .scaleIn
                        .suspended())
                .isFalse();
        assertThat(aborted.run().endedAs(STOPPED).world.scaleIn.suspended()).isFalse();
        assertThat(failed.run().endedAs(ROLLBACK_FAILED).world.scaleIn.suspended())
                .isFalse();
    }

    @Test
    void i7ASuspensionWhoseAnswerWasLostIsReleasedToo() {
        Story story = rich();
        story.faults.nth(1, StoryFaults.calls(Call.SuspendScaleIn.class), StoryFaults.Kind.LANDS_LATE);
        story.at(seconds(3), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.world.scaleIn.suspended()).isFalse();
    }

    @Test
    void i7SomebodyElsesSuspensionIsLeftAsItWas() {
        Story story = rich();
        story.world.scaleIn = new ScaleInSetting(true, true);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.changes()).doesNotContain("SuspendScaleIn", "RestoreScaleIn");
    }

    /** Nobody else places it, so the deployment that finds it takes it back. */
    @Test
    void i7APauseHookThatAnEarlierDeploymentLeftIsTakenBackOnEveryWayOut() {
        for (boolean aborts : new boolean[] {false, true}) {
            Story story = rich();
            story.world.scaleIn = new ScaleInSetting(true, true, ScaleInSetting.Kind.PAUSE_HOOK);
            if (aborts) {
                story.on(a(WorkEvent.RevisionLaunched.class), () -> story.tell(Stories.ABORT));
            }

            story.run().endedAs(aborts ? STOPPED : SUCCESSFUL);

            assertThat(story.world.scaleIn.suspended()).isFalse();
            assertThat(story.changes()).contains("RestoreScaleIn").doesNotContain("SuspendScaleIn");
        }
    }

    @Test
    void i8AfterASuccessExactlyOneRevisionServes() {
        assertThat(rich().run().endedAs(SUCCESSFUL).world.revisions.keySet())
                .extracting(Object::toString)
                .containsExactly("rev-2");
        assertThat(rolledBackInTheBake(s -> {})
                        .run()
                        .endedAs(ROLLBACK_SUCCESSFUL)
                        .world
                        .revisions
                        .keySet())
                .extracting(Object::toString)
                .containsExactly("rev-1");
    }

    @Test
    void i10ARollbackLaunchesNoRevisionButMayRestoreBluesScale() {
        Story story = rolledBackInTheBake(s -> s.world.blue().scale(1, s.now()));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.changes().filter(text -> text.startsWith("Launch"))).hasSize(1);
        assertThat(story.changes()).contains("ScaleRevision rev-1 to 3");
    }

    @Test
    void i10ARollbackDuringTheLaunchDoesNotLaunchAgainAndRetiresWhatLandsLate() {
        Story story = rich();
        story.faults.nth(1, StoryFaults.calls(Call.LaunchRevision.class), StoryFaults.Kind.LANDS_LATE);
        story.at(seconds(3), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.world.revisions).hasSize(1);
        assertThat(story.changes().filter(text -> text.startsWith("Launch"))).hasSize(1);
    }

    @Test
    void i11AllowedStickinessIsAsItWas() {
        Story story = story(spec().allowStickiness(minutes(1)));
        story.world.sticky(StoryWorld.WEB, minutes(30));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.world.routes.get(StoryWorld.WEB).stickiness()).contains(minutes(30));
    }

    @Test
    void i12FoldEqualsLive() {
        Story story = rolledBackInTheBake(s -> {}).run();

        assertThat(WORKFLOW.fold(story.journal)).isEqualTo(story.state());
    }

    @Test
    void i12AnEngineThatIsRestartedAfterAnyEventReachesAnAllowedEnd() {
        int events = rich().run().journal.size();
        for (int nth = 1; nth < events; nth++) {
            Story story = rich();
            int index = nth;
            story.on(event -> story.journal.indexOf(event) >= index, () -> story.crash(seconds(7)));
            story.run().endedAs(SUCCESSFUL);
        }
    }

    @Test
    void i12AnEngineThatIsRestartedAfterAnyEventOfARollbackStillRollsBack() {
        int events = rolledBackInTheBake(s -> {}).run().journal.size();
        int start = rich().run().journal.size() / 2;
        for (int nth = start; nth < events; nth++) {
            Story story = rolledBackInTheBake(s -> {});
            int index = nth;
            story.on(event -> story.journal.indexOf(event) >= index, () -> story.crash(seconds(7)));
            story.run().endedAs(ROLLBACK_SUCCESSFUL);
        }
    }

    @Test
    void i13NoOutstandingCallCanChangeASuccess() {
        for (Class<? extends Call> call : List.of(
                Call.WriteRoute.class, Call.MakePrimary.class, Call.RetireRevision.class, Call.RestoreScaleIn.class)) {
            for (int nth = 1; nth <= 3; nth++) {
                Story story = rich();
                story.faults.nth(nth, StoryFaults.calls(call), StoryFaults.Kind.LANDS_LATE);
                story.run().endedAs(SUCCESSFUL);
            }
        }
    }

    @Test
    void i13ARollbackIsNotSuccessfulWhileASwingForwardMayStillLand() {
        for (int delay = 0; delay < 12; delay++) {
            Story story = rich();
            story.faults.nth(2, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LANDS_LATE);
            story.on(a(ProgressEvent.BakeEnded.class), seconds(delay), () -> story.tell(Stories.ROLL_BACK));
            story.run().endedAs(ROLLBACK_SUCCESSFUL);
        }
    }

    @Test
    void i14ExactlyOneTerminalEventAndItAbsorbsEverything() {
        Story story = rich().run().endedAs(SUCCESSFUL);
        int before = story.journal.size();

        story.tell(Stories.ROLL_BACK);
        story.tell(new Command.Proceed("x", TimeoutAction.CONTINUE));
        story.apply(new Input.Resumed(story.now()));
        story.apply(new Input.TurnCame());
        story.order();

        assertThat(story.journal).hasSize(before);
        assertThat(story.of(ProgressEvent.DeploymentEnded.class)).hasSize(1);
    }

    @Test
    void aBrokenInvariantIsDiscardedAndTheDeploymentRollsBack() {
        Invariant noShift =
                new Invariant("nothing is shifted", (state, agenda) -> state.node() != Node.PRODUCTION_TRAFFIC_SHIFT);
        List<Invariant> all = new ArrayList<>(Invariants.ALL);
        all.add(noShift);
        Story story = new Story(spec().build(), StoryWorld.standard(), new Workflow(Guards.STANDARD, all));
        story.run();

        assertThat(story.the(ProgressEvent.InvariantBroken.class).names()).containsExactly("nothing is shifted");
        assertThat(story.ended().status()).isEqualTo(ROLLBACK_SUCCESSFUL);
        assertThat(story.of(WorkEvent.RouteShifted.class)).as("discarded").isEmpty();
        assertThat(story.changes()).doesNotContain("WriteRoute web: tg-1=0 tg-2=100");
    }

    @Test
    void brokenAgainWhileRollingBackItEndsRollbackFailedNamingIt() {
        Invariant never = new Invariant("nothing is restored", (state, agenda) -> state.node() != Node.RETIRE_GREEN);
        List<Invariant> all = new ArrayList<>(Invariants.ALL);
        all.add(never);
        Story story = new Story(spec().build(), StoryWorld.standard(), new Workflow(Guards.STANDARD, all));
        story.on(entered(story, BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.run();

        assertThat(story.ended().status()).isEqualTo(ROLLBACK_FAILED);
        assertThat(story.ended().reason()).contains("nothing is restored");
    }
}
