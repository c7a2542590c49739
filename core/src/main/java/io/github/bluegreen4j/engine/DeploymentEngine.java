package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Performs blue/green deployments inside this process. Build one, give it deployments, close it at the end. Safe for use by
 * many threads.
 *
 * <p>Whatever a deployment has decided is in the journal before anything is done about it: an engine that is started on the
 * same journal goes on where this one stopped. Deployments of one service run one at a time.
 */
public final class DeploymentEngine implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Loop loop;
    private final Crew crew;
    private final Handles handles;
    private final Journal journal;
    private final Callbacks callbacks;
    private final Closing closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** How an engine ends, beside what is done on its loop. */
    interface Closing {
        /**
         * Ends the loop and everything that it uses.
         *
         * @param inOrder closes in order, on the loop, and then runs what it is given
         * @param longest how long to wait for that
         */
        void close(Consumer<Runnable> inOrder, Duration longest);
    }

    DeploymentEngine(Loop loop, EngineBuilder builder, Callbacks callbacks, Closing closing) {
        this.loop = loop;
        this.journal = loop.ports().journal();
        this.callbacks = callbacks;
        this.handles = new Handles(new Deployment.Access() {
            @Override
            public List<DeploymentEvent> history(DeploymentId id) {
                return journal.read(id).map(Journal.History::events).orElse(List.of());
            }

            @Override
            public Instant now() {
                return loop.now();
            }

            @Override
            public boolean submit(DeploymentId id, String commandId, Command command) {
                return submitCommand(id, commandId, command);
            }

            @Override
            public void submitLater(DeploymentId id, String commandId, Command command, Consumer<Boolean> taken) {
                loop.post(() -> crew().submit(id, commandId, command, taken));
            }

            @Override
            public void callBack(Runnable completion) {
                callbacks.run(completion);
            }
        });
        this.crew = new Crew(loop, handles, builder.listeners());
        this.closing = closing;
        loop.post(crew::start);
    }

    private Crew crew() {
        return crew;
    }

    /** Begins to build an engine. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    private boolean submitCommand(DeploymentId id, String commandId, Command command) {
        boolean taken = journal.submit(id, commandId, command);
        if (taken) {
            loop.post(() -> crew.mail(id));
        }
        return taken;
    }

    /** Orders a deployment under a new id. */
    public Deployment deploy(DeploymentSpec spec) {
        return deploy(new DeploymentId(UUID.randomUUID().toString()), spec);
    }

    /**
     * Orders a deployment under an id of the caller's. The same id is the same deployment, however often it is ordered, in
     * whichever process: the first order counts.
     *
     * <p>A deployment that was refused before anything was touched is over, but its id is not: ordered again, also with another
     * specification, it is inspected anew.
     *
     * <p>The order goes into the journal without the service's lease, and the engine that owns the service begins it, whichever engine has
     * taken the order. {@link Deployment#accepted} completes when the journal has it.
     *
     * @return a handle, at once; the deployment is PENDING until it is its turn. When the journal knows of deployments of the service
     *     that this engine does not know, and the order can't be taken because of them, the handle's futures end with a
     *     {@link RejectedException}, nothing is stored, and the id is free again. An order that another engine takes in the same moment
     *     may come first; then a deployment with REJECT ends STOPPED, naming the other one, and its id is free again, too
     * @throws RejectedException when this engine knows of another deployment of the service that has not ended and the specification
     *     says REJECT; when 100 of them wait already; when the id is that of a deployment with another specification
     * @throws InvalidSpecException when {@code limits.call} is longer than two thirds of the engine's lease, or when it has a hook
     *     that is not registered here, a Lambda hook without {@code lambdaHooks}, or alarms without a source of alarms
     * @throws ClosedException when the engine is closed
     */
    public Deployment deploy(DeploymentId id, DeploymentSpec spec) {
        return order(id, spec, Optional.empty());
    }

    /**
     * As {@link #deploy(DeploymentId, DeploymentSpec)}; the journal, the history and the events say who ordered it, and when by this
     * engine's clock. The actor is no part of the order's identity: the first order counts, whoever repeats it.
     *
     * @param actor who orders it: a person, a job or a process; nobody verifies it. One line of 1 to 512 characters, not blank
     */
    public Deployment deploy(DeploymentId id, DeploymentSpec spec, String actor) {
        return order(id, spec, Optional.of(new Command.Origin(actor, loop.now())));
    }

    private Deployment order(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        requireCallsWithinTheLease(spec);
        PortCheck.require(spec, loop.ports());
        Handles.Admission admission = handles.admit(id, spec);
        if (admission.isNew()) {
            loop.post(() -> crew.order(id, spec, by));
        }
        return admission.handle();
    }

    private void requireCallsWithinTheLease(DeploymentSpec spec) {
        Duration call = spec.limits().call();
        Duration longest = loop.settings().longestCall();
        if (call.compareTo(longest) > 0) {
            throw new InvalidSpecException(List.of(new InvalidSpecException.Fault(
                    "limits.call", call.toString(), "at most two thirds of the engine's lease, " + longest)));
        }
    }

    /**
     * Only puts right what an interrupted deployment left: production to one revision, left-overs of ours retired.
     *
     * @param recovery made with {@link DeploymentSpec#recovery}
     * @throws IllegalArgumentException when it would launch something
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
     * The handle of a deployment that this engine knows: ordered here, or taken up from the journal, and among the last 1,000
     * that have ended or not ended yet. {@link #describe} knows them all.
     */
    public Optional<Deployment> find(DeploymentId id) {
        return handles.find(id);
    }

    /** All deployments that this engine knows: those that have not ended, and the last 1,000 that have. */
    public List<Deployment> list() {
        return handles.all();
    }

    /** All deployments of a service in the journal, whoever acts for them. Blocks for as long as the journal takes. */
    public List<DeploymentId> list(ServiceRef service) {
        return journal.list(Optional.of(service)).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    /**
     * Describes a deployment from the journal, whoever acts for it. Blocks for as long as the journal takes.
     *
     * @return empty when there is none
     */
    public Optional<DeploymentDescription> describe(DeploymentId id) {
        return journal.read(id)
                .map(history -> Descriptions.of(
                        id,
                        history.head().service(),
                        Histories.state(loop.workflow(), history),
                        handles.find(id).flatMap(Deployment::seen),
                        handles.find(id).flatMap(Deployment::obstacle),
                        handles.find(id).map(Deployment::delays).orElse(Map.of())));
    }

    /**
     * Describes a deployment from a journal, without an engine: for a tool that only looks. Blocks for as long as the journal takes.
     *
     * @return empty when there is none
     * @throws io.github.bluegreen4j.spi.PortException when it can't be read or decoded, or its events can't follow each other
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
     * Deployments that can't be read: their events can't be decoded, or can't follow each other. Such a deployment blocks its own service, whatever the concurrency policy of the others, and no
     * other service. It is read again every minute.
     */
    public Set<DeploymentId> quarantined() {
        return crew.quarantine();
    }

    /** Does all that can be done by now: for an engine that a test drives. */
    Optional<Instant> poll() {
        return loop.poll();
    }

    /** As {@link #close(Duration)}, within 10 s. */
    @Override
    public void close() {
        close(CLOSE);
    }

    /**
     * Ends this engine in order. It begins nothing new, gives up the calls that are under way, waits for what is on its way into the journal,
     * notifies listeners of what is stored, and ends its lease, so that another engine on the same journal goes on at once. Deployments stay
     * where they are. Every future that is still open ends with a {@link ClosedException}.
     *
     * <p>Blocks until all that has happened, whichever thread has closed it first. A listener may close the engine; it is not notified of
     * anything else then. What could not be done in time is left: another engine takes over when the lease
     * expires.
     *
     * @param longest how long to wait; afterwards the engine ends in any case
     */
    public void close(Duration longest) {
        handles.refuse();
        crew.closesFromListener();
        if (closed.compareAndSet(false, true)) {
            try {
                closing.close(this::closeInOrder, longest);
                end(new ClosedException(Optional.empty()));
            } finally {
                ended.countDown();
            }
        } else if (!loop.isCurrent()) {
            LoopThread.waitsFor(ended, longest, loop);
        }
    }

    private void end(ClosedException why) {
        handles.close(why);
        callbacks.close();
    }

    /** The loop has failed for good: nobody acts here any more, and another engine takes over when the lease expires. */
    void failed(Throwable cause) {
        handles.refuse();
        handles.close(new ClosedException(Optional.of(cause)));
    }

    /** Closes in order, on the loop. */
    void closeInOrder(Runnable done) {
        loop.post(() -> crew.close(done));
    }

    long decisions() {
        return loop.decisions();
    }

    /** An order was not taken, because of another deployment. Nothing was stored or touched. */
    public static final class RejectedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private RejectedException(String message) {
            super(message);
        }

        static RejectedException anotherRuns(ServiceRef service, DeploymentId other) {
            return new RejectedException("deployment \"" + other + "\" of service \"" + service
                    + "\" has not ended, and the concurrency policy is REJECT; wait for it, or order with"
                    + " QUEUE or SUPERSEDE");
        }

        static RejectedException tooMany(ServiceRef service, List<DeploymentId> others) {
            return new RejectedException(others.size() + " deployments of service \"" + service
                    + "\" have not ended, and at most " + Orders.MOST_QUEUED + " may wait; the first is \""
                    + others.get(0)
                    + "\"");
        }

        static RejectedException otherSpecification(DeploymentId id, List<String> differences) {
            return new RejectedException("deployment \"" + id + "\" was ordered before with another specification: "
                    + String.join("; ", differences) + "; order it under a new id");
        }
    }

    /**
     * The engine was closed, or has failed, before the deployment had ended. The deployment is where it was, and the next engine on the
     * same journal goes on with it. When the engine has failed, the cause says why.
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
