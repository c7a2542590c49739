package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.decide.Invariant;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.ScaleIn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every invariant is broken by a state that breaks it, which the workflow itself never gets to. */
class InvariantsBiteTest {
    private static final Workflow WORKFLOW = Workflow.standard();
    private static final Effect RETIRE_BLUE = new Effect.RetireRevision(Roles.Role.BLUE);
    private static final Effect RETIRE_GREEN = new Effect.RetireRevision(Roles.Role.GREEN);

    private static List<String> broken(DeploymentState state, Agenda agenda) {
        return Invariants.ALL.stream()
                .filter(invariant -> !invariant.holds().test(state, agenda))
                .map(invariant -> invariant.name().substring(0, invariant.name().indexOf(' ')))
                .toList();
    }

    private static List<String> broken(DeploymentState state) {
        return broken(state, WORKFLOW.agenda(state));
    }

    /** The same agenda, but with this work in it. */
    private static Agenda doing(DeploymentState state, Effect... effects) {
        return new Agenda(Set.of(effects), WORKFLOW.agenda(state).timers(), List.of());
    }

    private static Story canary() {
        return story(spec().canary(20, minutes(3)));
    }

    private static Story upTo(LifecycleStage stage, int step) {
        Story story = canary();
        boolean[] there = {false};
        story.on(entered(story, stage, step), () -> there[0] = true);
        return story.runUntil(s -> there[0]);
    }

    private static DeploymentState rollingBack() {
        Story story = upTo(LifecycleStage.BAKE_TIME, 0);
        story.faults.always(StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.UNAVAILABLE);
        story.tell(Stories.ROLL_BACK);
        return story.runUntil(s -> !s.of(WorkEvent.WorkWaiting.class).isEmpty()).state();
    }

    @Test
    void nothingIsRetiredWhileALateWriteMayArrive() {
        DeploymentState before = rollingBack();
        DeploymentState resumed = WORKFLOW.transition(
                        before, new Input.Resumed(StoryWorld.START, Duration.ofMinutes(6)), StoryWorld.START)
                .orElseThrow()
                .state();
        Invariant wanted = Invariants.ALL.stream()
                .filter(invariant -> invariant.name().contains("late write"))
                .findFirst()
                .orElseThrow();

        assertThat(wanted.holds().test(before, doing(before, RETIRE_GREEN))).isTrue();
        assertThat(wanted.holds().test(resumed, doing(resumed, RETIRE_GREEN))).isFalse();
        assertThat(wanted.holds().test(resumed, doing(resumed, RETIRE_BLUE))).isFalse();
        assertThat(broken(resumed)).isEmpty();
    }

    private static Ended ended(Story story, DeploymentStatus status, String... leftOvers) {
        Ended end = story.ended();
        return new Ended(end.run(), status, end.reason(), List.of(leftOvers), end.view(), end.at());
    }

    private static Running with(Running run, ObservedResources resources) {
        return new Running(
                run.identity(),
                run.started(),
                run.pendingWork(),
                resources,
                run.hooks(),
                run.watching(),
                run.answered(),
                run.clock(),
                run.rollback(),
                run.refused(),
                run.keepingOver(),
                run.requestedBy());
    }

    private static ObservedResources without(ObservedResources resources, boolean blueRetired) {
        return new ObservedResources(
                resources.routes(),
                resources.settling(),
                resources.green(),
                resources.scaleIn(),
                resources.primaryMade(),
                blueRetired,
                resources.kept(),
                resources.moved());
    }

    @Test
    void theWorkflowsOwnStatesBreakNone() {
        Story story = canary().run();
        for (int decided : story.decisions) {
            DeploymentState state = WORKFLOW.fold(story.journal.subList(0, decided));
            assertThat(broken(state)).as("after event %d", decided).isEmpty();
        }
    }

    @Test
    void i3BlueMayBeRetiredInCleanUpOnly() {
        DeploymentState baking = upTo(LifecycleStage.BAKE_TIME, 0).state();
        DeploymentState cleaning = upTo(LifecycleStage.CLEAN_UP, 0).state();
        DeploymentState back = rollingBack();

        assertThat(broken(baking, doing(baking, RETIRE_BLUE))).containsExactly("I3");
        assertThat(broken(back, doing(back, RETIRE_BLUE))).containsExactly("I3");
        assertThat(broken(cleaning, doing(cleaning, RETIRE_BLUE))).isEmpty();
    }

    @Test
    void i3BlueMayNotBeRetiredWhileTheGateIsClosed() {
        Forward open = (Forward) upTo(LifecycleStage.CLEAN_UP, 0).state();
        Forward closed = new Forward(
                open.run(),
                open.admittedAt(),
                open.position(),
                open.enteredAt(),
                open.clockSince(),
                open.bake(),
                open.drain(),
                open.reconciliation(),
                false,
                open.overdue(),
                open.asked());

        assertThat(broken(closed, doing(closed, RETIRE_BLUE))).containsExactly("I3");
    }

