package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Extension;
import io.github.bluegreen4j.spi.PortException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Appends to deployments, each in its own transaction that checks the expected version and the service's fence. */
final class DynamoDbAppends {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbAppends.class);
    private static final int TRIES = 4;

    /** How many commands a condition may name. A condition has at most 4 KB ("Constraints" in the DynamoDB developer guide). */
    private static final int MOST_NAMED = 100;

    /** Stands for an unknown position; real ones start at 1. */
    private static final long UNKNOWN_PLACE = 0;

    private final Store store;
    private final SideBySide sideBySide;
    private final Entries entries;
    private final Expiry expiry;

    DynamoDbAppends(Store store, SideBySide sideBySide, Entries entries, Expiry expiry) {
        this.store = store;
        this.sideBySide = sideBySide;
        this.entries = entries;
        this.expiry = expiry;
    }

    List<Appended> append(List<Extension> extensions) {
        for (Extension extension : extensions) {
            if (extension.events().isEmpty()) {
                throw new IllegalArgumentException("an extension without events: " + extension);
            }
        }
        Queue<PortException> unknown = new ConcurrentLinkedQueue<>();
        List<Appended> outcomes = sideBySide.each(extensions, extension -> {
            try {
                return append(extension);
            } catch (PortException failed) {
                unknown.add(failed);
                // The engine reads the deployment again after Unknown.
                LOG.debug("Whether deployment {} was extended is not known", extension.deployment(), failed);
                return new Appended(Appended.Status.UNKNOWN, extension.expectedVersion(), extension.fence());
            }
        });
        if (unknown.size() == extensions.size() && !unknown.isEmpty()) {
            throw unknown.remove();
        }
        return outcomes;
    }

    /** The version and the fence at one moment. */
    private record Stand(Optional<Item> head, long fence) {
        long version() {
            return head.map(item -> item.number("version")).orElse(0L);
        }

        boolean hasEnded() {
            return head.filter(item -> !item.has("open")).isPresent();
        }
    }

    private Stand stand(Extension extension) {
        List<Optional<Item>> both = store.getTogether(Key.head(extension.deployment()), Key.claim(extension.service()));
        return new Stand(
                both.get(0), both.get(1).map(claim -> claim.number("fence")).orElse(DynamoDbLeases.NEVER_CLAIMED));
    }

    private Appended append(Extension extension) {
        long number = number(extension);
        // Assuming remaining commands where there are none costs one needless read.
        boolean mailIsLeft = extension.consumed().size() > MOST_NAMED;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (attempt(extension, number, mailIsLeft)) {
                if (extension.wakeUp().isEmpty()) {
                    expiry.mark(
                            extension.deployment(), Key.place(extension.service(), number), versionAfter(extension));
                }
                return new Appended(Appended.Status.APPENDED, versionAfter(extension), extension.fence());
            }
            Stand stand = stand(extension);
            boolean lost = stand.version() != extension.expectedVersion()
                    || stand.hasEnded()
                    || stand.fence() != extension.fence()
                    || stand.fence() == DynamoDbLeases.NEVER_CLAIMED;
            if (lost) {
                return new Appended(Appended.Status.LOST, stand.version(), stand.fence());
            }
            // No other writer was faster, so new commands arrived, or the cause is gone.
            mailIsLeft = true;
        }
        throw new PortException(new Problem(
                Problem.Kind.UNAVAILABLE,
                "dynamodb:TransactWriteItems",
                extension.deployment().value(),
                "others write to it all the time"));
    }

    private static long versionAfter(Extension extension) {
        return extension.expectedVersion() + extension.events().size();
    }

    /** Returns the deployment's position in its service; 0 if this append does not need it. */
    private long number(Extension extension) {
        if (extension.expectedVersion() == 0) {
            return new DynamoDbOrders.Numbers(store, 1).next();
        }
        return extension.wakeUp().isPresent()
                ? UNKNOWN_PLACE
                : store.get(Key.head(extension.deployment()))
                        .map(head -> head.number("number"))
                        .orElse(UNKNOWN_PLACE);
    }

    private boolean attempt(Extension extension, long number, boolean mailIsLeft) {
        Store.Transaction transaction = store.transaction()
                .check(
                        Key.claim(extension.service()),
                        Expression.of("#fence = :fence").with(":fence", extension.fence()));
        if (extension.expectedVersion() == 0) {
            transaction.create(head(extension, number));
        } else {
            transaction.update(
                    Key.head(extension.deployment()), standing(extension, mailIsLeft), at(extension, mailIsLeft));
        }
        if (number != UNKNOWN_PLACE) {
            transaction.put(place(extension, number, mailIsLeft));
        }
        if (extension.wakeUp().isEmpty()) {
            undelivered(extension).forEach(transaction::put);
        }
        entries.items(extension.deployment(), extension.expectedVersion(), extension.entryId(), extension.events())
                .forEach(transaction::create);
        return transaction.commit();
    }

    /** Returns an item for each listener that was not notified of the end. */
    private List<Item> undelivered(Extension extension) {
        return extension.listeners().stream()
                .map(listener -> expiring(Item.at(Key.undelivered(listener, extension.deployment()))
                        .with("deployment", extension.deployment().value())
                        .with("version", versionAfter(extension))
                        .with("endedAt", expiry.now().toString())))
                .toList();
    }

    private Item expiring(Item item) {
        return expiry.expires().map(at -> item.with(DynamoDbTable.EXPIRES, at)).orElse(item);
    }

    private Item head(Extension extension, long number) {
        Item head = Item.at(Key.head(extension.deployment()))
                .with("deployment", extension.deployment().value())
                .with(extension.service())
                .with("number", number)
                .with("version", versionAfter(extension))
                .with("commands", 0);
        return extension
                .wakeUp()
                .map(wakeUp -> head.with("wakeUp", wakeUp.toString())
                        .with("open", DynamoDbTable.shard(extension.service()))
                        .with("due", wakeUp.toEpochMilli()))
                .orElseGet(() -> expiring(
                        head.with("endedAt", expiry.now().toString()).with("listeners", extension.listeners())));
    }

    /**
     * Returns the item by which a deployment is listed in its service. It records the end, because ended deployments are
     * listed by it alone.
     */
    private Item place(Extension extension, long number, boolean mailIsLeft) {
        Item place = Item.at(Key.place(extension.service(), number))
                .with("deployment", extension.deployment().value());
        if (extension.wakeUp().isPresent()) {
            return place;
        }
        Item ended = place.with("endedAt", expiry.now().toString())
                .with("version", versionAfter(extension))
                .with("listeners", extension.listeners());
        return mailIsLeft ? ended.with("mailIsLeft", 1) : ended;
    }

    private static Expression at(Extension extension, boolean mailIsLeft) {
        Expression at = Expression.of("#version = :expected AND attribute_exists(#open)")
                .with(":expected", extension.expectedVersion());
        return mailIsLeft ? at : at.and(allMailIsConsumed(extension.consumed()));
    }

    private static Expression allMailIsConsumed(List<String> consumed) {
        if (consumed.isEmpty()) {
            return Expression.of("attribute_not_exists(#mail)");
        }
        StringBuilder text = new StringBuilder("size(#mail) = :mails");
        Expression values = Expression.of("").with(":mails", consumed.size());
        for (int i = 0; i < consumed.size(); i++) {
            text.append(" AND contains(#mail, :mail").append(i).append(')');
            values = values.with(":mail" + i, consumed.get(i));
        }
        return new Expression(text.toString(), values.values());
    }

    /**
     * Returns the update of the head. It leaves the keys of the index of open deployments as they are until the end: each change of them
     * would be two more writes.
     */
    private Expression standing(Extension extension, boolean mailIsLeft) {
        List<String> sets = new ArrayList<>(List.of("#version = :version"));
        List<String> removed = new ArrayList<>();
        Expression values = Expression.of("").with(":version", versionAfter(extension));
        if (extension.wakeUp().isPresent()) {
            Instant wakeUp = extension.wakeUp().get();
            sets.add("#wakeUp = :wakeUp");
            values = values.with(":wakeUp", wakeUp.toString());
        } else {
            removed.addAll(List.of("#wakeUp", "#due", "#open"));
            sets.add("#endedAt = :endedAt");
            values = values.with(":endedAt", expiry.now().toString());
            if (!extension.listeners().isEmpty()) {
                sets.add("#listeners = :listeners");
                values = values.with(":listeners", AttributeValue.fromSs(List.copyOf(extension.listeners())));
            }
            if (expiry.expires().isPresent()) {
                sets.add("#" + DynamoDbTable.EXPIRES + " = :expires");
                values = values.with(":expires", expiry.expires().get());
            }
        }
        String deleted = "";
        if (!mailIsLeft) {
            removed.add("#mail");
        } else if (!extension.consumed().isEmpty()) {
            deleted = " DELETE #mail :consumed";
            values = values.with(":consumed", AttributeValue.fromSs(extension.consumed()));
        }
        String text = "SET " + String.join(", ", sets)
                + (removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed))
                + deleted;
        return new Expression(text, values.values());
    }
}
