package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Agenda;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Input;
import io.github.bluegreen4j.workflow.Outcome;
import io.github.bluegreen4j.workflow.Timer;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.WatchOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployment that this engine acts for: its state, what waits to be told to it, and what is under way for it. Confined
 * to the loop, apart from the state, which anybody may read.
 */
final class Managed {
    private static final Logger LOG = LoggerFactory.getLogger(Managed.class);

    private final Loop loop;
    private final Crew crew;
    private final DeploymentId id;
    private final ServiceRef service;
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final Map<Effect, Work> works = new LinkedHashMap<>();
    private final Map<Effect, String> delays = new HashMap<>();
    private final Map<Timer, TimerHeap.Entry> armed = new HashMap<>();
    private final Map<Watch, WatchPool.Subscription> watches = new HashMap<>();
    private volatile DeploymentState state = DeploymentState.initial();
    private Agenda agenda;
    private long version;
    private Optional<Candidate> candidate = Optional.empty();
    private boolean ready;
    private boolean stopped;
    private boolean dropped;

    /** What was decided and is not kept yet. */
    record Candidate(String entryId, Transition transition, Instant decidedAt) {}

    Managed(Loop loop, Crew crew, DeploymentId id, ServiceRef service) {
        this.loop = loop;
        this.crew = crew;
        this.id = id;
        this.service = service;
        this.agenda = loop.workflow().agenda(state);
    }

    DeploymentId id() {
        return id;
    }

    ServiceRef service() {
        return service;
    }

    DeploymentState state() {
        return state;
    }

    long version() {
        return version;
    }

    /** Whether a call of that length would end while this engine certainly owns the service. */
    boolean mayCall(Duration maximum) {
        return crew.leases().holdsFor(service, maximum);
    }

    /** Who may read the world now. */
    Rounds rounds() {
        return crew.rounds();
    }

    /** Why a piece of work does not make its next call yet, in words; empty when nothing delays it any more. */
    void delayed(Effect effect, Optional<String> why) {
        Optional<String> before = Optional.ofNullable(delays.get(effect));
        if (!before.equals(why)) {
            why.ifPresentOrElse(text -> delays.put(effect, text), () -> delays.remove(effect));
            crew.delayed(this, delays);
        }
    }

    /** A permit for one change of so long at most, under the lease as it is now. */
    SendPermit permit(Duration maximum, Supplier<Instant> begunAt) {
        return crew.leases().permit(maximum, begunAt);
    }

    /** Takes what a journal has of it. Throws when that is impossible: see {@link Histories}. */
    void load(Journal.History history) {
        state = Histories.state(loop.workflow(), history);
        agenda = loop.workflow().agenda(state);
        version = history.events().size();
    }

    /**
     * The engine could not act since then, and can again: before anything else is decided the limits of its own work are told not
     * to count that time. What is due by now is looked at anew.
     */
    void stalled(Instant since) {
        pending.addFirst(() -> decide(new Input.Stalled(since)));
        crew.ready(this);
    }

    /** Something to tell the workflow. */
    void enqueue(Input input) {
        pending.add(() -> decide(input));
        crew.ready(this);
    }

    /** A command from the mailbox. */
    void enqueue(Journal.Mail mail) {
        enqueue(new Input.Commanded(mail.commandId(), mail.command()));
    }

    /** An answer waits like an input while an append is in flight, so that no call is begun on a state that may be over. */
    void enqueue(Work work, Runnable answer) {
        pending.add(answer);
        crew.ready(this);
    }

    /**
     * Work has come to its end; until the workflow has heard of it, it is not begun again. Behind the clean-up gate there is no way back, so
     * every command that was given before it opens is obeyed first.
     */
    void finished(Work work, Outcome outcome) {
        Instant since = loop.now();
        if (work.effect() instanceof Effect.VerifyCleanUp) {
            crew.readMailbox(this, () -> told(work, outcome, since));
        } else {
            told(work, outcome, since);
        }
    }

    private void told(Work work, Outcome outcome, Instant since) {
        pending.add(() -> {
            works.remove(work.effect(), work);
            if (!hasGrownOld(work.effect(), since)) {
                decide(new Input.EffectEnded(work.effect(), outcome));
            }
        });
        crew.ready(this);
    }

    /**
     * What was read grows old while the lease, an append or the mailbox is waited for. Work that only reads is then done again; what
     * became of a change, and the verdict of a hook, always counts.
     */
    private boolean hasGrownOld(Effect effect, Instant since) {
        boolean onlyReads = effect.resource().isEmpty() && !(effect instanceof Effect.InvokeHook);
        Duration freshness =
                state.running().orElseThrow().facts().spec().limits().freshness();
        return onlyReads && Loop.later(since, freshness).isBefore(loop.now());
    }

    /** Whether it was not ready to proceed before; from now on it is. */
    boolean becomesReady() {
        boolean was = ready;
        ready = true;
        return !was;
    }

    /** Tells the workflow what waits, up to the first decision that has to be kept. */
    void proceed() {
        ready = false;
        // Without the lease nothing could be kept: what is decided now would be judged by clocks that do not stand
        // still.
        while (candidate.isEmpty() && !stopped && mayCall(Duration.ZERO)) {
            Runnable next = pending.poll();
            if (next == null) {
                guarded(this::startMissing);
                return;
            }
            guarded(next);
        }
    }