    @Test
    void i3GreenMayBeRetiredOnTheWayBackOnlyAndWhenEverythingIsRestored() {
        DeploymentState baking = upTo(LifecycleStage.BAKE_TIME, 0).state();
        DeploymentState back = rollingBack();

        assertThat(broken(baking, doing(baking, RETIRE_GREEN))).containsExactly("I3");
        assertThat(broken(back, doing(back, RETIRE_GREEN))).containsExactly("I3");
    }

    /** In the second step, with a hook that stands like this. */
    private static DeploymentState withHook(
            HookExecution.Direction direction, LifecycleStage stage, int step, HookRun.State hook) {
        Story story = upTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, 2);
        Running run = story.carried();
        HookExecution execution = new HookExecution(direction, stage, step, "smoke");
        Map<HookExecution, HookRun> hooks = new LinkedHashMap<>(run.hooks());
        hooks.put(execution, new HookRun(execution, hook, story.now(), HookDetails.EMPTY));
        return story.state()
                .with(new Running(
                        run.identity(),
                        run.started(),
                        run.pendingWork(),
                        run.resources(),
                        hooks,
                        run.watching(),
                        run.answered(),
                        run.clock(),
                        run.rollback(),
                        run.refused(),
                        run.keepingOver(),
                        run.requestedBy()));
    }

    /** A pause that needs two of alice, bob and carol, ordered by alice; it stands like this, approved by these. */
    private static DeploymentState withPause(HookRun.State state, String... approved) {
        Story story = Stories.story(Stories.spec()
                        .pause(
                                LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                Stories.hours(1),
                                Approvals.of(2, "alice", "bob", "carol")))
                .by("alice")
                .runUntil(told -> !told.of(HookEvent.HookStarted.class).isEmpty());
        HookRun pause = story.carried().hooks().values().iterator().next().with(state);
        for (String approver : approved) {
            pause = pause.approved(approver, new HookRun.Approval(approver, story.now()));
        }
        return story.state().with(story.carried().with(pause));
    }

    @Test
    void i4NoPauseContinuesWithoutItsApprovals() {
        assertThat(broken(withPause(HookRun.State.SUCCEEDED))).containsExactly("I4");
        assertThat(broken(withPause(HookRun.State.SUCCEEDED, "bob"))).containsExactly("I4");
        assertThat(broken(withPause(HookRun.State.SUCCEEDED, "alice", "bob"))).containsExactly("I4");
        assertThat(broken(withPause(HookRun.State.SUCCEEDED, "bob", "stranger")))
                .containsExactly("I4");
        assertThat(broken(withPause(HookRun.State.TIMED_OUT, "bob"))).containsExactly("I4");
        assertThat(broken(withPause(HookRun.State.AWAITING_ACTION, "bob"))).isEmpty();
        assertThat(broken(withPause(HookRun.State.SUCCEEDED, "bob", "carol"))).isEmpty();
    }

    @Test
    void i4NoStageIsLeftWithAHookThatIsOpenOrFailed() {
        var forward = HookExecution.Direction.FORWARD;
        LifecycleStage shift = LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
        LifecycleStage before = LifecycleStage.POST_TEST_TRAFFIC_SHIFT;

        assertThat(broken(withHook(forward, before, 0, HookRun.State.FAILED))).containsExactly("I4");
        assertThat(broken(withHook(forward, before, 0, HookRun.State.IN_PROGRESS)))
                .containsExactly("I4");
        assertThat(broken(withHook(forward, shift, 1, HookRun.State.AWAITING_ACTION)))
                .containsExactly("I4");
        assertThat(broken(withHook(forward, shift, 2, HookRun.State.IN_PROGRESS)))
                .isEmpty();
        assertThat(broken(withHook(forward, before, 0, HookRun.State.SUCCEEDED)))
                .isEmpty();
        assertThat(broken(withHook(HookExecution.Direction.ROLLBACK, before, 0, HookRun.State.FAILED)))
                .isEmpty();
    }

    @Test
    void i6EveryStateButTheLastHasATimer() {
        DeploymentState baking = upTo(LifecycleStage.BAKE_TIME, 0).state();
        Agenda empty = new Agenda(Set.of(), Map.of(), List.of());

        assertThat(broken(baking, empty)).containsExactly("I6");
        assertThat(broken(DeploymentState.initial(), empty)).isEmpty();
        assertThat(broken(canary().run().state(), empty)).isEmpty();
    }

    @Test
    void i7ASuspensionIsRestoredOrNamedAtTheEnd() {
        Ended end = canary().run().ended();
        ObservedResources resources = end.run().resources();
        ScaleIn suspended = new ScaleIn(resources.scaleIn().former(), true, true, false);
        Running run = with(
                end.run(),
                new ObservedResources(
                        resources.routes(),
                        resources.settling(),
                        resources.green(),
                        suspended,
                        resources.primaryMade(),
                        resources.blueRetired(),
                        resources.kept(),
                        resources.moved()));

        assertThat(broken(new Ended(run, SUCCESSFUL, "", List.of(), end.view(), end.at())))
                .containsExactly("I7");
        assertThat(broken(new Ended(run, SUCCESSFUL, "", List.of("route web: not restored"), end.view(), end.at())))
                .containsExactly("I7");
        String leftOver = suspended.leftOver(run.spec().service());
        assertThat(leftOver).startsWith("scale-in of");
        assertThat(broken(new Ended(run, SUCCESSFUL, "", List.of(leftOver), end.view(), end.at())))
                .isEmpty();
    }

    @Test
    void i8ABlueThatStaysIsNamedByASuccess() {
        Ended end = canary().run().ended();
        Running run = with(end.run(), without(end.run().resources(), false));

        assertThat(broken(
                        new Ended(run, SUCCESSFUL, "", List.of("revision rev-7 is not retired"), end.view(), end.at())))
                .containsExactly("I8");
        assertThat(broken(new Ended(
                        run, SUCCESSFUL, "", List.of("revision rev-1 (blue) is not retired"), end.view(), end.at())))
                .isEmpty();
        assertThat(broken(new Ended(run, STOPPED, "", List.of(), end.view(), end.at())))
                .isEmpty();
    }

    @Test
    void i8AGreenThatStaysIsNamedByARollback() {
        Story story = canary();
        story.faults.always(
                StoryFaults.calls(io.github.bluegreen4j.workflow.script.Call.RetireRevision.class),
                StoryFaults.Kind.UNAVAILABLE);
        story.on(entered(story, LifecycleStage.BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.run();

        for (DeploymentStatus status : List.of(ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED)) {
            assertThat(broken(ended(story, status))).containsExactly("I8");
            assertThat(broken(ended(story, status, "route web: not restored"))).containsExactly("I8");
            assertThat(broken(ended(story, status, "revision rev-2 (green) is not retired")))
                    .isEmpty();
        }
    }

    @Test
    void i10NothingIsLaunchedOnTheWayBackOrWhileClosing() {
        DeploymentState back = rollingBack();
        Story aborted = upTo(LifecycleStage.BAKE_TIME, 0);
        aborted.tell(Stories.ABORT);
        DeploymentState closing = aborted.state();

        assertThat(broken(back, doing(back, new Effect.LaunchGreen()))).containsExactly("I10");
        assertThat(broken(closing, doing(closing, new Effect.LaunchGreen()))).containsExactly("I10");
    }

    @Test
    void i13ASuccessIsAllOnGreenAndASuccessfulRollbackAllOnBlue() {
        Story succeeded = canary().run();
        Story rolledBack = canary();
        rolledBack.on(entered(rolledBack, LifecycleStage.BAKE_TIME), () -> rolledBack.tell(Stories.ROLL_BACK));
        rolledBack.run();

        assertThat(broken(ended(succeeded, ROLLBACK_SUCCESSFUL, "(green)"))).containsExactly("I13");
        assertThat(broken(ended(rolledBack, SUCCESSFUL, "(blue)"))).containsExactly("I13");
        assertThat(broken(ended(succeeded, STOPPED))).isEmpty();
    }

    @Test
    void i13EveryProductionRouteCounts() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        Story story = new Story(spec().productionRoute(StoryWorld.API).build(), world).run();
        Ended end = story.ended();
        ObservedResources resources = end.run().resources();
        var routes = new LinkedHashMap<>(resources.routes());
        routes.remove(StoryWorld.API);
        Running run = with(
                end.run(),
                new ObservedResources(
                        routes,
                        resources.settling(),
                        resources.green(),
                        resources.scaleIn(),
                        resources.primaryMade(),
                        resources.blueRetired(),
                        resources.kept(),
                        resources.moved()));

        assertThat(broken(new Ended(run, SUCCESSFUL, "", List.of(), end.view(), end.at())))
                .containsExactly("I13");
    }

    @Test
    void i14OneChangePerResourceAndNoneAfterTheEnd() {
        DeploymentState baking = upTo(LifecycleStage.BAKE_TIME, 0).state();
        Effect all = new Effect.ShiftRoute(StoryWorld.WEB, Percent.HUNDRED);
        Effect some = new Effect.ShiftRoute(StoryWorld.WEB, new Percent(500));
        DeploymentState end = canary().run().state();
        DeploymentState owing = WORKFLOW.evolve(end, new WorkEvent.WorkOwed(StoryWorld.START, all));

        assertThat(broken(baking, doing(baking, all, some))).containsExactly("I14");
        assertThat(broken(baking, doing(baking, all, RETIRE_GREEN))).containsExactly("I3");
        assertThat(broken(owing, new Agenda(Set.of(), Map.of(), List.of()))).containsExactly("I14");
        assertThat(broken(end, new Agenda(Set.of(all), Map.of(), List.of()))).containsExactly("I14");
    }
}
