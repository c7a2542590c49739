package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far listeners were notified: an item for each listener in the deployment's partition, and in the listener's partition an item for
 * each deployment of whose end it was not notified.
 */
final class Deliveries {
    private final Store store;
    private final TimeSource time;

    Deliveries(Store store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /**
     * Writes no item that the engine's appends write, which would disturb them. An item that is written while the deployment is purged
     * stays behind, and does not count for a later deployment of the same id, which has another number.
     */
    void delivered(DeploymentId deployment, String listener, long version) {
        Optional<Item> head = store.get(Key.head(deployment)).filter(item -> !item.isExpired(time.wall()));
        if (head.isEmpty()) {
            return;
        }
        long number = head.get().number("number");
        boolean expires = head.get().has(Table.EXPIRES);
        Expression update = Expression.of("SET #version = :version, #number = :number"
                        + (expires ? ", #" + Table.EXPIRES + " = :expires" : ""))
                .with(":version", version)
                .with(":number", number);
        store.updateIf(
                Key.delivered(deployment, listener),
                expires ? update.with(":expires", head.get().number(Table.EXPIRES)) : update,
                Expression.of("(" + Expression.ABSENT.text() + " OR #number <> :number OR #version < :version)"));
        if (!head.get().has("open") && version >= head.get().number("version")) {
            // If the deployment was opened again and has ended meanwhile, there is an item with a higher version.
            store.deleteIf(
                    Key.undelivered(listener, deployment),
                    Expression.of("(" + Expression.ABSENT.text() + " OR #version <= :version)")
                            .with(":version", version));
        }
    }

    /** What the items of a deployment say. */
    static Map<String, Long> delivered(Item head, List<Item> items) {
        Map<String, Long> delivered = new HashMap<>();
        items.stream()
                .filter(item -> item.key().isDelivered() && item.number("number") == head.number("number"))
                .forEach(item -> delivered.put(Key.listener(item.key()), item.number("version")));
        return Map.copyOf(delivered);
    }
}
