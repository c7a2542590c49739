package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes deployments that ended long ago. */
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

    /** Returns when a deployment that ends now expires. */
    Optional<Long> expires() {
        return retention.map(kept -> now().plus(kept).getEpochSecond());
    }

    /**
     * Marks all items of an ended deployment to expire. A failure costs only storage: a purge finds the deployment, because
     * its place is marked last. It stops if the deployment is ordered again meanwhile.
     *
     * @param version the version of the deployment at its end
     */
    void mark(DeploymentId deployment, Key place, long version) {
        if (retention.isEmpty()) {
            return;
        }
        Expression mark = Expression.of("SET #" + DynamoDbTable.EXPIRES + " = :expires")
                .with(":expires", expires().orElseThrow());
        Expression isExpiring = at(version).and(Expression.of("attribute_exists(#" + DynamoDbTable.EXPIRES + ")"));
        Part marking = (transaction, key) -> transaction.update(key, mark, Expression.PRESENT);
        Key head = Key.head(deployment);
        try {
            boolean marked = inGroups(parts(deployment), marking, transaction -> transaction.check(head, isExpiring))
                    && inGroups(List.of(place), marking, transaction -> transaction.check(head, isExpiring));
            if (!marked) {
                LOG.debug(
                        "Deployment {} was ordered again or purged before all of it was marked to expire", deployment);
            }
        } catch (PortException failed) {
            LOG.warn("Not everything of deployment {} will expire by itself; purge removes it", deployment, failed);
        }
    }

    /**
     * Removes the expiry from all items of an ended deployment, before it is ordered again. Head and place come first, so
     * that {@link #mark} has no effect from then on. If the order fails, a purge deletes the deployment later.
     *
     * @param version the version of the deployment at its end
     */
    void unmark(DeploymentId deployment, Key place, long version) {
        Key head = Key.head(deployment);
        Expression unmark = Expression.of("REMOVE #" + DynamoDbTable.EXPIRES);
        Expression isEnded = at(version).and(DynamoDbTable.ENDED);
        Part unmarking = (transaction, key) -> transaction.update(key, unmark, Expression.PRESENT);
        List<Key> expiring = store.partition(Key.deployment(deployment)).stream()
                .filter(item -> item.has(DynamoDbTable.EXPIRES))
                .map(Item::key)
                .toList();
        if (expiring.isEmpty()) {
            return;
        }
        boolean kept = inGroups(List.of(place), unmarking, transaction -> transaction.update(head, unmark, isEnded));
        if (kept) {
            // Another engine may be marking items since the partition was read.
            Expression isKept = isEnded.and(Expression.of("attribute_not_exists(#" + DynamoDbTable.EXPIRES + ")"));
            inGroups(parts(deployment), unmarking, transaction -> transaction.check(head, isKept));
        }
    }

    /**
     * Deletes an ended deployment. The head comes first, so that a half-deleted deployment is not ordered again. The place
     * comes last, so that an interrupted deletion is found again.
     *
     * @param listeners the listeners that the deployment had at its end
     * @return false if it was ordered again meanwhile
     */
    boolean remove(DeploymentId deployment, Key place, Set<String> listeners) {
        Key head = Key.head(deployment);
        List<Key> parts = new ArrayList<>(parts(deployment));
        listeners.forEach(listener -> parts.add(Key.undelivered(listener, deployment)));
        return inGroups(parts, Store.Transaction::delete, transaction -> transaction.delete(head, DynamoDbTable.ENDED))
                && inGroups(
                        List.of(place),
                        Store.Transaction::delete,
                        transaction -> transaction.check(head, DynamoDbTable.ENDED));
    }

    private static Expression at(long version) {
        return Expression.of("#version = :version").with(":version", version);
    }

    /** Returns the keys of all items of a deployment except head and place. */
    private List<Key> parts(DeploymentId deployment) {
        Key head = Key.head(deployment);
        return store.partition(Key.deployment(deployment)).stream()
                .map(Item::key)
                .filter(key -> !key.equals(head))
                .toList();
    }

    @FunctionalInterface
    private interface Part {
        Store.Transaction add(Store.Transaction transaction, Key key);
    }

    /**
     * Changes items in as many transactions as needed, all with the same condition.
     *
     * @return false if the condition failed
     */
    private boolean inGroups(List<Key> keys, Part part, UnaryOperator<Store.Transaction> guard) {
        int most = Store.MOST_ITEMS - 1;
        int from = 0;
        do {
            Store.Transaction transaction = guard.apply(store.transaction());
            for (Key key : keys.subList(from, Math.min(keys.size(), from + most))) {
                part.add(transaction, key);
            }
            if (!transaction.commit()) {
                return false;
            }
            from += most;
        } while (from < keys.size());
        return true;
    }
}
