package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A journal in a table of Amazon DynamoDB, for several engines. Safe for use by many threads and processes.
 *
 * <pre>{@code
 * DynamoDbClient client = SdkClients.oneAttempt(DynamoDbClient.builder()).build();
 * DynamoDbJournal.createTable(client, "deployments"); // once
 * DynamoDbJournal journal = DynamoDbJournal.create(client, "deployments");
 * }</pre>
 *
 * <p>An append is durable when it returns, and reads are consistent. Only {@link #due} reads an index, which lags for a
 * moment. It may miss a deployment that has just become due.
 *
 * <p>Leases need no common clock of the engines. An engine that wants to take over a service watches the owner's lease for
 * its whole length, from its own first read. So a take-over takes up to one lease longer than with a database. In the same
 * way the age of an end counts from when {@link #undelivered} first saw it.
 *
 * <p>A call for many deployments makes up to sixteen requests at the same time, on threads of the journal. The HTTP client needs as many
 * connections.
 *
 * <p>One append of a deployment may have 3.5 MB of events, which is far more than the workflow writes.
 */
public final class DynamoDbJournal implements Journal, AutoCloseable {
    private final Store store;
    private final DynamoDbLeases leases;
    private final DynamoDbAppends appends;
    private final DynamoDbOrders orders;
    private final DynamoDbMailbox mailbox;
    private final DynamoDbDeliveries deliveries;
    private final DynamoDbReads reads;
    private final Expiry expiry;

    private final SideBySide sideBySide;

    private DynamoDbJournal(Store store, TimeSource time, Optional<Duration> retention, int width) {
        sideBySide = new SideBySide(width);
        JournalCodec codec = JournalCodec.standard();
        Entries entries = new Entries(codec);
        this.store = store;
        leases = new DynamoDbLeases(store, time);
        expiry = new Expiry(store, time, retention);
        appends = new DynamoDbAppends(store, sideBySide, entries, expiry);
        orders = new DynamoDbOrders(store, entries, expiry);
        mailbox = new DynamoDbMailbox(store, codec);
        deliveries = new DynamoDbDeliveries(store, time);
        reads = new DynamoDbReads(store, sideBySide, time, leases, entries, mailbox);
    }

    /**
     * Opens a journal that keeps deployments until {@link #purge} removes them.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}; closing the journal does not close it
     * @param table the name of a table, see {@link #createTable}
     * @return the journal
     * @throws UnusableJournalException if the table does not exist, is not a journal, or was written by a newer version of
     *     this library
     */
    public static DynamoDbJournal create(DynamoDbClient client, String table) {
        return create(client, table, Optional.empty(), ApiBudget.ofDefaults(), TimeSource.system());
    }

    /**
     * Opens a journal that deletes ended deployments by itself.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}; closing the journal does not close it
     * @param table the name of a table, see {@link #createTable}
     * @param retention how long an ended deployment is kept, one day or longer. It is no longer read afterwards; DynamoDB
     *     deletes it within a few days ("Using time to live" in the DynamoDB developer guide)
     * @return the journal
     * @throws IllegalArgumentException if the retention is shorter than a day
     * @throws UnusableJournalException if the table does not exist, is not a journal, or was written by a newer version of
     *     this library
     */
    public static DynamoDbJournal create(DynamoDbClient client, String table, Duration retention) {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "retention: \"" + retention + "\" is not allowed; allowed: a day or more");
        }
        return create(client, table, Optional.of(retention), ApiBudget.ofDefaults(), TimeSource.system());
    }

    static DynamoDbJournal create(
            DynamoDbClient client, String table, Optional<Duration> retention, ApiBudget budget, TimeSource time) {
        return create(client, table, retention, budget, time, SideBySide.USUAL_WIDTH);
    }

    /** @param width how many requests for different deployments are made at once */
    static DynamoDbJournal create(
            DynamoDbClient client,
            String table,
            Optional<Duration> retention,
            ApiBudget budget,
            TimeSource time,
            int width) {
        SdkClients.reportRetries(client);
        Store store = new Store(client, table, ApiCalls.of(client, budget));
        DynamoDbTable.open(store);
        return new DynamoDbJournal(store, time, retention, width);
    }

    /**
     * Creates a table for a journal and waits until it is active. It is billed per request, and time to live is enabled on
     * the attribute {@code expires}. If the table exists, only time to live is enabled.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param table the name of the table
     * @throws io.github.bluegreen4j.spi.PortException if DynamoDB refuses or does not answer
     */
    public static void createTable(DynamoDbClient client, String table) {
        DynamoDbTable.create(client, table);
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return appends.append(extensions);
    }

    /** {@inheritDoc} Orders for different services are stored side by side, sixteen at a time. */
    @Override
    public List<Appended> open(List<Opening> openings) {
        Map<ServiceRef, List<Integer>> ofService = new LinkedHashMap<>();
        for (int place = 0; place < openings.size(); place++) {
            ofService
                    .computeIfAbsent(openings.get(place).service(), first -> new ArrayList<>())
                    .add(place);
        }
        Appended[] outcomes = new Appended[openings.size()];
        DynamoDbOrders.Numbers numbers = new DynamoDbOrders.Numbers(store, openings.size());
        List<Boolean> unused = sideBySide.each(List.copyOf(ofService.values()), places -> {
            places.forEach(place -> outcomes[place] = orders.open(openings.get(place), numbers));
            return true;
        });
        return List.of(outcomes);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return reads.read(deployment);
    }

    /** {@inheritDoc} They are read side by side, sixteen at a time. */
    @Override
    public List<ReadResult> readAll(List<DeploymentId> deployments) {
        return sideBySide.each(
                deployments,
                deployment -> Journal.super.readAll(List.of(deployment)).get(0));
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return reads.list(service);
    }

    /** {@inheritDoc} Services are read side by side, sixteen at a time. */
    @Override
    public List<List<Head>> unfinished(List<ServiceRef> services) {
        return sideBySide.each(
                services, service -> Journal.super.unfinished(List.of(service)).get(0));
    }

    @Override
    public List<Head> due(String engine) {
        return reads.due(engine);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        return mailbox.submit(deployment, commandId, command);
    }

    /** {@inheritDoc} They are read side by side, sixteen at a time. */
    @Override
    public List<List<Mail>> mail(List<DeploymentId> deployments) {
        return sideBySide.each(
                deployments,
                deployment -> Journal.super.mail(List.of(deployment)).get(0));
    }

    @Override
    public void delivered(DeploymentId deployment, String listener, long version) {
        deliveries.delivered(deployment, listener, version);
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return reads.undelivered(listener, since);
    }

    @Override
    public void changeLine(Line line) {
        Item unused = store.update(
                Key.LINE,
                Expression.of("SET #stopped = :stopped, #reason = :reason, #actor = :actor, #at = :at")
                        .with(":stopped", line.stopped() ? 1 : 0)
                        .with(":reason", AttributeValue.fromS(line.reason()))
                        .with(":actor", AttributeValue.fromS(line.by().actor()))
                        .with(":at", AttributeValue.fromS(line.by().at().toString())));
    }

    /** {@inheritDoc} One strongly consistent read of one item. */
    @Override
    public Optional<Line> line() {
        return store.get(Key.LINE)
                .map(item -> new Line(
                        item.number("stopped") == 1,
                        item.text("reason"),
                        new Command.Origin(
                                item.text("actor"), item.instant("at").orElseThrow())));
    }

    @Override
    public boolean storeDocument(Document document) {
        Key key = Key.document(document.kind(), document.name());
        Store.Transaction change = store.transaction();
        if (document.version() == 1) {
            return change.create(Item.at(key)
                            .with("version", document.version())
                            .with("isopen", document.open() ? 1 : 0)
                            .with("text", document.text()))
                    .commit();
        }
        return change.update(
                        key,
                        Expression.of("SET #version = :version, #isopen = :isopen, #text = :text")
                                .with(":version", document.version())
                                .with(":isopen", document.open() ? 1 : 0)
                                .with(":text", AttributeValue.fromS(document.text())),
                        Expression.of("#version = :before").with(":before", document.version() - 1))
                .commit();
    }

    @Override
    public boolean removeDocument(String kind, String name, long version) {
        return store.transaction()
                .delete(
                        Key.document(kind, name),
                        Expression.of("#version = :version").with(":version", version))
                .commit();
    }

    @Override
    public Optional<Document> document(String kind, String name) {
        return store.get(Key.document(kind, name)).map(item -> document(kind, item));
    }

    /** {@inheritDoc} One strongly consistent query. */
    @Override
    public List<Document> documents(String kind) {
        return store.partition(Key.documents(kind)).stream()
                .map(item -> document(kind, item))
                .toList();
    }

    private static Document document(String kind, Item item) {
        return new Document(
                kind, item.key().sort(), item.number("version"), item.number("isopen") == 1, item.text("text"));
    }

    @Override
    public void renew(String engine, Duration length) {
        leases.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return leases.claim(service, engine);
    }

    /** {@inheritDoc} Services are claimed and read side by side, sixteen at a time. */
    @Override
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        return sideBySide.each(services, service -> {
            Optional<Long> fence = leases.claim(service, engine);
            List<DeploymentId> open = fence.isEmpty() ? List.of() : reads.openOf(service);
            return new ClaimResult(service, fence, Journal.super.readAll(open));
        });
    }

    /** {@inheritDoc} They are released side by side, sixteen at a time. */
    @Override
    public void release(List<ServiceRef> services, String engine) {
        List<Boolean> unused = sideBySide.each(services, service -> {
            leases.release(service, engine);
            return true;
        });
    }

    /**
     * Deletes deployments that ended some time ago, with all their events and commands, and leftovers of earlier interrupted
     * purges. Deployments that have not ended stay, and so do the fences of services.
     *
     * @param olderThan how long ago a deployment must have ended, zero or longer
     * @return the number of deleted deployments
     * @throws IllegalArgumentException if the duration is negative
     */
    public int purge(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException(
                    "olderThan: \"" + olderThan + "\" is not allowed; allowed: zero or more");
        }
        int removed = 0;
        for (Item place : reads.endedUntil(expiry.now().minus(olderThan))) {
            boolean isRemoved =
                    expiry.remove(new DeploymentId(place.text("deployment")), place.key(), place.texts("listeners"));
            removed += isRemoved ? 1 : 0;
        }
        return removed;
    }

    /** Closes the journal: every later call fails. Does not close the client. */
    @Override
    public void close() {
        store.close();
    }
}
