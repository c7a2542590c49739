package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.script.ReconcileScript;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.RollingBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One moment of the search, to be changed by one move: it does what an engine does with agendas, scripts and answers,
 * and lets the world follow.
 */
final class ExplorerShell {
    /** How long the workflow expects an orphaned write; the explorer's time stands still, so that any length does. */
    private static final Duration LATEST_LANDING = Duration.ofMinutes(6);

    private final ExplorationContext context;
    private final List<PendingCall> active;
    private final List<SentChange> withdrawn;
    private final List<SentChange> late;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private final List<ExplorationFinding> findings = new ArrayList<>();
    private StateNode state;
    private ModelWorld world;

    ExplorerShell(ExplorationContext context, StateNode state, ModelWorld world, WorkInFlight work) {
        this.context = context;
        this.state = state;
        this.world = world;
        active = new ArrayList<>(work.active());
        withdrawn = new ArrayList<>(work.withdrawn());
        late = new ArrayList<>(work.late());
    }

    StateNode state() {
        return state;
    }

    ModelWorld world() {
        return world;
    }

    WorkInFlight.Kept work() {
        return context.work(active, withdrawn, late);
    }

    List<DeploymentEvent> events() {
        return events;
    }

    List<ExplorationFinding> findings() {
        return findings;
    }

    /** Tells the workflow something, and does what its agenda then asks for. */
    void deliver(Input input) {
        tell(input);
        while (dropOne()) {}
        startMissing();
    }

    private void tell(Input input) {
        boolean ended = state.isTerminal();
        Decided decided = context.states().decide(state, input);
        events.addAll(decided.events());
        findings.addAll(decided.findings());
        findings.addAll(decided.next().findings());
        state = decided.next();
        decided.events().forEach(this::promise);
        if (!ended && state.isTerminal()) {
            boolean outstanding = outstanding().findAny().isPresent();
            findings.addAll(context.oracle().ended(state.state(), world.facts(), outstanding));
        }
    }

    /** From here on the workflow's timer of a route's settle time ends after its data plane followed. */
    private void promise(DeploymentEvent event) {
        Optional<RouteReading> read = Optional.empty();
        if (event instanceof WorkEvent.RouteShifted shifted) {
            read = Optional.of(shifted.reading());
        } else if (event instanceof WorkEvent.RouteRestored restored) {
            read = Optional.of(restored.reading());
        }
        read.ifPresent(reading -> {
            int route = context.scenario().routeIndex(reading.route());
            WorldFacts facts = world.facts();
            become(facts.with(route, facts.routes().get(route).withPromise()));
        });
    }

    /** Work that left the agenda is dropped; the lane says so when nothing of it can land. */
    private boolean dropOne() {
        Set<Effect> wanted = state.agenda().effects();
        for (PendingCall flight : active) {
            if (!wanted.contains(flight.effect())) {
                active.remove(flight);
                if (flight.call().mutates()) {
                    withdrawn.add(flight.sent());
                } else if (flight.effect().resource().isPresent()) {
                    tell(new Input.EffectEnded(flight.effect(), new Outcome.NothingSent()));
                }
                return true;
            }
        }
        return false;
    }

    private void startMissing() {
        for (Effect effect : state.agenda().effects()) {
            if (active.stream().noneMatch(flight -> flight.effect().equals(effect))) {
                follow(effect, context.workflow().start(state.state(), effect, ExplorationCase.NOW));
            }
        }
    }

    private void follow(Effect effect, Step step) {
        step.accept(new Step.Handler<Optional<Void>>() {
            @Override
            public Optional<Void> next(Step.Next next) {
                active.add(flight(next));
                next.note().ifPresent(report -> {
                    deliver(new Input.EffectNoted(effect, report));
                    checkWait(report);
                });
                return Optional.empty();
            }

            @Override
            public Optional<Void> done(Outcome outcome) {
                deliver(new Input.EffectEnded(effect, outcome));
                return Optional.empty();
            }
        });
        checkOutstanding();
    }

    /**
     * A script that is about to change something has done with its readings: only what they allow is kept. How often it
     * has told what it waits for only bounds how often it does, and is forgotten.
     */
    private PendingCall flight(Step.Next next) {
        if (!(next.script() instanceof ReconcileScript script)) {
            return new PendingCall(next.script(), next.call(), false);
        }
        boolean changes = next.call().mutates();
        boolean justified = changes && Evidence.allows(state.state(), script, next.call());
        if (changes) {
            findings.addAll(context.oracle().sending(state.state(), world.facts(), next.call()));
        }
        ReconcileScript kept = new ReconcileScript(
                script.effect(),
                changes || script.acting(),
                script.acted(),
                changes ? 0 : script.index(),
                changes ? Readings.NONE : script.readings(),
                changes ? Optional.empty() : script.oldest(),
                changes ? Optional.empty() : script.oldestHealth(),
                script.tries(),
                script.noted(),
                0);
        return new PendingCall(kept, next.call(), justified);
    }

