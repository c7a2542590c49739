package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds all unfinished deployments of a service after its claim: it lists them in the journal and then reads each,
 * the oldest first. It retries what the journal does not answer. Confined to the loop.
 */
final class ServiceRecovery {
    private final Loop loop;
    private final ServiceRef service;
    private final DeploymentRegistry registry;
    private final ServiceQueue queue;
    private final Deque<DeploymentId> open = new ArrayDeque<>();
    private int tries;

    /** @param queue the claim; when another takes its place, nothing more is recovered for it */
    ServiceRecovery(Loop loop, DeploymentRegistry registry, ServiceRef service, ServiceQueue queue) {
        this.loop = loop;
        this.registry = registry;
        this.service = service;
        this.queue = queue;
    }

    void begin() {
        loop.journal(
                CallRunner.Operation.LIST,
                () -> "list the deployments of " + service,
                journal -> journal.list(Optional.of(service)),
                ifWanted(heads -> {
                    heads.stream()
                            .filter(head -> head.wakeUp().isPresent())
                            .map(Journal.Head::deployment)
                            .forEach(open::add);
                    next();
                }),
                ifWanted(thrown -> retry(this::begin)));
    }

    private void next() {
        open.removeIf(registry.deployments::contains);
        if (open.isEmpty()) {
            registry.ownership.recovered(service, queue);
            return;
        }
        DeploymentId id = open.element();
        Histories.read(
                loop,
                id,
                ifWanted(history -> {
                    open.remove();
                    history.ifPresent(read -> registry.deployments.add(id, service, queue, read));
                    next();
                }),
                ifWanted(thrown -> {
                    if (PortCalls.isRefused(thrown)) {
                        open.remove();
                        registry.quarantine.add(id, service, queue, thrown);
                        next();
                    } else {
                        retry(this::next);
                    }
                }));
    }

    private void retry(Runnable again) {
        loop.after(loop.backOff(++tries, service), () -> {
            if (isWanted()) {
                again.run();
            }
        });
    }

    private <T> Consumer<T> ifWanted(Consumer<T> then) {
        return answer -> {
            if (isWanted()) {
                then.accept(answer);
            }
        };
    }

    /** Whether the claim still counts. */
    private boolean isWanted() {
        return registry.ownership.owns(service, queue) && !registry.isClosing();
    }
}
