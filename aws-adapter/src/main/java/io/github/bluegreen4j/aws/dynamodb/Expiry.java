package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets deployments that ended long ago. */
final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final Store store;
    private final TimeSource time;
    private final Optional<Duration> retention;

    Expiry(Store store, TimeSource time, Optional<Duration> retention) {
        this.store = store;
        this.time = time;
        this.retention = retention;
    }

    Instant now() {
        return time.wall();
    }

    /** When what ends now is to be forgotten. */
    Optional<Long> expires() {
        return retention.map(kept -> now().plus(kept).getEpochSecond());
    }

    /**
     * Lets everything that is kept of a deployment expire with it. It has ended already: what fails here costs storage and nothing else,
     * and a purge finds it, since the place is marked last.
     */
    void mark(DeploymentId deployment, Key place) {
        if (retention.isEmpty()) {
            return;
        }
        Expression mark = Expression.of("SET #" + Table.EXPIRES + " = :expires")
                .with(":expires", expires().orElseThrow());
        Part marking = (transaction, key) -> transaction.update(key, mark, Expression.PRESENT);
        try {
            inGroups(keys(deployment), marking);
            inGroups(List.of(place), marking);
        } catch (PortException failed) {
            LOG.warn("Not everything of deployment {} will expire by itself; purge removes it", deployment, failed);
        }
    }

    /** Removes a deployment: the place last, so that what was interrupted is found again. */
    void remove(DeploymentId deployment, Key place) {
        inGroups(keys(deployment), Store.Transaction::delete);
        inGroups(List.of(place), Store.Transaction::delete);
    }

    private List<Key> keys(DeploymentId deployment) {
        return store.partition(Key.deployment(deployment)).stream()
                .map(Item::key)
                .toList();
    }

    @FunctionalInterface
    private interface Part {
        Store.Transaction add(Store.Transaction transaction, Key key);
    }

    private void inGroups(List<Key> keys, Part part) {
        for (int from = 0; from < keys.size(); from += Store.MOST_ITEMS) {
            Store.Transaction transaction = store.transaction();
            for (Key key : keys.subList(from, Math.min(keys.size(), from + Store.MOST_ITEMS))) {
                part.add(transaction, key);
            }
            transaction.commit();
        }
    }
}
