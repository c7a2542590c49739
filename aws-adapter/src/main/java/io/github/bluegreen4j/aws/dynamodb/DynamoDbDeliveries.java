package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Up to which event listeners were notified. The deployment's partition has an item for each listener. The listener's
 * partition has an item for each ended deployment whose end it has not received.
 */
final class DynamoDbDeliveries {
    private final Store store;
    private final TimeSource time;

    DynamoDbDeliveries(Store store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /**
     * Records a delivery. It writes no item that appends write, so it does not disturb them. An item that is written while
     * the deployment is purged remains, but does not count for a later deployment of the same id, which has another number.
     */
    void delivered(DeploymentId deployment, String listener, long version) {
        Optional<Item> head = store.get(Key.head(deployment)).filter(item -> !item.isExpired(time.wall()));
        if (head.isEmpty()) {
            return;
        }
        long number = head.get().number("number");
        boolean expires = head.get().has(DynamoDbTable.EXPIRES);
        Expression update = Expression.of("SET #version = :version, #number = :number"
                        + (expires ? ", #" + DynamoDbTable.EXPIRES + " = :expires" : ""))
                .with(":version", version)
                .with(":number", number);
        store.updateIf(
                Key.delivered(deployment, listener),
                expires ? update.with(":expires", head.get().number(DynamoDbTable.EXPIRES)) : update,
                Expression.of("(" + Expression.ABSENT.text() + " OR #number <> :number OR #version < :version)"));
        if (!head.get().has("open") && version >= head.get().number("version")) {
            // If the deployment was ordered again and has ended meanwhile, there is an item with a higher version.
            store.deleteIf(
                    Key.undelivered(listener, deployment),
                    Expression.of("(" + Expression.ABSENT.text() + " OR #version <= :version)")
                            .with(":version", version));
        }
    }

    /** Returns the deliveries in a deployment's items. */
    static Map<String, Long> delivered(Item head, List<Item> items) {
        Map<String, Long> delivered = new HashMap<>();
        items.stream()
                .filter(item -> item.key().isDelivered() && item.number("number") == head.number("number"))
                .forEach(item -> delivered.put(Key.listener(item.key()), item.number("version")));
        return Map.copyOf(delivered);
    }
}
