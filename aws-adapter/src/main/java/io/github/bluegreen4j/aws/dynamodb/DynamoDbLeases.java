package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Leases and claims. There is no clock that all engines share, so a lease is a random token that every renewal replaces. An
 * engine judges its own lease by its own clock, counted from before the renewal. Another engine's lease has expired if its
 * token did not change for the lease's whole length, counted from after it was first read, and is still the same at the
 * claim. Clocks need not agree, but must run equally fast.
 */
final class DynamoDbLeases {
    /** The fence of a service that was never claimed. */
    static final long NEVER_CLAIMED = 0;

    /** A lease that was not renewed for this long belongs to an engine that will not return. */
    private static final Duration LEASE_IS_KEPT = Duration.ofDays(30);

    /** How long to watch a lease of unknown length, if there is no own lease either. */
    private static final Duration UNKNOWN_LENGTH = Duration.ofSeconds(30);

    private static final int TRIES = 10;

    private final Store store;
    private final TimeSource time;
    private final Map<String, Held> own = new ConcurrentHashMap<>();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Held(long since, long length) {}

    /** @param word the token; empty if there is no lease */
    private record Seen(Optional<String> word, long length, long since) {}

    DynamoDbLeases(Store store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    void renew(String engine, Duration length) {
        long asked = time.nanos();
        long expires = time.wall().plus(LEASE_IS_KEPT).getEpochSecond();
        Item lease = store.update(
                Key.lease(engine),
                Expression.of("SET #word = :word, #lengthMillis = :length, #" + DynamoDbTable.EXPIRES + " = :expires")
                        .with(":word", UUID.randomUUID().toString())
                        .with(":length", length.toMillis())
                        .with(":expires", expires));
        own.put(engine, new Held(asked, length.toNanos()));
        look(engine, Optional.of(lease), length);
    }

    /** Tells whether a lease that was renewed by this process is valid. */
    private boolean holds(String engine) {
        Held held = own.get(engine);
        return held != null && time.nanos() - held.since() < held.length();
    }

    /**
     * Records the current token of a lease.
     *
     * @param otherwise how long to watch if there is no lease
     */
    private Seen look(String engine, Optional<Item> lease, Duration otherwise) {
        Optional<String> word = lease.map(item -> item.text("word"));
        Duration length = lease.map(item -> Duration.ofMillis(item.number("lengthMillis")))
                .orElse(otherwise);
        Seen fresh = new Seen(word, length.toNanos(), time.nanos());
        return seen.merge(engine, fresh, (before, now) -> before.word().equals(word) ? before : now);
    }

    Optional<Long> claim(ServiceRef service, String engine) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (!holds(engine)) {
                return Optional.empty();
            }
            Optional<Item> claim = store.get(Key.claim(service));
            Optional<String> owner = claim.filter(item -> item.has("engine")).map(item -> item.text("engine"));
            long fence = claim.map(item -> item.number("fence")).orElse(NEVER_CLAIMED);
            if (owner.equals(Optional.of(engine))) {
                return Optional.of(fence);
            }
            Store.Transaction transaction = store.transaction();
            if (owner.isPresent()) {
                Seen last = look(owner.get(), store.get(Key.lease(owner.get())), length(engine));
                if (time.nanos() - last.since() < last.length()) {
                    return Optional.empty();
                }
                transaction.check(Key.lease(owner.get()), unrenewed(last));
            }
            if (give(transaction, service, engine, claim, fence).commit()) {
                return Optional.of(fence + 1);
            }
        }
        throw new PortException(
                new Problem(Problem.Kind.UNAVAILABLE, "claim", service.toString(), "others claim it all the time"));
    }

    /**
     * Returns the engines whose leases may be valid: all but those that were watched long enough without a renewal.
     *
     * @param asking the engine that asks
     */
    Set<String> mayHold(Set<String> engines, String asking) {
        if (engines.isEmpty()) {
            return Set.of();
        }
        Map<Key, Item> leases = store.getAll(engines.stream().map(Key::lease).toList()).stream()
                .collect(Collectors.toMap(Item::key, lease -> lease));
        Duration otherwise = own.containsKey(asking) ? length(asking) : UNKNOWN_LENGTH;
        return engines.stream()
                .filter(engine -> {
                    Seen last = look(engine, Optional.ofNullable(leases.get(Key.lease(engine))), otherwise);
                    return time.nanos() - last.since() < last.length();
                })
                .collect(Collectors.toSet());
    }

    private Duration length(String engine) {
        return Duration.ofNanos(Objects.requireNonNull(own.get(engine)).length());
    }

    private static Expression unrenewed(Seen last) {
        return last.word()
                .map(word -> Expression.of("#word = :word").with(":word", word))
                .orElse(Expression.ABSENT);
    }

    private static Store.Transaction give(
            Store.Transaction transaction, ServiceRef service, String engine, Optional<Item> claim, long fence) {
        if (claim.isEmpty()) {
            return transaction
                    .create(Item.at(Key.claim(service))
                            .with(service)
                            .with("engine", engine)
                            .with("fence", fence + 1))
                    .put(Item.at(Key.known(service)).with(service));
        }
        Expression asItWas = claim.get().has("engine")
                ? Expression.of("#engine = :owner").with(":owner", claim.get().text("engine"))
                : Expression.of("attribute_not_exists(#engine)");
        return transaction.update(
                Key.claim(service),
                Expression.of("SET #engine = :engine, #fence = :next")
                        .with(":engine", engine)
                        .with(":next", fence + 1),
                asItWas.and(Expression.of("#fence = :fence").with(":fence", fence)));
    }

    void release(ServiceRef service, String engine) {
        store.updateIf(
                Key.claim(service),
                Expression.of("REMOVE #engine"),
                Expression.of("#engine = :engine").with(":engine", engine));
    }
}
