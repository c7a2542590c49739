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
 * Checks the events that a named listener receives from all engines (I17): all events of a deployment in order, each at
 * least once, including the last one, whichever engines die.
 */
final class DeliveryChecks {
    static final String LISTENER = "audit";

    /** The limit for the delivery of an end. Engines poll each minute for ends that are a minute old; the rest is for slow or failed calls. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<DeploymentId, DeploymentRecord> records;
    private final Map<DeploymentId, Long> begun = new HashMap<>();
    private final Map<DeploymentId, Long> delivered = new HashMap<>();
    private final Set<DeploymentEvent> failedOnce = new HashSet<>();

    DeliveryChecks(Map<DeploymentId, DeploymentRecord> records) {
        this.records = records;
    }

    /** @param fails whether it throws at the first notification of an event */
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

    /** Checks the deliveries when all deployments ended long enough ago. */
    void atRest() {
        records.forEach((id, record) -> WorldInvariant.I17.require(
                delivered.getOrDefault(id, 0L) == record.events().size(),
                () -> "listener \"" + LISTENER + "\" was notified up to version " + delivered.getOrDefault(id, 0L)
                        + " of " + id + ", which ended at version "
                        + record.events().size()));
    }
}
