package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.journal.json.UndecodableException;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Head;
import io.github.bluegreen4j.spi.Journal.History;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads deployments. */
final class DynamoDbReads {
    private static final int TRIES = 4;

    private final Store store;
    private final SideBySide sideBySide;
    private final TimeSource time;
    private final DynamoDbLeases leases;
    private final Entries entries;
    private final DynamoDbMailbox mailbox;
    private final Map<End, Long> firstSeen = new ConcurrentHashMap<>();

    DynamoDbReads(
            Store store,
            SideBySide sideBySide,
            TimeSource time,
            DynamoDbLeases leases,
            Entries entries,
            DynamoDbMailbox mailbox) {
        this.store = store;
        this.sideBySide = sideBySide;
        this.time = time;
        this.leases = leases;
        this.entries = entries;
        this.mailbox = mailbox;
    }

    /** A deployment and its position. */
    private record Placed(long number, Head head) {}

    /** All items of a deployment. A transaction may have changed them between two pages of the read. */
    private record Partition(Item head, Entries.Read entries, List<Item> mail, Map<String, Long> delivered) {
        boolean isWhole() {
            return entries.version() == head.number("version")
                    && mail.size() == head.texts("mail").size();
        }
    }

    Optional<History> read(DeploymentId deployment) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Partition> read = partition(deployment);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            if (read.get().isWhole()) {
                return Optional.of(history(deployment, read.get()));
            }
            if (isSettled(read.get().head())) {
                requireWhole(deployment, read.get());
            }
        }
        throw new PortException(
                new Problem(Problem.Kind.UNAVAILABLE, "read", deployment.value(), "it is written to all the time"));
    }

    private Optional<Partition> partition(DeploymentId deployment) {
        List<Item> items = store.partition(Key.deployment(deployment));
        return items.stream()
                .filter(item -> item.key().equals(Key.head(deployment)) && !item.isExpired(time.wall()))
                .findFirst()
                .map(head -> {
                    Set<String> waiting = head.texts("mail");
                    return new Partition(
                            head,
                            entries.read(
                                    deployment,
                                    items.stream()
                                            .filter(item -> item.key().isEntry())
                                            .toList()),
                            items.stream()
                                    .filter(item ->
                                            item.key().isCommand() && waiting.contains(Key.commandId(item.key())))
                                    .toList(),
                            DynamoDbDeliveries.delivered(head, items));
                });
    }

    /** Tells whether no transaction is half-visible: one of its items written and another one not yet. */
    private boolean isSettled(Item head) {
        return store.transaction()
                .check(head.key(), Expression.of("#version = :version").with(":version", head.number("version")))
                .commit();
    }

    private void requireWhole(DeploymentId deployment, Partition before) {
        Optional<Partition> again = partition(deployment);
        boolean isDamaged = again.isPresent()
                && !again.get().isWhole()
                && again.get().head().equals(before.head());
        if (isDamaged) {
            Item head = before.head();
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED,
                    "read",
                    deployment.value(),
                    "it stands at version " + head.number("version") + " and has "
                            + again.get().entries().version() + " events, and "
                            + again.get().mail().size() + " of the commands " + head.texts("mail")
                            + ": restore it from a backup, or delete its items"));
        }
    }

    private History history(DeploymentId deployment, Partition partition) {
        try {
            return new History(
                    head(partition.head(), claims(List.of(partition.head()))),
                    partition.entries().decoded(),
                    partition.entries().entryIds(),
                    mailbox.waiting(deployment, partition.mail()),
                    partition.delivered());
        } catch (UndecodableException damaged) {
            throw new PortException(
                    new Problem(Problem.Kind.REFUSED, "read", deployment.value(), String.valueOf(damaged.getMessage())),
                    damaged);
        }
    }

    private static Head head(Item item, Map<ServiceRef, Item> claims) {
        Optional<Item> claim = Optional.ofNullable(claims.get(item.service()));
        return new Head(
                new DeploymentId(item.text("deployment")),
                item.service(),
                item.number("version"),
                claim.map(one -> one.number("fence")).orElse(DynamoDbLeases.NEVER_CLAIMED),
                item.instant("wakeUp"),
                item.has("mail"));
    }

    /** Returns the claims on the services of deployments. */
    private Map<ServiceRef, Item> claims(Collection<Item> heads) {
        Map<ServiceRef, Item> claims = new HashMap<>();
        for (Item claim : getAll(
                heads.stream().map(Item::service).distinct().map(Key::claim).toList())) {
            claims.put(claim.service(), claim);
        }
        return claims;
    }

    /**
     * Queries the shards of the index side by side, then reads heads, claims and leases of other engines, a hundred at a time. The index
     * lags, so each deployment that it lists is read again.
     */
    List<Head> due(String engine) {
        List<Key> open = sideBySide.each(DynamoDbTable.shards(), store::open).stream()
                .flatMap(List::stream)
                .map(Item::key)
                .toList();
        List<Item> due = getAll(open).stream().filter(head -> head.has("open")).toList();
        Map<ServiceRef, Item> claims = claims(due);
        Set<String> others = new HashSet<>();
        claims.values()
                .forEach(claim -> owner(claim).filter(it -> !it.equals(engine)).ifPresent(others::add));
        Set<String> alive = leases.mayHold(others, engine);
        return inTheirOrder(
                due.stream()
                        .filter(head -> Optional.ofNullable(claims.get(head.service()))
                                .flatMap(DynamoDbReads::owner)
                                .filter(alive::contains)
                                .isEmpty())
                        .toList(),
                claims);
    }

    /** Reads many items, a hundred a request, side by side. Missing ones are omitted. */
    private List<Item> getAll(List<Key> keys) {
        List<List<Key>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Store.MOST_ITEMS) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + Store.MOST_ITEMS)));
        }
        return sideBySide.each(batches, store::getAll).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Optional<String> owner(Item claim) {
        return claim.has("engine") ? Optional.of(claim.text("engine")) : Optional.empty();
    }

    private static List<Head> inTheirOrder(List<Item> heads, Map<ServiceRef, Item> claims) {
        return heads.stream()
                .sorted(Comparator.comparingLong(head -> head.number("number")))
                .map(head -> head(head, claims))
                .toList();
    }

    /** An end that a listener has not received. The map records when this process first read it, by its monotonic clock. */
    private record End(String listener, String deployment, long version) {}

    List<Head> undelivered(String listener, Duration since) {
        Map<Key, Long> ends = new HashMap<>();
        Set<End> seen = new HashSet<>();
        for (Item item : store.partition(Key.undelivered(listener))) {
            End end = new End(listener, item.text("deployment"), item.number("version"));
            seen.add(end);
            long first = firstSeen.computeIfAbsent(end, unseen -> time.nanos());
            if (time.nanos() - first >= since.toNanos()) {
                ends.put(Key.head(new DeploymentId(end.deployment())), end.version());
            }
        }
        firstSeen.keySet().removeIf(end -> end.listener().equals(listener) && !seen.contains(end));
        List<Item> heads = store.getAll(ends.keySet()).stream()
                .filter(head -> !head.has("open") && !head.isExpired(time.wall()))
                .filter(head -> Optional.of(head.number("version")).equals(Optional.ofNullable(ends.get(head.key()))))
                .toList();
        return inTheirOrder(heads, claims(heads));
    }

    List<Head> list(Optional<ServiceRef> service) {
        List<ServiceRef> services = service.map(List::of)
                .orElseGet(() -> store.partition(Key.SERVICES).stream()
                        .map(Item::service)
                        .toList());
        List<Placed> placed = new ArrayList<>();
        services.forEach(one -> placed.addAll(ofService(one)));
        placed.sort(Comparator.comparingLong(Placed::number));
        return placed.stream().map(Placed::head).toList();
    }

    /** Lists the deployments of a service: ended ones by their places, the others one by one. */
    private List<Placed> ofService(ServiceRef service) {
        List<Item> items = store.partition(Key.service(service));
        Optional<Item> claim = items.stream()
                .filter(item -> item.key().equals(Key.claim(service)))
                .findFirst();
        long fence = claim.map(item -> item.number("fence")).orElse(DynamoDbLeases.NEVER_CLAIMED);
        Map<ServiceRef, Item> claims = claim.map(item -> Map.of(service, item)).orElse(Map.of());
        List<Placed> placed = new ArrayList<>();
        List<Key> open = new ArrayList<>();
        for (Item item : items) {
            if (item.key().isPlace() && !item.isExpired(time.wall())) {
                DeploymentId deployment = new DeploymentId(item.text("deployment"));
                if (item.has("endedAt")) {
                    placed.add(new Placed(
                            Key.number(item.key()),
                            new Head(
                                    deployment,
                                    service,
                                    item.number("version"),
                                    fence,
                                    Optional.empty(),
                                    item.has("mailIsLeft"))));
                } else {
                    open.add(Key.head(deployment));
                }
            }
        }
        for (Item head : store.getAll(open)) {
            placed.add(new Placed(head.number("number"), head(head, claims)));
        }
        return placed;
    }

    /** Returns the deployments of a service that have not ended, the oldest first. */
    List<DeploymentId> openOf(ServiceRef service) {
        return store.partition(Key.service(service)).stream()
                .filter(item -> item.key().isPlace() && !item.has("endedAt") && !item.isExpired(time.wall()))
                .map(item -> new DeploymentId(item.text("deployment")))
                .toList();
    }

    /** Returns the places of deployments that ended before an instant. */
    List<Item> endedUntil(Instant end) {
        List<Item> ended = new ArrayList<>();
        for (Item service : store.partition(Key.SERVICES)) {
            store.partition(Key.service(service.service())).stream()
                    .filter(item -> item.key().isPlace())
                    .filter(item -> item.instant("endedAt")
                            .filter(at -> !at.isAfter(end))
                            .isPresent())
                    .forEach(ended::add);
        }
        return ended;
    }
}
