package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.FutureCompletion;
import io.github.bluegreen4j.engine.loop.JournalContact;
import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.LoopThread;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.engine.loop.PortCheck;
import io.github.bluegreen4j.engine.registry.DeploymentRegistry;
import io.github.bluegreen4j.engine.registry.Histories;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.plan.Planner;
import io.github.bluegreen4j.workflow.plan.Preflighter;
import io.github.bluegreen4j.workflow.rules.StartRule;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Performs blue/green deployments inside this process. Build one, order deployments, close it at the end. Safe for
 * use by many threads.
 *
 * <p>The engine journals every decision before it acts on it. An engine that is started on the same journal continues
 * where this one stopped. Deployments of one service run one at a time.
 */
public final class DeploymentEngine implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Handles handles;
    private final Journal journal;
    private final FutureCompletion callbacks;
    private final Driver driver;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Throwable> failure = Optional.empty();

    /** How an engine starts and ends what does not belong to its loop. */
    interface Driver {
        /**
         * Starts to run the loop.
         *
         * @param onFailure told if the loop ends for a reason that it cannot survive
         */
        void start(Consumer<Throwable> onFailure);

        /**
         * Ends the loop and everything that the engine uses.
         *
         * @param inOrder closes in order, on the loop, and then runs its argument
         * @param longest how long to wait for that
         */
        void close(Consumer<Runnable> inOrder, Duration longest);
    }

    DeploymentEngine(Loop loop, EngineBuilder builder, FutureCompletion callbacks, Driver driver) {
        this.loop = loop;
        this.journal = loop.ports().journal();
        this.callbacks = callbacks;
        this.handles = new Handles(this);
        this.registry =
                new DeploymentRegistry(loop, handles, builder.listeners(), builder.deploymentLog(loop.failureLog()));
        this.driver = driver;
        loop.post(registry::start);
    }

    /** {@return a new builder} */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /**
     * Starts an engine that {@link EngineBuilder#buildStopped} built. Has no effect if the engine has started.
     *
     * @throws ClosedException if the engine was closed: a closed engine cannot be started again
     */
    public void start() {
        if (closed.get()) {
            throw new ClosedException(Optional.empty());
        }
        if (started.compareAndSet(false, true)) {
            driver.start(this::failed);
        }
    }

    List<DeploymentEvent> history(DeploymentId id) {
        return journal.read(id).map(Journal.History::events).orElse(List.of());
    }

    /** The engine's clock. */
    Instant now() {
        return loop.now();
    }

    /** Completes a future outside the engine's loop. */
    void callBack(Runnable completion) {
        callbacks.run(completion);
    }

    /** Submits a command asynchronously and retries until the journal has answered. */
    void submitLater(DeploymentId id, String commandId, Command command, Consumer<Boolean> taken) {
        loop.post(() -> registry.submit(id, commandId, command, taken));
    }

    /** Submits a command on the caller's thread; returns whether the deployment has not ended. */
    boolean submit(DeploymentId id, String commandId, Command command) {
        boolean taken = journal.submit(id, commandId, command);
        if (taken) {
            loop.post(() -> registry.readCommands(id));
        }
        return taken;
    }

    /**
     * Orders a deployment under a new random id; see {@link #deploy(DeploymentId, DeploymentSpec)}.
     *
     * @param spec what to deploy
     * @return a handle on the deployment
     */
    public Deployment deploy(DeploymentSpec spec) {
        return deploy(new DeploymentId(UUID.randomUUID().toString()), spec);
    }

    /**
     * Orders a deployment under an id of the caller's choice. Orders with the same id are one deployment, in
     * whichever process they are given: the first order counts.
     *
     * <p>A deployment that was refused before anything was changed has ended, but its id is free: the next order
     * under it, also with another specification, is checked anew.
     *
     * <p>The engine writes the order to the journal without the service's lease. The engine that owns the service
     * starts the deployment, whichever engine took the order. {@link Deployment#accepted} completes when the order is
     * in the journal.
     *
     * <p>This method returns at once, and the deployment stays PENDING until it is its turn. The journal may contain
     * deployments of the service that this engine does not know yet. If the order cannot be taken because of them,
     * the futures of the handle fail with a {@link RejectedException}, nothing is stored, and the id is free again.
     * If another engine takes an order at the same moment, that one may come first. Then a deployment with REJECT
     * ends STOPPED and names the other one, and its id is free again.
     *
     * @param id identifies the deployment
     * @param spec what to deploy
     * @return a handle on the deployment
     * @throws RejectedException if this engine knows another deployment of the service that has not ended and the
     *     specification has REJECT; if 100 deployments wait already; if the id belongs to a deployment with another
     *     specification
     * @throws InvalidSpecException if {@code limits.call} is longer than two thirds of the engine's lease, or if the
     *     specification has a hook that is not registered here, a Lambda hook without {@code lambdaHooks}, or alarms
     *     without a source of alarms, or a pause that needs approvals: then the order must say who gives it; if the id
     *     ends as {@link DeploymentId#keeping} makes it
     * @throws ClosedException if the engine is closed
     */
    public Deployment deploy(DeploymentId id, DeploymentSpec spec) {
        return order(id, spec, Optional.empty());
    }

    /**
     * Orders a deployment in somebody's name; see {@link #deploy(DeploymentId, DeploymentSpec)}. Journal, history and
     * events record the actor, and the time by this engine's clock. The actor does not identify the order: the first
     * order counts, whoever repeats it.
     *
     * @param id identifies the deployment
     * @param spec what to deploy
     * @param actor who orders it: a person, a job or a process; nobody verifies it. One line of 1 to 512 characters,
     *     not blank
     * @return a handle on the deployment
     * @throws InvalidSpecException as {@link #deploy(DeploymentId, DeploymentSpec)}, or if too few people beside the actor may approve a
     *     pause
     */
    public Deployment deploy(DeploymentId id, DeploymentSpec spec, String actor) {
        return order(id, spec, Optional.of(new Command.Origin(actor, loop.now())));
    }

    private Deployment order(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        requireCallsWithinTheLease(spec);
        if (id.isKeeping() && !spec.isKeeping()) {
            throw InvalidSpecException.refused(
                    "deploymentId",
                    id.value(),
                    "another ending: only the engine's own orders that keep blue have this one");
        }
        PortCheck.require(spec, loop.ports());
        requireApprovers(spec, by);
        Handles.Admission admission = handles.admit(id, spec);
        if (admission.isNew()) {
            loop.post(() -> registry.order(id, spec, by));
        }
        return admission.handle();
    }

    private static void requireApprovers(DeploymentSpec spec, Optional<Command.Origin> by) {
        List<InvalidSpecException.Fault> faults = Approvals.faults(spec, by);
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
    }

    private void requireCallsWithinTheLease(DeploymentSpec spec) {
        callBeyondTheLease(spec).ifPresent(fault -> {
            throw new InvalidSpecException(List.of(fault));
        });
    }

    private Optional<InvalidSpecException.Fault> callBeyondTheLease(DeploymentSpec spec) {
        Duration call = spec.limits().call();
        Duration longest = loop.settings().longestCall();
        return call.compareTo(longest) > 0
                ? Optional.of(new InvalidSpecException.Fault(
                        "limits.call", call.toString(), "at most two thirds of the engine's lease, " + longest))
                : Optional.empty();
    }

    /**
     * Checks everything that can be checked before a deployment, without ordering it: the engine's own rules, what the
     * ports check, and the checks that were added to the builder. Only reads, on the caller's thread. A deployment makes the
     * same checks when it starts, and is refused for the same errors.
     *
     * @param spec what would be deployed
     * @return what every check found; also what could not be checked, for example because something cannot be read now
     */
    public PreflightReport preflight(DeploymentSpec spec) {
        List<Finding> engine = new ArrayList<>();
        callBeyondTheLease(spec).ifPresent(fault -> engine.add(StartRule.CALL_LIMIT.error(fault)));
        engine.addAll(PortCheck.findings(spec, loop.ports()));
        PortCalls calls = loop.portCalls(CallRunner.Urgency.START);
        calls.revision(spec).ifPresent(engine::add);
        return Preflighter.of(
                spec, engine, calls.checks(spec), call -> read(calls, call), blue -> comparison(calls, spec, blue));
    }

    /** What cannot be compared is not shown: the checks of the revision say what is wrong with it. */
    private static List<RevisionChange> comparison(PortCalls calls, DeploymentSpec spec, RevisionRef blue) {
        try {
            return calls.changes(spec.service(), blue, spec.revision());
        } catch (PortException unreadable) {
            return List.of();
        }
    }

    /**
     * Plans a deployment without ordering it: every stage with its writes, hooks, pauses, limits and way back. Only reads. It reads the
     * world as the deployment's inspection would, on the caller's thread, and computes the rest with the workflow that would run it. It
     * asks every policy what it would answer now, once for each write that gives green more weight, on the caller's thread too. They are
     * asked for a deployment {@code plan} that nobody has ordered.
     *
     * @param spec what would be deployed
     * @return the plan; if the deployment would be refused, a plan without stages that says why
     * @throws InvalidSpecException as {@link #deploy(DeploymentId, DeploymentSpec)}
     * @throws PortException if something that a plan needs cannot be read now
     */
    public Plan plan(DeploymentSpec spec) {
        requireCallsWithinTheLease(spec);
        PortCheck.require(spec, loop.ports());
        PortCalls calls = loop.portCalls(CallRunner.Urgency.START);
        try {
            return Planner.of(
                    loop.workflow(),
                    spec,
                    call -> read(calls, call),
                    calls::costs,
                    blue -> calls.changes(spec.service(), blue, spec.revision()),
                    this::answers,
                    stoppedLine());
        } catch (Planner.UnreadableException unreadable) {
            throw new PortException(unreadable.problem(), unreadable);
        }
    }

    private Map<String, PolicyAnswer> answers(PolicyRequest question) {
        try {
            return loop.ports().policies().answers(question);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException(PortCalls.problem(interrupted, () -> "ask policies"), interrupted);
        }
    }

    private Optional<String> stoppedLine() {
        try {
            return journal.line().filter(Journal.Line::stopped).map(Journal.Line::toString);
        } catch (PortException unreadable) {
            return Optional.of("whether the line is stopped can't be read (" + unreadable.problem() + ")");
        }
    }

    private static Answer.Result read(PortCalls calls, Call call) {
        PortCalls.PortMethod method = call.accept(calls);
        try {
            return method.body().make(CallRunner.SendPermit.always());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer.Failed(PortCalls.problem(interrupted, method.operation()::name));
        } catch (Exception thrown) {
            return new Answer.Failed(PortCalls.problem(thrown, method.operation()::name));
        }
    }

    /**
     * Repairs what an interrupted deployment left behind: gives production to one revision and retires the other
     * revisions that this library launched. Launches nothing.
     *
     * @param recovery a specification made with {@link DeploymentSpec#recovery}
     * @return a handle on the recovery, which is a deployment too
     * @throws IllegalArgumentException if the specification would launch something
     */
    public Deployment recover(DeploymentSpec recovery) {
        if (!recovery.isRecovery()) {
            throw new IllegalArgumentException(
                    "recovery: \"" + recovery.revision().definition()
                            + "\" is not allowed; allowed: a specification made with DeploymentSpec.recovery, that"
                            + " launches nothing");
        }
        return deploy(recovery);
    }

    /**
     * {@return the handle of a deployment that this engine knows; empty if it does not know it} The engine knows the
     * deployments that were ordered here or resumed from the journal: all that have not ended, and the last 1,000
     * that have. {@link #describe(DeploymentId)} finds every deployment.
     *
     * @param id the deployment
     */
    public Optional<Deployment> find(DeploymentId id) {
        return handles.find(id);
    }

    /**
     * {@return the handle of the order that keeps blue after a deployment} {@link Deployment#rollBack} of it takes production back to
     * blue, {@link Deployment#skipBake} retires blue now, and its completion says what became of it. Empty if no blue was kept. Blocks
     * while the journal is read, if this engine does not know the order yet.
     *
     * @param deployment the deployment that kept blue
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read
     */
    public Optional<Deployment> keeping(DeploymentId deployment) {
        DeploymentId order = Undo.order(deployment);
        Optional<Deployment> known = handles.find(order);
        return known.isPresent()
                ? known
                : journal.read(order).map(history -> {
                    DeploymentState state = Histories.state(loop.workflow(), history);
                    handles.changed(order, history.head().service(), state, history.events());
                    if (!state.status().isTerminal()) {
                        loop.post(() -> registry.follow(order, history.head().service()));
                    }
                    return handles.find(order).orElseThrow();
                });
    }

    String undoRefusal(DeploymentId deployment) {
        return Undo.refusal(journal, deployment);
    }

    /** {@return all deployments that this engine knows: those that have not ended, and the last 1,000 that have} */
    public List<Deployment> list() {
        return handles.all();
    }

    /**
     * {@return all deployments of a service in the journal, whichever engine works on them} Blocks while the journal
     * is read.
     *
     * @param service the service
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read
     */
    public List<DeploymentId> list(ServiceRef service) {
        return journal.list(Optional.of(service)).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    /**
     * Describes a deployment from the journal, whichever engine works on it. Blocks while the journal is read.
     *
     * @param id the deployment
     * @return the description; empty if the deployment does not exist
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read or decoded
     */
    public Optional<DeploymentDescription> describe(DeploymentId id) {
        Optional<Deployment> handle = handles.find(id);
        return journal.read(id)
                .map(history -> Descriptions.of(
                        id,
                        history.head().service(),
                        Histories.state(loop.workflow(), history),
                        handle.flatMap(Deployment::seen),
                        handle.flatMap(Deployment::obstacle),
                        handle.map(Deployment::delays).orElse(Map.of())));
    }

    /**
     * Describes a deployment from a journal without an engine, for a tool that only reads. Blocks while the journal
     * is read.
     *
     * @param journal the journal
     * @param id the deployment
     * @return the description; empty if the deployment does not exist
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read or decoded, or if the events
     *     contradict each other
     */
    public static Optional<DeploymentDescription> describe(Journal journal, DeploymentId id) {
        return journal.read(id)
                .map(history -> Descriptions.of(
                        id,
                        history.head().service(),
                        Histories.state(Workflow.standard(), history),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    /**
     * Explains a deployment from the journal, whichever engine works on it: see {@link Deployment#explain}. Blocks while the journal is
     * read.
     *
     * @param id the deployment
     * @return the explanation; empty if the deployment does not exist
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read or decoded
     */
    public Optional<Explanation> explain(DeploymentId id) {
        return journal.read(id)
                .map(history -> Descriptions.explanation(
                        id,
                        history.head().service(),
                        Histories.state(loop.workflow(), history),
                        handles.find(id).flatMap(Deployment::seen),
                        handles.find(id).flatMap(Deployment::obstacle),
                        handles.find(id).map(Deployment::delays).orElse(Map.of())));
    }

    /**
     * {@return how a deployment stands, with what this engine knows beside the journal} That is the task counts, why tasks of green fail
     * and what delays a call; see {@link DeploymentSnapshot#of}.
     *
     * @param events all events of the deployment
     * @throws InvalidSpecException if there are no events
     * @throws io.github.bluegreen4j.spi.PortException if the events contradict each other
     */
    public DeploymentSnapshot snapshot(List<DeploymentEvent> events) {
        return DeploymentSnapshot.of(loop.workflow(), events, handles::find);
    }

    /**
     * {@return the deployments that cannot be read, because their events cannot be decoded or contradict each other}
     * Such a deployment blocks its own service, whatever the concurrency policy of other deployments, and no other
     * service. The engine reads it again every minute.
     */
    public Set<DeploymentId> quarantined() {
        return registry.quarantined();
    }

    /**
     * {@return how this engine is} Never blocks, also if the engine has failed. Suitable for health checks and gauges.
     */
    public EngineStatus status() {
        Instant now = loop.now();
        DeploymentRegistry.Census census = registry.census();
        DeploymentRegistry.LeaseReading lease = registry.lease();
        JournalContact.Contact contact = loop.journalContact().last();
        return new EngineStatus(
                now,
                loop.settings().name(),
                phase(),
                failure,
                loop.busySince().map(since -> since(since, now)).orElse(Duration.ZERO),
                new EngineStatus.Lease(
                        loop.settings().lease(), lease.renewedAt().map(at -> since(at, now)), lease.held()),
                new EngineStatus.JournalLink(
                        contact.answeredAt().map(at -> since(at, now)),
                        contact.failingSince().map(at -> since(at, now)),
                        contact.failure(),
                        census.unstored(),
                        census.oldestUnstored().map(at -> since(at, now)).orElse(Duration.ZERO)),
                census.openDeployments(),
                census.waitingOrders(),
                registry.quarantined(),
                loop.load(),
                census.listeners().stream()
                        .map(queue ->
                                new EngineStatus.ListenerQueue(queue.listener(), queue.deployments(), queue.events()))
                        .toList());
    }

    /** Another thread may have read the clock a moment later. */
    private static Duration since(Instant then, Instant now) {
        Duration passed = Duration.between(then, now);
        return passed.isNegative() ? Duration.ZERO : passed;
    }

    private EngineStatus.Phase phase() {
        if (failure.isPresent()) {
            return EngineStatus.Phase.FAILED;
        }
        if (closed.get() || loop.isClosed()) {
            return EngineStatus.Phase.CLOSED;
        }
        return started.get() ? EngineStatus.Phase.RUNNING : EngineStatus.Phase.STOPPED;
    }

    /** Does everything that is due now, for an engine that a test drives. */
    Optional<Instant> poll() {
        return loop.poll();
    }

    /** Closes the engine as {@link #close(Duration)} does, within 10 s. */
    @Override
    public void close() {
        close(CLOSE);
    }

    /**
     * Closes this engine in order. It starts nothing new, abandons the calls in flight, waits for appends in flight,
     * notifies listeners of what is stored, and releases its lease, so that another engine on the same journal
     * continues at once. Deployments stay as they are. Every open future fails with a {@link ClosedException}.
     *
     * <p>Blocks until this is done, also if another thread called it first. A listener may close the engine; it is
     * not notified of anything else then. Another engine takes over what was not finished in time when the lease
     * expires.
     *
     * @param longest how long to wait; after that the engine ends in any case
     */
    public void close(Duration longest) {
        handles.refuse();
        registry.closesFromListener();
        if (closed.compareAndSet(false, true)) {
            try {
                driver.close(this::closeInOrder, longest);
                handles.close(new ClosedException(Optional.empty()));
                callbacks.close();
            } finally {
                ended.countDown();
            }
        } else if (!loop.isCurrent()) {
            LoopThread.waitsFor(ended, longest, loop);
        }
    }

    /**
     * The loop has failed for good. This engine does nothing more; another engine takes over when the lease expires.
     */
    void failed(Throwable cause) {
        failure = Optional.of(cause);
        handles.refuse();
        handles.close(new ClosedException(Optional.of(cause)));
    }

    /** Closes in order, on the loop. */
    void closeInOrder(Runnable done) {
        loop.post(() -> registry.close(done));
    }

    long decisions() {
        return loop.decisions();
    }

    List<RuntimeException> takeFailedSteps() {
        return loop.takeFailedSteps();
    }

    /** Thrown when an order is not taken because of another deployment. Nothing was stored or changed. */
    public static final class RejectedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        RejectedException(String message) {
            super(message);
        }
    }

    /**
     * Thrown when the engine was closed or has failed before the deployment had ended. The deployment stays as it is,
     * and the next engine on the same journal continues it. If the engine has failed, the cause says why.
     */
    public static final class ClosedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ClosedException(Optional<Throwable> failure) {
            super(
                    failure.isPresent()
                            ? "the engine has failed; the deployment goes on when an engine is started on the same"
                                    + " journal"
                            : "the engine was closed; the deployment goes on when an engine is started on the same"
                                    + " journal",
                    failure.orElse(null));
        }
    }
}