    /** Whoever takes the work over has to know since when a weak blue is waited for, and that a dead one is not. */
    private void checkWait(ProgressReport report) {
        if (!(state.state() instanceof RollingBack rolling)
                || !(report instanceof ProgressReport.Waiting waiting)
                || !state.agenda().effects().stream().anyMatch(Effect.RestoreRoute.class::isInstance)) {
            return;
        }
        boolean counts = rolling.restoration().weakSince().isPresent();
        boolean weak = waiting.gate() == Gate.BLUE_CAPACITY || waiting.gate() == Gate.BLUE_SCALE;
        boolean dead = waiting.gate() == Gate.BLUE_ALIVE || waiting.gate() == Gate.BLUE_SCALE_ALIVE;
        if (weak && !counts) {
            findings.add(new ExplorationFinding(Rule.WAIT, "nobody remembers since when blue is waited for"));
        }
        if (dead && (counts || rolling.restoration().insist())) {
            findings.add(new ExplorationFinding(
                    Rule.WAIT, "the time of a weak blue runs although none of its targets is healthy"));
        }
    }

    private void checkOutstanding() {
        List<Object> targets = outstanding()
                .filter(sent -> !sent.orphaned())
                .map(sent -> context.calls().of(sent.call()).target())
                .toList();
        if (Set.copyOf(targets).size() < targets.size()) {
            findings.add(new ExplorationFinding(Rule.OUTSTANDING, "several changes outstanding: " + targets));
        }
    }

    /** The call is answered, and the script goes on. */
    void answer(PendingCall flight, Answer.Result result) {
        active.remove(flight);
        Answer answer = new Answer(ExplorationCase.NOW, result);
        follow(flight.effect(), context.workflow().resume(state.state(), flight.script(), answer, ExplorationCase.NOW));
    }

    void fail(PendingCall flight, Problem.Kind kind) {
        answer(flight, ModelCall.failed(kind, flight.call()));
    }

    /** The change lands, and its script hears of it. */
    void succeed(PendingCall flight) {
        land(flight.sent());
        answer(flight, new Response.Accepted());
    }

    void land(SentChange sent) {
        WorldFacts before = world.facts();
        WorldFacts after = context.calls().of(sent.call()).lands().apply(before);
        findings.addAll(context.oracle().landed(before, after, sent));
        become(after);
    }

    void become(WorldFacts facts) {
        world = context.world(facts);
    }

    /** All reads of one round, up to the next change, the end, or the next round. */
    void read(PendingCall flight, Reading reading) {
        active.remove(flight);
        PendingCall now = flight;
        boolean gone = false;
        for (int i = 0; ; i++) {
            Answer.Result result = reading.failsAt(i)
                    ? ModelCall.failed(reading.kind(), now.call())
                    : world.answer(now.call(), context.calls());
            gone |= result instanceof Answer.Failed failed && failed.problem().kind() == Problem.Kind.GONE;
            Answer answer = new Answer(reading.startedAt(), result);
            Step step = context.workflow().resume(state.state(), now.script(), answer, ExplorationCase.NOW);
            Optional<PendingCall> more = goesOn(step);
            if (more.isEmpty()) {
                if (gone && reading.equals(Reading.FINE)) {
                    findings.addAll(context.oracle().goneRead(state.state(), flight.effect(), step));
                }
                if (step instanceof Outcome.GateOpened opened) {
                    findings.addAll(context.oracle().gateOpened(state.state(), opened.readings(), reading.isSlow()));
                    if (!Evidence.opensGate(state.state(), opened.readings(), reading.isSlow())) {
                        become(world.facts().withBlindCleanUp());
                    }
                }
                follow(flight.effect(), step);
                return;
            }
            now = more.get();
        }
    }

    /** The next read of the same round, if that is what comes next. */
    private static Optional<PendingCall> goesOn(Step step) {
        return step instanceof Step.Next next
                        && !next.call().mutates()
                        && next.script() instanceof ReconcileScript script
                        && script.index() > 0
                ? Optional.of(new PendingCall(script, next.call(), false))
                : Optional.empty();
    }

    /** Nobody will ever hear of the change again; it may still land. */
    void becomeLate(PendingCall flight) {
        late.add(flight.sent());
        fail(flight, Problem.Kind.UNKNOWN);
    }

    /** The lane says that nothing more of a withdrawn change can land. */
    void release(SentChange sent) {
        withdrawn.remove(sent);
        deliver(new Input.EffectEnded(sent.effect(), new Outcome.NothingSent()));
    }

    void becomeLate(SentChange sent) {
        withdrawn.remove(sent);
        late.add(sent);
    }

    void forget(SentChange sent) {
        late.remove(sent);
    }

    /** The engine dies, and another takes over: scripts are gone, and whatever was sent may land. */
    void crash() {
        List<SentChange> sent = new ArrayList<>(withdrawn);
        active.stream().filter(flight -> flight.call().mutates()).forEach(flight -> sent.add(flight.sent()));
        boolean orphans = context.scenario().bound().bestEffort();
        sent.forEach(one -> late.add(orphans && one.call() instanceof Call.WriteRoute ? one.orphan() : one));
        active.clear();
        withdrawn.clear();
        deliver(new Input.Resumed(ExplorationCase.NOW, orphans ? LATEST_LANDING : Duration.ZERO));
    }

    /** Whether something may still land on what that work changes. */
    boolean mayLandOn(Effect.Resource resource) {
        return outstanding().anyMatch(sent -> sent.holds(resource));
    }

    /** The changes that may still land. */
    private Stream<SentChange> outstanding() {
        Stream<SentChange> pending =
                active.stream().filter(flight -> flight.call().mutates()).map(PendingCall::sent);
        return Stream.concat(Stream.concat(withdrawn.stream(), late.stream()), pending);
    }
}
