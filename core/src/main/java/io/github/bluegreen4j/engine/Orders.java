package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes orders to the journal. This needs no claim on the service: the engine that owns it starts the deployment,
 * whichever engine took the order. Confined to the loop.
 */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** How many deployments of one service may wait. */
    static final int MOST_QUEUED = 100;

    private final Loop loop;
    private final Handles handles;
    private final Slots slots;
    private final BiConsumer<DeploymentId, ServiceRef> accepted;
    private final Consumer<Journal.History> ended;

    /**
     * @param accepted is notified of each deployment that the journal has and that has not ended
     * @param ended is given the history of each that has ended: nobody has to claim its service
     */
    Orders(
            Loop loop,
            Handles handles,
            Slots slots,
            BiConsumer<DeploymentId, ServiceRef> accepted,
            Consumer<Journal.History> ended) {
        this.loop = loop;
        this.handles = handles;
        this.slots = slots;
        this.accepted = accepted;
        this.ended = ended;
    }

    /** Takes an order; its handle is notified of what becomes of it. */
    void take(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        slots.enter(leave -> new Taking(id, spec, by, leave).begin());
    }

    /** One order on its way into the journal. */
    private final class Taking {
        private final DeploymentId id;
        private final DeploymentSpec spec;
        private final Optional<Command.Origin> by;
        private Runnable leave;
        private int tries;

        Taking(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by, Runnable leave) {
            this.id = id;
            this.spec = spec;
            this.by = by;
            this.leave = leave;
        }

        void begin() {
            switch (spec.concurrency()) {
                case REJECT, QUEUE -> count();
                case SUPERSEDE -> open(0);
            }
        }

        /** How many deployments of the service have not ended? */
        private void count() {
            loop.journal(
                    CallRunner.Operation.LIST,
                    () -> "list the deployments of " + spec.service(),
                    journal -> journal.list(Optional.of(spec.service())),
                    heads -> {
                        List<DeploymentId> others = heads.stream()
                                .filter(head -> head.wakeUp().isPresent())
                                .map(Journal.Head::deployment)
                                .filter(other -> !other.equals(id))
                                .toList();
                        boolean known = heads.stream()
                                .anyMatch(head -> head.deployment().equals(id));
                        Optional<DeploymentEngine.RejectedException> rejection =
                                known ? Optional.empty() : rejection(spec, others);
                        rejection.ifPresentOrElse(this::reject, () -> open(0));
                    },
                    thrown -> again(thrown, this::count));
        }

        private void open(long expectedVersion) {
            Instant now = loop.now();
            String entryId = loop.entryId(expectedVersion);
            Journal.Opening opening = new Journal.Opening(
                    id,
                    spec.service(),
                    expectedVersion,
                    entryId,
                    new ProgressEvent.DeploymentCreated(now, id, spec, by),
                    now);
            loop.journal(
                    CallRunner.Operation.OPEN,
                    () -> "order " + id,
                    journal -> journal.open(opening),
                    outcome -> {
                        switch (outcome.status()) {
                            case APPENDED -> accept();
                            case LOST, UNKNOWN -> compare(entryId);
                        }
                    },
                    thrown -> {
                        if (isRefused(thrown)) { // the journal will never store it
                            reject(thrown);
                        } else {
                            again(thrown, () -> compare(entryId));
                        }
                    });
        }

        private static boolean isRefused(Throwable thrown) {
            return PortCalls.problem(thrown, () -> "order").kind() == Problem.Kind.REFUSED;
        }

        /** What does the journal know of the deployment? */
        private void compare(String entryId) {
            loop.journal(
                    CallRunner.Operation.READ_JOURNAL,
                    () -> "read " + id,
                    journal -> journal.read(id),
                    history -> {
                        try {
                            history.ifPresentOrElse(read -> compare(entryId, read), () -> open(0));
                        } catch (RuntimeException unreadable) { // events that the workflow can't follow
                            handles.failed(id, unreadable);
                            leave.run();
                        }
                    },
                    thrown -> {
                        if (ServiceRecovery.isUndecodable(thrown)) {
                            handles.failed(id, thrown);
                            leave.run();
                        } else {
                            again(thrown, () -> compare(entryId));
                        }
                    });
        }

        private void compare(String entryId, Journal.History history) {
            DeploymentState state = Histories.state(loop.workflow(), history);
            boolean refused = state.status().isTerminal()
                    && state.running().map(run -> run.refused()).orElse(false);
            boolean same = state.running()
                    .map(run -> run.identity().spec().equals(spec))
                    .orElse(false);
            if (history.entryIds().contains(entryId)) {
                accept();
            } else if (refused) {
                open(history.head().version());
            } else if (same && state.status().isTerminal()) {
                handles.accepted(id);
                leave.run();
                ended.accept(history);
            } else if (same) {
                accept();
            } else {
                reject(DeploymentEngine.RejectedException.otherSpecification(
                        id,
                        SpecDifferences.between(
                                state.running().orElseThrow().identity().spec(), spec)));
            }
        }

        private void accept() {
            handles.accepted(id);
            leave.run();
            accepted.accept(id, spec.service());
        }

        private void reject(Throwable why) {
            handles.rejected(id, why);
            leave.run();
        }

        private void again(Throwable thrown, Runnable step) {
            loop.failureLog().warn(LOG, thrown, "The order of deployment {} is not in the journal yet", id);
            // Others need not wait meanwhile.
            leave.run();
            loop.after(
                    loop.backOff(++tries, id),
                    () -> slots.enter(entered -> {
                        leave = entered;
                        step.run();
                    }));
        }
    }

    /** Why an order can't be taken while other deployments of its service have not ended; empty when it can. */
    static Optional<DeploymentEngine.RejectedException> rejection(DeploymentSpec spec, List<DeploymentId> others) {
        return switch (spec.concurrency()) {
            case REJECT ->
                others.stream()
                        .findFirst()
                        .map(other -> DeploymentEngine.RejectedException.anotherRuns(spec.service(), other));
            case QUEUE, SUPERSEDE ->
                others.size() < MOST_QUEUED
                        ? Optional.empty()
                        : Optional.of(DeploymentEngine.RejectedException.tooMany(spec.service(), others));
        };
    }
}
