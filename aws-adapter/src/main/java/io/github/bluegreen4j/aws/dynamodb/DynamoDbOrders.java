package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Opening;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Optional;

/** Opens new deployments, and ended ones again. Each order is one transaction and needs no claim. */
final class DynamoDbOrders {
    private static final int TRIES = 4;

    private final Store store;
    private final Entries entries;
    private final Expiry expiry;

    DynamoDbOrders(Store store, Entries entries, Expiry expiry) {
        this.store = store;
        this.entries = entries;
        this.expiry = expiry;
    }

    /** The positions of the new deployments of one call. Thread-safe. */
    static final class Numbers {
        private final Store store;
        private final int count;
        private long next;
        private long left;

        /** @param count how many are taken at once, when the first one is needed; gaps are harmless, because only the order matters */
        Numbers(Store store, int count) {
            this.store = store;
            this.count = count;
        }

        synchronized long next() {
            if (left == 0) {
                long last = store.update(
                                Key.COUNTER,
                                Expression.of("ADD #deployments :count").with(":count", count))
                        .number("deployments");
                next = last - count + 1;
                left = count;
            }
            left--;
            return next++;
        }
    }

    Appended open(Opening opening, Numbers numbers) {
        DeploymentId deployment = opening.deployment();
        Optional<Long> number = Optional.empty();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            List<Optional<Item>> both = store.getTogether(Key.head(deployment), Key.claim(opening.service()));
            Optional<Item> head = forgotten(both.get(0));
            Optional<Item> claim = both.get(1);
            long version = head.map(item -> item.number("version")).orElse(0L);
            long fence = claim.map(item -> item.number("fence")).orElse(DynamoDbLeases.NEVER_CLAIMED);
            if (head.filter(item -> item.has("open")).isPresent() || version != opening.expectedVersion()) {
                return new Appended(Appended.Status.LOST, version, fence);
            }
            Store.Transaction transaction;
            if (head.isPresent()) {
                transaction = reopening(opening, head.get());
            } else {
                number = Optional.of(number.orElseGet(numbers::next));
                transaction = creating(opening, number.get());
                if (claim.isEmpty()) {
                    transaction.put(Item.at(Key.known(opening.service())).with(opening.service()));
                }
            }
            entries.items(deployment, version, opening.entryId(), List.of(opening.event()))
                    .forEach(transaction::create);
            if (transaction.commit()) {
                return new Appended(Appended.Status.APPENDED, version + 1, fence);
            }
        }
        throw new PortException(new Problem(
                Problem.Kind.UNAVAILABLE,
                "dynamodb:TransactWriteItems",
                deployment.value(),
                "others write to it all the time"));
    }

    /** Treats an expired deployment as missing, and deletes what DynamoDB has not deleted yet. */
    private Optional<Item> forgotten(Optional<Item> head) {
        if (head.filter(item -> item.isExpired(expiry.now())).isEmpty()) {
            return head;
        }
        Item expired = head.get();
        expiry.remove(new DeploymentId(expired.text("deployment")), place(expired), expired.texts("listeners"));
        return Optional.empty();
    }

    private static Key place(Item head) {
        return Key.place(head.service(), head.number("number"));
    }

    private Store.Transaction creating(Opening opening, long number) {
        return store.transaction()
                .create(Item.at(Key.head(opening.deployment()))
                        .with("deployment", opening.deployment().value())
                        .with(opening.service())
                        .with("number", number)
                        .with("version", 1)
                        .with("commands", 0)
                        .with("wakeUp", opening.wakeUp().toString())
                        .with("open", DynamoDbTable.shard(opening.service()))
                        .with("due", opening.wakeUp().toEpochMilli()))
                .put(place(opening.deployment(), opening.service(), number));
    }

    private static Item place(DeploymentId deployment, ServiceRef service, long number) {
        return Item.at(Key.place(service, number)).with("deployment", deployment.value());
    }

    private Store.Transaction reopening(Opening opening, Item head) {
        expiry.unmark(opening.deployment(), place(head), opening.expectedVersion());
        Store.Transaction transaction = store.transaction()
                .update(
                        head.key(),
                        Expression.of("SET #version = :version, #wakeUp = :wakeUp, #due = :due, #open = :open"
                                        + " REMOVE #endedAt, #mail, #listeners, #" + DynamoDbTable.EXPIRES)
                                .with(":version", opening.expectedVersion() + 1)
                                .with(":wakeUp", opening.wakeUp().toString())
                                .with(":due", opening.wakeUp().toEpochMilli())
                                .with(":open", DynamoDbTable.shard(head.service())),
                        Expression.of("#version = :expected")
                                .with(":expected", opening.expectedVersion())
                                .and(DynamoDbTable.ENDED))
                .put(place(opening.deployment(), head.service(), head.number("number")));
        head.texts("listeners")
                .forEach(listener -> transaction.delete(Key.undelivered(listener, opening.deployment())));
        return transaction;
    }
}
