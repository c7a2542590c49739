package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.DeploymentListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A named listener of every engine, and what it is notified of (I17): all events of a deployment in their order, each at least once, the
 * last one too, whichever engines die meanwhile.
 */
final class Deliveries {
    static final String LISTENER = "audit";

    /** An engine looks once a minute for ends that are a minute old. The rest is for a slow journal, and for tries that fail. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<DeploymentId, DeploymentRecord> records;
    private final Map<DeploymentId, Long> begun = new HashMap<>();
    private final Map<DeploymentId, Long> delivered = new HashMap<>();
    private final Set<DeploymentEvent> failedOnce = new HashSet<>();

    Deliveries(Map<DeploymentId, DeploymentRecord> records) {
        this.records = records;
    }

    /** @param fails whether it throws when it is notified of an event for the first time */
    DeploymentListener listener(boolean fails) {
        return (id, version, event) -> {
            begin(id, version, event);
            if (fails && failedOnce.add(event)) {
                throw new IllegalStateException("not now");
            }
            delivered.merge(id, version, Math::max);
        };
    }

    private void begin(DeploymentId id, long version, DeploymentEvent event) {
        long before = begun.getOrDefault(id, 0L);
        WorldInvariant.I17.require(
                version <= before + 1,
                () -> "listener \"" + LISTENER + "\" is notified of version " + version + " of " + id
                        + " after version " + before);
        WorldInvariant.I17.require(
                Optional.ofNullable(records.get(id))
                        .flatMap(record ->
                                record.events().stream().skip(version - 1).findFirst())
                        .filter(event::equals)
                        .isPresent(),
                () -> "listener \"" + LISTENER + "\" is notified of version " + version + " of " + id
                        + ", which is another one in the journal: " + event);
        begun.put(id, Math.max(before, version));
    }

    /** All deployments ended longer ago than an engine may need to notify a listener. */
    void atRest() {
        records.forEach((id, record) -> WorldInvariant.I17.require(
                delivered.getOrDefault(id, 0L) == record.events().size(),
                () -> "listener \"" + LISTENER + "\" was notified up to version " + delivered.getOrDefault(id, 0L)
                        + " of " + id + ", which ended at version "
                        + record.events().size()));
    }
}
