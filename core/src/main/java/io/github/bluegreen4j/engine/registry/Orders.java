package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Purpose;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes orders to the journal. This needs no claim on the service: the engine that owns it starts the deployment,
 * whichever engine took the order. Orders that come at once go into the journal together. Confined to the loop.
 */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Together<ServiceRef, List<Journal.Head>> unfinished;
    private final Together<Journal.Opening, Journal.Appended> openings;

    Orders(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
        this.unfinished = new Together<>(
                loop,
                CallRunner.Operation.LIST,
                "list what has not ended of",
                service -> service,
                service -> Purpose.ENGINE,
                PortCalls::unfinished);
        this.openings = new Together<>(
                loop,
                CallRunner.Operation.OPEN,
                "order",
                Journal.Opening::deployment,
                opening -> Purpose.of(opening.deployment()),
                PortCalls::open);
    }

    /** Takes an order; its handle is notified of what becomes of it. */
    void take(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        registry.slots.enter(leave -> new Taking(id, spec, by, leave).begin());
    }

    /** One order on its way into the journal. */
    private final class Taking {
        private final DeploymentId id;
        private final DeploymentSpec spec;
        private final Optional<Command.Origin> by;
        private Runnable leave;
        private int tries;
        private int reopened;

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
            unfinished.ask(
                    spec.service(),
                    heads -> {
                        List<DeploymentId> open =
                                heads.stream().map(Journal.Head::deployment).toList();
                        List<DeploymentId> others = open.stream()
                                .filter(other -> !other.isKeeping()) // whether it waits only its queue knows
                                .toList();
                        Optional<String> rejection =
                                open.contains(id) ? Optional.empty() : Rejections.because(spec, others);
                        rejection.ifPresentOrElse(this::rejectUnlessKnown, () -> open(0));
                    },
                    thrown -> again(thrown, this::count));
        }

        /** The same order may have come before: then it is about the deployment that it began, even if that has ended. */
        private void rejectUnlessKnown(String why) {
            String entryId = loop.entryId(0);
            Histories.read(
                    loop,
                    id,
                    history -> history.ifPresentOrElse(read -> compare(entryId, Optional.of(read)), () -> reject(why)),
                    thrown -> unread(thrown, this::count));
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
            openings.ask(
                    opening,
                    outcome -> {
                        switch (outcome.status()) {
                            case APPENDED -> accept();
                            case LOST, UNKNOWN -> compare(entryId);
                        }
                    },
                    thrown -> {
                        if (PortCalls.isRefused(thrown)) { // the journal will never store it
                            registry.handles.refused(id, thrown);
                            leave.run();
                        } else {
                            again(thrown, () -> compare(entryId));
                        }
                    });
        }

        /**
         * Opens it anew, at once the first time. A journal that answers reads with what it had before, for example a replica that lags,
         * would otherwise be asked in a loop without a pause.
         */
        private void reopen(long expectedVersion) {
            if (reopened++ == 0) {
                open(expectedVersion);
            } else {
                later(() -> open(expectedVersion));
            }
        }

        /** What does the journal know of the deployment? */
        private void compare(String entryId) {
            Histories.read(
                    loop, id, history -> compare(entryId, history), thrown -> unread(thrown, () -> compare(entryId)));
        }

        private void unread(Throwable thrown, Runnable step) {
            if (PortCalls.isRefused(thrown)) {
                registry.handles.failed(id, thrown);
                leave.run();
            } else {
                again(thrown, step);
            }
        }

        private void compare(String entryId, Optional<Journal.History> history) {
            try {
                history.ifPresentOrElse(read -> compare(entryId, read), () -> reopen(0));
            } catch (RuntimeException unreadable) { // events that the workflow can't follow
                registry.handles.failed(id, unreadable);
                leave.run();
            }
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
                reopen(history.head().version());
            } else if (same && state.status().isTerminal()) {
                registry.handles.accepted(id);
                leave.run();
                registry.remote.found(history); // nobody has to claim its service
            } else if (same) {
                accept();
            } else {
                reject(Rejections.otherSpecification(
                        id, state.running().orElseThrow().identity().spec(), spec));
            }
        }

        private void accept() {
            registry.handles.accepted(id);
            leave.run();
            registry.arrivals.begin(id, spec.service());
        }

        private void reject(String why) {
            registry.handles.rejected(id, why);
            leave.run();
        }

        private void again(Throwable thrown, Runnable step) {
            loop.failureLog().warn(LOG, thrown, "The order of deployment {} is not in the journal yet", id);
            later(step);
        }

        private void later(Runnable step) {
            // Others need not wait meanwhile.
            leave.run();
            loop.after(
                    loop.backOff(++tries, id),
                    () -> registry.slots.enter(entered -> {
                        leave = entered;
                        step.run();
                    }));
        }
    }
}
