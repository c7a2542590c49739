package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Checks what engines promise to users and to each other. Accepted orders are in the journal, and accepted commands are
 * answered there (I17). Leases are renewed in time, futures complete, and no engine claims a service that another one owns
 * (I18).
 */
final class Promises {
    /** The time limit of an undisturbed engine to answer a command or to complete the futures of an ended deployment. */
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();

    private final VirtualTime time;
    private final Claims claims;
    private final Map<DeploymentId, DeploymentRecord> records;
    private final Map<DeploymentId, Set<String>> commands = new HashMap<>();
    private final Map<DeploymentId, Map<String, Long>> unanswered = new HashMap<>();
    private final Map<String, Set<DeploymentId>> orders = new HashMap<>();
    private final Map<String, Map<ServiceRef, Long>> listedAsDue = new HashMap<>();
    private final Map<String, Set<ServiceRef>> owned = new HashMap<>();
    private final Map<String, List<Future>> futures = new LinkedHashMap<>();

    /** When a call last failed, or an engine last died, was suspended or started. */
    private long disturbedAt;

    /** A future that a user waits for. */
    private record Future(Deployment handle, String what, CompletableFuture<?> future) {
        @Override
        public String toString() {
            return what + " of " + handle;
        }
    }

    Promises(VirtualTime time, Claims claims, Map<DeploymentId, DeploymentRecord> records) {
        this.time = time;
        this.claims = claims;
        this.records = records;
    }

    /**
     * Records that a call failed, or an engine died, was suspended or started. Delays from now on are not the engine's
     * fault.
     */
    void disturbed() {
        disturbedAt = time.nanos();
    }

    private boolean isLate(long since) {
        return time.nanos() - Math.max(since, disturbedAt) > PATIENCE;
    }

    /** Records that a user ordered a deployment through an engine. */
    void ordered(String engine, DeploymentId id) {
        orders.computeIfAbsent(engine, none -> new HashSet<>()).add(id);
    }

    /** Records that an engine gave a handle to a user. */
    void holds(String engine, Deployment handle) {
        DeploymentId id = handle.id();
        CompletableFuture<Deployment> accepted = handle.accepted();
        promise(engine, handle, "accepted", accepted);
        promise(engine, handle, "completion", handle.completion());
        var unused = accepted.thenRun(() -> time.after(
                Duration.ZERO,
                () -> WorldInvariant.I17.require(
                        records.containsKey(id),
                        () -> engine + " has accepted the order of " + id + ", which is not in the journal")));
    }

    /** Records that a user gave a command through a handle of an engine. */
    void commanded(String engine, Deployment handle, String what, CompletableFuture<Deployment.CommandAnswer> answer) {
        promise(engine, handle, what, answer);
    }

    private void promise(String engine, Deployment handle, String what, CompletableFuture<?> future) {
        if (!future.isDone()) {
            futures.computeIfAbsent(engine, none -> new ArrayList<>()).add(new Future(handle, what, future));
        }
    }

    /**
     * Records that the journal has accepted a command. A repetition does not count: an engine without an answer submits
     * again.
     */
    void submitted(DeploymentId id, String commandId) {
        if (commands.computeIfAbsent(id, none -> new HashSet<>()).add(commandId)) {
            unanswered.computeIfAbsent(id, none -> new HashMap<>()).put(commandId, time.nanos());
        }
    }

    /** Records what the journal has stored about a deployment. */
    void appended(DeploymentRecord record, Journal.Extension extension) {
        Map<String, Long> open = unanswered.get(record.id());
        if (open == null) {
            return;
        }
        for (DeploymentEvent event : extension.events()) {
            if (event instanceof ProgressEvent.CommandAnswered answer) {
                open.remove(answer.commandId());
            }
        }
        if (record.status().isTerminal()) {
            unanswered.remove(record.id());
            open.forEach((commandId, since) -> WorldInvariant.I17.require(
                    !isLate(since),
                    () -> record.id() + " has ended, but never answered " + commandId + ", which the journal took "
                            + Duration.ofNanos(time.nanos() - since) + " before"));
        }
    }

    /** Records the services that the journal listed as due for an engine. */
    void due(String engine, List<Journal.Head> heads) {
        Map<ServiceRef, Long> services = listedAsDue.computeIfAbsent(engine, none -> new HashMap<>());
        heads.forEach(head -> services.put(head.service(), time.nanos()));
    }

    /** Records that an engine was granted a service. */
    void claimed(ServiceRef service, String engine) {
        owned.computeIfAbsent(engine, none -> new HashSet<>()).add(service);
    }

    /**
     * Checks the claim of a service. Another engine may own it if it claimed the service after it was listed as due, or took
     * it over from this one. An engine with an accepted order may claim, too.
     */
    void asks(ServiceRef service, String engine) {
        Long listed = listedAsDue.getOrDefault(engine, Map.of()).get(service);
        // A claim that waited for the engine's own lease comes later.
        boolean wasDue = listed != null && !isLate(listed);
        WorldInvariant.I18.require(
                !claims.isHeldByAnother(service, engine, time.nanos())
                        || wasDue
                        || owned.getOrDefault(engine, Set.of()).contains(service)
                        || hasOrder(engine),
                () -> engine + " asks for " + service + ", which "
                        + claims.owner(service).orElseThrow() + " holds, and has no order for it");
    }

    private boolean hasOrder(String engine) {
        Set<DeploymentId> taken = orders.computeIfAbsent(engine, none -> new HashSet<>());
        taken.removeIf(id -> {
            DeploymentRecord record = records.get(id);
            return record != null && record.status().isTerminal();
        });
        return !taken.isEmpty();
    }

    /** Records that an engine was killed. Its promises are lost with its process. */
    void killed(String engine) {
        futures.remove(engine);
        disturbed();
    }

    /** Checks the futures of an engine that has closed in an orderly way, after its callbacks have run. */
    void closed(String engine, boolean callsBack) {
        List<Future> open = futures.getOrDefault(engine, List.of());
        futures.remove(engine);
        for (Future one : open) {
            WorldInvariant.I18.require(
                    one.future().isDone() || !callsBack, () -> engine + " is closed, but still open is the " + one);
        }
    }

    /**
     * Checks that an engine that has closed owns nothing, so that another one can continue at once, unless the journal did
     * not accept the release.
     *
     * @param since when it began to close
     */
    void ended(String engine, ServiceRef service, long since) {
        WorldInvariant.I7.require(
                disturbedAt >= since || !claims.holds(service, engine, time.nanos(), Duration.ofNanos(1)),
                () -> engine + " has closed in order and still holds " + service);
    }

    /** Checks that no user is waiting when all deployments ended some time ago. */
    void atRest(boolean callsBack) {
        futures.forEach((engine, open) -> {
            for (Future one : open) {
                DeploymentRecord record = records.get(one.handle().id());
                boolean over = record != null && record.status().isTerminal();
                WorldInvariant.I18.require(
                        one.future().isDone() || !over || !callsBack,
                        () -> "at rest, but still open at " + engine + " is the " + one);
            }
        });
    }
}
