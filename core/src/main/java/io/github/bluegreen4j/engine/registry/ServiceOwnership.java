package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which services this engine owns. A service is claimed for a deployment that arrives; then its unfinished deployments
 * are recovered; then it is owned. It ends when another engine has it, or when nothing of it is left to do: then it is
 * released. After a lapse of the lease every service is claimed again. Confined to the loop.
 */
final class ServiceOwnership {
    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Map<ServiceRef, ServiceQueue> owned = new LinkedHashMap<>();

    /** The deployments that a service is claimed for and that have not arrived. */
    private final Map<ServiceRef, Set<DeploymentId>> expected = new HashMap<>();

    /** A claim that is renewed reads nothing, and is a call of its own. */
    private final Slots reclaiming = new Slots(8);

    ServiceOwnership(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    boolean owns(ServiceRef service) {
        return owned.containsKey(service);
    }

    /** Whether the service is owned under the same claim as then. */
    boolean owns(ServiceRef service, ServiceQueue then) {
        return owned.get(service) == then;
    }

    Optional<ServiceQueue> queue(ServiceRef service) {
        return Optional.ofNullable(owned.get(service));
    }

    /** Keeps the service until the deployment has arrived; false if the deployment is expected already. */
    boolean expect(DeploymentId id, ServiceRef service) {
        return expected.computeIfAbsent(service, key -> new HashSet<>()).add(id);
    }

    /** A deployment has arrived, or will not: a claim that was made for it alone is released. */
    void arrived(DeploymentId id, ServiceRef service) {
        expected.computeIfPresent(service, (key, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
        releaseIfIdle(service);
    }

    /**
     * Claims a service and recovers all its unfinished deployments.
     *
     * @param then told whether this engine owns the service
     * @param failed told if the journal did not answer
     */
    void claim(ServiceRef service, Consumer<Boolean> then, Runnable failed) {
        ServiceQueue ours = owned.get(service);
        if (ours != null && registry.leases.holdsFor(service, Duration.ZERO)) {
            ours.whenComplete(then);
            return;
        }
        if (ours == null) {
            registry.leases.claimAndRead(service, result -> claimed(result, then), failed);
            return;
        }
        registry.leases.claim(
                service,
                fence -> {
                    if (isStill(service, fence)) {
                        ours.whenComplete(then);
                    } else if (fence.isEmpty()) {
                        then.accept(false);
                    } else {
                        claim(service, then, failed);
                    }
                },
                failed);
    }

    private void claimed(Journal.ClaimResult result, Consumer<Boolean> then) {
        ServiceRef service = result.service();
        if (result.fence().isEmpty()) {
            isStill(service, result.fence());
            then.accept(false);
            return;
        }
        ServiceQueue known = owned.get(service);
        if (known != null && isStill(service, result.fence())) {
            known.whenComplete(then);
        } else {
            recover(service, result.fence().get(), result.open(), then);
        }
    }

    /** Whether the service is owned under this fence. If it was owned under another one, it is lost. */
    private boolean isStill(ServiceRef service, Optional<Long> fence) {
        ServiceQueue known = owned.get(service);
        boolean isLost = known != null && !fence.equals(Optional.of(known.fence()));
        if (isLost) {
            lost(
                    service,
                    fence.isEmpty()
                            ? "was taken over by another engine"
                            : "is taken up again: another engine had it meanwhile");
        }
        return known != null && !isLost;
    }

    /** Takes over every unfinished deployment of a service, the oldest first. */
    private void recover(ServiceRef service, long fence, List<Journal.ReadResult> open, Consumer<Boolean> then) {
        ServiceQueue queue = new ServiceQueue(fence);
        queue.whenComplete(then);
        owned.put(service, queue);
        for (Journal.ReadResult read : open) {
            read.history().ifPresent(history -> registry.deployments.add(read.deployment(), service, queue, history));
            read.refusal()
                    .ifPresent(problem ->
                            registry.quarantine.add(read.deployment(), service, queue, new PortException(problem)));
        }
        recovered(service, queue);
    }

    /** Every unfinished deployment of a service was found: one of them may run. */
    void recovered(ServiceRef service, ServiceQueue queue) {
        queue.complete();
        reportBlocked(queue);
        releaseIfIdle(service);
    }

    /** Tells the users of the deployments that wait which deployment keeps their turn from coming. */
    void reportBlocked(ServiceQueue queue) {
        Optional<String> obstacle =
                queue.blockedBy().map(other -> "deployment " + other + " of the service can't be read");
        queue.waiting().forEach(waiting -> registry.handles.blocked(waiting.id(), obstacle));
    }

    /** A deployment has ended: the next one of its service may have its turn. */
    void ended(ActiveDeployment deployment) {
        queue(deployment.service()).ifPresent(queue -> {
            queue.ended(deployment);
            queue.next();
            releaseIfIdle(deployment.service());
        });
    }

    /** The wait of an order that keeps a revision is over: it may have its turn. */
    void keepingEnded(ServiceRef service) {
        queue(service).ifPresent(ServiceQueue::next);
    }

    private void releaseIfIdle(ServiceRef service) {
        ServiceQueue queue = owned.get(service);
        boolean isNeeded = queue == null
                || !queue.isIdle()
                || expected.containsKey(service)
                || registry.leases.isClaiming(service);
        if (!isNeeded) {
            // An engine that can decode what blocks the service may have it; this one rechecks.
            lost(service, "waits for one of its service that can't be decoded");
            registry.leases.release(service);
        }
    }

    /** This engine no longer acts for a service, or must resume it. */
    void lost(ServiceRef service, String why) {
        Optional<ServiceQueue> queue = Optional.ofNullable(owned.remove(service));
        registry.deployments.leave(service, why);
        queue.ifPresent(ServiceQueue::lost);
    }

    /** The lease had expired and is valid again: services that another engine claimed meanwhile are lost. */
    void regained(Instant since) {
        List.copyOf(owned.keySet()).forEach(service -> reclaim(service, since, 0));
    }

    private void reclaim(ServiceRef service, Instant since, int tries) {
        if (!owns(service)) {
            return;
        }
        reclaiming.enter(leave -> claim(
                service,
                isOurs -> {
                    registry.deployments.stalled(service, since);
                    leave.run();
                    releaseIfIdle(service);
                },
                () -> {
                    leave.run();
                    loop.after(loop.backOff(tries + 1, service), () -> reclaim(service, since, tries + 1));
                }));
    }

    void close() {
        reclaiming.close();
    }
}
