package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.TimerQueue;
import io.github.bluegreen4j.engine.work.EffectRunner;
import io.github.bluegreen4j.engine.work.ReadRounds;
import io.github.bluegreen4j.engine.work.WatchPool;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployment that this engine works on: its state, its waiting inputs, and its work in flight. Confined to the
 * loop, except for the state, which any thread may read.
 */
final class ActiveDeployment implements EffectRunner.Owner, WatchPool.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveDeployment.class);

    private final Loop loop;
    private final DeploymentRegistry registry;
    private DeploymentId id;
    private ServiceRef service;
    private final String place;
    private final Deque<Runnable> pending = new ArrayDeque<>(2);

    // A deployment that waits has no work, and few timers and watches: lists, because tables would be larger than what
    // they hold.
    private final ArrayList<EffectRunner> works = new ArrayList<>(0);
    private final List<Armed> armed = new ArrayList<>(2);
    private final List<WatchPool.Subscription> watches = new ArrayList<>(0);

    private Map<Effect, String> delays = Map.of();
    private volatile DeploymentState state = DeploymentState.initial();

    /** Empty while the deployment only waits: it follows from the state again, and it is as large as the state. */
    private Optional<Agenda> agenda = Optional.empty();

    private long version;
    private Optional<Candidate> candidate = Optional.empty();
    private boolean ready;
    private boolean stopped;
    private boolean dropped;

    /**
     * A decision that is not journaled yet.
     *
     * @param entryId names its entry in the journal
     * @param transition the decision
     * @param decidedAt when it was decided
     * @param readAt when the reads ended that it is based on; empty if it holds without them
     */
    record Candidate(String entryId, Transition transition, Instant decidedAt, Optional<Instant> readAt) {}

    ActiveDeployment(Loop loop, DeploymentRegistry registry, DeploymentId id, ServiceRef service) {
        this.loop = loop;
        this.registry = registry;
        this.id = id;
        this.service = service;
        this.place = loop.places().of(service);
    }

    private Agenda agenda() {
        if (agenda.isEmpty()) {
            agenda = Optional.of(loop.workflow().agenda(state));
        }
        return agenda.get();
    }

    @Override
    public DeploymentId id() {
        return id;
    }

    @Override
    public ServiceRef service() {
        return service;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public DeploymentState state() {
        return state;
    }

    long version() {
        return version;
    }

    @Override
    public boolean mayCall(Duration maximum) {
        return registry.leases.holdsFor(service, maximum);
    }

    @Override
    public ReadRounds rounds() {
        return registry.rounds(place);
    }

    @Override
    public void delayed(Effect effect, Optional<String> why) {
        Optional<String> before = Optional.ofNullable(delays.get(effect));
        if (!before.equals(why)) {
            Map<Effect, String> changed = new HashMap<>(delays);
            why.ifPresentOrElse(text -> changed.put(effect, text), () -> changed.remove(effect));
            delays = Map.copyOf(changed);
            registry.handles.delayed(id, delays);
        }
    }

    @Override
    public SendPermit permit(Duration maximum, Supplier<Instant> begunAt) {
        return registry.leases.permit(maximum, begunAt);
    }

    /** Loads the deployment from its history. Throws if the history is impossible: see {@link Histories}. */
    void load(Journal.History history) {
        state = registry.equalParts.shared(Histories.state(loop.workflow(), history));
        Identity identity = state.running().orElseThrow().identity();
        id = identity.deployment(); // equal to those of the journal's head, which are other objects
        service = identity.spec().service();
        agenda = Optional.empty();
        version = history.events().size();
    }

    /** Arms its timers before its turn: what is kept stays until its time. */
    void keeps() {
        follow();
    }

    /**
     * The engine could not act since then, and now can. Before any other decision, the workflow is told not to count
     * that time, and timers that are due now are computed again.
     */
    void stalled(Instant since) {
        pending.addFirst(() -> decide(new Input.Stalled(since)));
        registry.deployments.ready(this);
    }

    @Override
    public void enqueue(Input input) {
        pending.add(() -> decide(input));
        registry.deployments.ready(this);
    }

    /** Adds a command from the mailbox. */
    void enqueue(Journal.Mail mail) {
        enqueue(new Input.Commanded(mail.commandId(), mail.command()));
    }

    @Override
    public void enqueue(Runnable answer) {
        pending.add(answer);
        registry.deployments.ready(this);
    }

    /**
     * Work has ended; it does not start again before the workflow has processed this. Every command that was given
     * before the clean-up gate opens is processed first, because a rollback is impossible afterwards.
     */
    @Override
    public void finished(EffectRunner work, Outcome outcome) {
        Instant since = loop.now();
        if (work.effect() instanceof Effect.VerifyCleanUp) {
            registry.inbox.read(this, () -> told(work, outcome, since));
        } else {
            told(work, outcome, since);
        }
    }

    private void told(EffectRunner work, Outcome outcome, Instant since) {
        pending.add(() -> {
            works.remove(work);
            Effect effect = work.effect();
            boolean onlyReads = effect.resource().isEmpty() && !(effect instanceof Effect.InvokeHook);
            Optional<Instant> readAt = onlyReads ? Optional.of(since) : Optional.empty();
            if (readAt.filter(this::isTooOld).isEmpty()) {
                decide(new Input.EffectEnded(effect, outcome), readAt);
            }
        });
        registry.deployments.ready(this);
    }

    /**
     * Readings age while the engine waits for its lease, an append or the mailbox. Work that only reads is then
     * repeated. The result of a change and the verdict of a hook always count.
     */
    private boolean isTooOld(Instant readAt) {
        Duration freshness =
                state.running().orElseThrow().identity().spec().limits().freshness();
        return Loop.later(readAt, freshness).isBefore(loop.now());
    }

    /**
     * Discards a decision that the journal does not have, if the reads that it is based on are too old by now. The work that made them is
     * still on the agenda, so it starts again.
     *
     * @return whether it did
     */
    boolean discardsStaleDecision() {
        boolean stale =
                candidate.flatMap(Candidate::readAt).filter(this::isTooOld).isPresent();
        if (stale) {
            forgetDecision();
            registry.deployments.ready(this);
        }
        return stale;
    }

    /** Whether it was not ready to proceed before; from now on it is. */
    boolean becomesReady() {
        boolean was = ready;
        ready = true;
        return !was;
    }

    /** Passes waiting inputs to the workflow, up to the first decision that must be journaled. */
    void proceed() {
        ready = false;
        // Without the lease nothing could be kept: what is decided now would be judged by clocks that do not stand
        // still.
        while (candidate.isEmpty() && !stopped && mayCall(Duration.ZERO)) {
            Runnable next = pending.poll();
            if (next == null) {
                guarded(this::startMissing);
                if (works.isEmpty()) {
                    works.trimToSize();
                    agenda = Optional.empty();
                }
                return;
            }
            guarded(next);
        }
    }

    /** A defect of the engine itself is logged with its cause, and the deployment takes the safe reaction. */
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
                    .ifPresent(transition -> keep(transition, Optional.empty()));
        } catch (RuntimeException | LinkageError | StackOverflowError again) {
            registry.deployments.giveUp(this, again);
        }
    }

    private void decide(Input input) {
        decide(input, Optional.empty());
    }

    private void decide(Input input, Optional<Instant> readAt) {
        loop.decide(state, agenda(), input).ifPresent(transition -> keep(transition, readAt));
    }

    private void keep(Transition transition, Optional<Instant> readAt) {
        Instant now = loop.now();
        candidate = Optional.of(new Candidate(loop.entryId(version), transition, now, readAt));
        registry.journalWriter.decided(this, now);
    }

    private void forgetDecision() {
        candidate = Optional.empty();
        registry.journalWriter.settled(this);
    }

    /** What must be journaled; empty if there is nothing. */
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
                registry.publisher.names()));
    }

    /**
     * If a deployment only waits for time, its wake-up is its first timer. If it has work, or its turn may have come,
     * it is due at once for any engine that finds it abandoned.
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

    /** The decision is journaled and takes effect now. */
    void committed() {
        Transition decided = candidate.orElseThrow().transition();
        Instant decidedAt = candidate.get().decidedAt();
        forgetDecision();
        boolean starts = hasPlan(decided.state()) && !hasPlan(state);
        state = starts ? registry.equalParts.shared(decided.state()) : decided.state();
        agenda = Optional.of(decided.agenda());
        version += decided.events().size();
        if (!stopped) {
            follow();
        }
        registry.deployments.committed(this, decided.events());
        if (Loop.later(decidedAt, loop.settings().lease()).isBefore(loop.now())) {
            stalled(decidedAt);
        }
        registry.deployments.ready(this);
    }

    private static boolean hasPlan(DeploymentState state) {
        return state.running().flatMap(Running::started).isPresent();
    }

    /**
     * Aligns the work in flight with the agenda of the state. New work waits until everything that is due was
     * processed.
     */
    private void follow() {
        Agenda wanted = agenda();
        works.removeIf(work -> {
            boolean isOver = !wanted.effects().contains(work.effect());
            if (isOver) {
                work.withdraw();
            }
            return isOver;
        });
        armed.removeIf(timer -> {
            boolean isOver = !wanted.timers().containsKey(timer.timer);
            if (isOver) {
                timer.entry.cancel();
            }
            return isOver;
        });
        wanted.timers().forEach(this::arm);
        watches.removeIf(subscription -> {
            boolean isOver = !wanted.watches().contains(subscription.order());
            if (isOver) {
                registry.watchPool.cancel(subscription);
            }
            return isOver;
        });
        for (WatchOrder order : wanted.watches()) {
            if (watches.stream().noneMatch(kept -> kept.order().watch() == order.watch())) {
                watches.add(registry.watchPool.order(order, place, this));
            }
        }
    }

    /** A watch shows something new: users see what is known of the service. */
    @Override
    public void observed(WatchOrder order, Readings readings) {
        if (order.reads().contains(new Call.DescribeService(service))) {
            registry.handles.observed(id, readings.service());
        }
        enqueue(new Input.Observed(order.watch(), readings));
    }

    /** A timer of the agenda, until it fires. */
    private final class Armed implements Runnable {
        private final Timer timer;
        private final TimerQueue.Entry entry;

        Armed(Timer timer, Instant at) {
            this.timer = timer;
            this.entry = loop.at(at, timer.rank(), this);
        }

        @Override
        public void run() {
            armed.remove(this);
            pending.add(() -> fire(timer));
            registry.deployments.ready(ActiveDeployment.this);
        }
    }

    private void arm(Timer timer, Instant at) {
        for (Armed before : armed) {
            if (before.timer.equals(timer)) {
                if (before.entry.isAt(at)) {
                    return;
                }
                before.entry.cancel();
                armed.remove(before);
                break;
            }
        }
        armed.add(new Armed(timer, at));
    }

    /** Unless it was put off meanwhile. */
    private void fire(Timer timer) {
        Instant due = agenda().timers().get(timer);
        if (due != null && !due.isAfter(loop.now())) {
            decide(new Input.TimerFired(timer));
        }
    }

    private void startMissing() {
        for (Effect effect : agenda().effects()) {
            if (!isAtWork(effect)) {
                EffectRunner work = new EffectRunner(this, loop, effect);
                works.add(work);
                work.start();
            }
        }
    }

    private boolean isAtWork(Effect effect) {
        for (EffectRunner work : works) {
            if (work.effect().equals(effect)) {
                return true;
            }
        }
        return false;
    }

    /** This engine no longer works on the deployment. */
    void drop() {
        dropped = true;
        stop();
        forgetDecision();
    }

    /** Starts and decides nothing new; an append in flight is still awaited. */
    void stop() {
        stopped = true;
        works.forEach(EffectRunner::stop);
        works.clear();
        armed.forEach(timer -> timer.entry.cancel());
        armed.clear();
        watches.forEach(registry.watchPool::cancel);
        watches.clear();
        pending.clear();
    }

    boolean isDropped() {
        return dropped;
    }
}