    /** A defect of the engine itself is logged with its cause, and the deployment takes the safe way out. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError | StackOverflowError defect) {
            LOG.error(
                    "Deployment {} of {} met a defect of the engine; it takes the safe way out. Please report this",
                    id,
                    service,
                    defect);
            escape(defect);
        }
    }

    private void escape(Throwable defect) {
        try {
            loop.workflow()
                    .escape(state, "the engine failed: " + defect, loop.now())
                    .ifPresent(this::keep);
        } catch (RuntimeException | LinkageError | StackOverflowError again) {
            crew.giveUp(this, again);
        }
    }

    private void decide(Input input) {
        loop.decide(state, agenda, input).ifPresent(this::keep);
    }

    private void keep(Transition transition) {
        candidate = Optional.of(new Candidate(loop.entryId(version), transition, loop.now()));
        crew.append(this);
    }

    /** What the journal is to keep; empty when there is nothing. */
    Optional<Journal.Extension> extension(long fence) {
        return candidate.map(decided -> new Journal.Extension(
                id,
                service,
                version,
                fence,
                decided.entryId(),
                decided.transition().events(),
                wakeUp(decided.transition()),
                Commands.answeredBy(decided.transition().events()),
                crew.listeners()));
    }

    /**
     * A deployment that only waits for time to pass is looked at when its first timer is due; one at work, or one whose turn
     * may have come, by whoever finds it abandoned.
     */
    private Optional<Instant> wakeUp(Transition decided) {
        Agenda then = decided.agenda();
        boolean works = !then.effects().isEmpty()
                || !then.watches().isEmpty()
                || decided.state().isWaiting();
        return works
                ? Optional.of(loop.now())
                : then.timers().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Collections.min(then.timers().values()));
    }

    Optional<Candidate> candidate() {
        return candidate;
    }

    /** The journal has kept what was decided: it is so from here on. */
    void committed() {
        Transition decided = candidate.orElseThrow().transition();
        Instant decidedAt = candidate.get().decidedAt();
        candidate = Optional.empty();
        state = decided.state();
        agenda = decided.agenda();
        version += decided.events().size();
        if (!stopped) {
            follow();
        }
        crew.committed(this, decided.events());
        if (Loop.later(decidedAt, loop.settings().lease()).isBefore(loop.now())) {
            stalled(decidedAt);
        }
        crew.ready(this);
    }

    /** Brings what is under way in line with what the state asks for; new work waits until everything due was told. */
    private void follow() {
        for (Work work : works.isEmpty() ? List.<Work>of() : List.copyOf(works.values())) {
            if (!agenda.effects().contains(work.effect())) {
                works.remove(work.effect());
                work.withdraw();
            }
        }
        for (Iterator<Map.Entry<Timer, TimerHeap.Entry>> each = armed.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Timer, TimerHeap.Entry> entry = each.next();
            if (!agenda.timers().containsKey(entry.getKey())) {
                entry.getValue().cancel();
                each.remove();
            }
        }
        agenda.timers().forEach(this::arm);
        for (Iterator<WatchPool.Subscription> each = watches.values().iterator(); each.hasNext(); ) {
            WatchPool.Subscription subscription = each.next();
            if (!agenda.watches().contains(subscription.order())) {
                crew.watchPool().cancel(subscription);
                each.remove();
            }
        }
        for (WatchOrder order : agenda.watches()) {
            if (!watches.containsKey(order.watch())) {
                watches.put(
                        order.watch(), crew.watchPool().order(order, readings -> crew.observed(this, order, readings)));
            }
        }
    }

    private void arm(Timer timer, Instant at) {
        TimerHeap.Entry before = armed.get(timer);
        if (before != null && before.isAt(at)) {
            return;
        }
        if (before != null) {
            before.cancel();
        }
        armed.put(timer, loop.at(at, timer.rank(), () -> {
            armed.remove(timer);
            pending.add(() -> fire(timer));
            crew.ready(this);
        }));
    }

    /** Unless it was put off meanwhile. */
    private void fire(Timer timer) {
        Instant due = agenda.timers().get(timer);
        if (due != null && !due.isAfter(loop.now())) {
            decide(new Input.TimerFired(timer));
        }
    }

    private void startMissing() {
        for (Effect effect : agenda.effects()) {
            if (!works.containsKey(effect)) {
                Work work = new Work(this, loop, effect);
                works.put(effect, work);
                work.start();
            }
        }
    }

    /** This engine does not act for the deployment any more. */
    void drop() {
        dropped = true;
        stop();
        candidate = Optional.empty();
    }

    /** Nothing new is begun or decided; what is on its way into the journal is still awaited. */
    void stop() {
        stopped = true;
        works.values().forEach(Work::stop);
        works.clear();
        armed.values().forEach(TimerHeap.Entry::cancel);
        armed.clear();
        watches.values().forEach(crew.watchPool()::cancel);
        watches.clear();
        pending.clear();
    }

    boolean isDropped() {
        return dropped;
    }
}
