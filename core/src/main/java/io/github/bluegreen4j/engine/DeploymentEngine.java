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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Performs blue/green deployments inside this process. Build one, give it deployments, close it at the end. Safe for use by
 * many threads.
 *
 * <p>Whatever a deployment has decided is in the journal before anything is done about it: an engine that is started on the
 * same journal goes on where this one stopped. Deployments of one service run one at a time.
 */
public final class DeploymentEngine implements AutoCloseable {
    private static final int MOST_QUEUED = 100;

    private final Loop loop;
    private final Crew crew;
    private final Handles handles;
    private final Journal journal;
    private final Runnable closing;

    DeploymentEngine(Loop loop, EngineBuilder builder, Runnable closing) {
        this.loop = loop;
        this.journal = loop.ports().journal();
        this.handles = new Handles(new Deployment.Access() {
            @Override
            public List<DeploymentEvent> history(DeploymentId id) {
                return journal.read(id).map(Journal.History::events).orElse(List.of());
            }

            @Override
            public boolean submit(DeploymentId id, String commandId, Command command) {
                return submitCommand(id, commandId, command);
            }
        });
        this.crew = new Crew(loop, handles, builder.listeners());
        this.closing = closing;
        loop.post(crew::start);
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
     * @return a handle, at once; the deployment is PENDING until it is its turn. When the specification says REJECT and the
     *     journal turns out to know another deployment of the service that is not over, of whichever engine, the handle's
     *     completion ends with a {@link RejectedException}, nothing is kept, and the id is free again
     * @throws RejectedException when this engine knows of another deployment of the service that is not over and
     *     the specification says REJECT, or when 100 of them wait here already
     * @throws InvalidSpecException when {@code limits.call} is longer than two thirds of the engine's lease, or when it has a hook
     *     that is not registered here, a Lambda hook without {@code lambdaHooks}, or alarms without a source of alarms
     * @throws ClosedException when the engine is closed
     */
    public Deployment deploy(DeploymentId id, DeploymentSpec spec) {
        if (loop.isClosed()) {
            throw new ClosedException();
        }
        requireCallsWithinTheLease(spec);
        PortCheck.require(spec, loop.ports());
        synchronized (handles) {
            Optional<Deployment> known = handles.find(id);
            if (known.isPresent() && !known.get().isRefused()) {
                return known.get();
            }
            handles.forget(id);
            admit(id, spec);
            Deployment handle = handles.of(id, spec.service());
            loop.post(() -> crew.order(id, spec));
            return handle;
        }
    }

    private void requireCallsWithinTheLease(DeploymentSpec spec) {
        Duration call = spec.limits().call();
        Duration longest = loop.settings().longestCall();
        if (call.compareTo(longest) > 0) {
            throw new InvalidSpecException(List.of(new InvalidSpecException.Fault(
                    "limits.call", call.toString(), "at most two thirds of the engine's lease, " + longest)));
        }
    }

    private void admit(DeploymentId id, DeploymentSpec spec) {
        long others = handles.unfinished(spec.service(), id);
        switch (spec.concurrency()) {
            case REJECT -> {
                if (others > 0) {
                    throw RejectedException.anotherRuns(spec.service());
                }
            }
            case QUEUE, SUPERSEDE -> {
                if (others >= MOST_QUEUED) {
                    throw new RejectedException(others + " deployments of service " + spec.service()
                            + " wait already; the most is " + MOST_QUEUED);
                }
            }
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
                            + "\" is not allowed; allowed: a specification made with DeploymentSpec.recovery, that launches nothing");
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
                        loop.workflow().fold(history.events()),
                        handles.find(id).flatMap(Deployment::seen)));
    }

    /**
     * Describes a deployment from a journal, without an engine: for a tool that only looks. Blocks for as long as the journal takes.
     *
     * @return empty when there is none
     * @throws io.github.bluegreen4j.spi.PortException when it can't be read or decoded
     */
    public static Optional<DeploymentDescription> describe(Journal journal, DeploymentId id) {
        return journal.read(id)
                .map(history -> Descriptions.of(
                        id, history.head().service(), Workflow.standard().fold(history.events()), Optional.empty()));
    }

    /** Deployments that can't be decoded. They are left alone and block nobody but their own service. */
    public Set<DeploymentId> quarantined() {
        return crew.quarantine();
    }

    /** Does all that can be done by now: for an engine that a test drives. */
    Optional<Instant> poll() {
        return loop.poll();
    }

    /**
     * Ends this engine. Deployments stay where they are, and the next engine on the same journal goes on with them. Calls
     * that are under way are given up.
     */
    @Override
    public void close() {
        closing.run();
        handles.close();
    }

    long decisions() {
        return loop.decisions();
    }

    /** Gives up what is under way; on the loop. */
    void release() {
        crew.close();
    }

    /** A deployment was not accepted, because of another one of the same service. Nothing was kept or touched. */
    public static final class RejectedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        RejectedException(String message) {
            super(message);
        }

        static RejectedException anotherRuns(ServiceRef service) {
            return new RejectedException("another deployment of service " + service
                    + " is not over, and this one's concurrency policy is REJECT");
        }
    }

    /**
     * The engine was closed before the deployment had ended. The deployment is where it was, and the next engine on the same
     * journal goes on with it.
     */
    public static final class ClosedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the engine was closed; the deployment goes on when an engine is started on the same journal");
        }
    }
}
