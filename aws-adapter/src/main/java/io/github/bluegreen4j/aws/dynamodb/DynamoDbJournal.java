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
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A journal in a table of Amazon DynamoDB, for several engines. Safe for use by many threads and many processes.
 *
 * <pre>{@code
 * DynamoDbClient client = SdkClients.oneAttempt(DynamoDbClient.builder()).build();
 * DynamoDbJournal.createTable(client, "deployments"); // once
 * DynamoDbJournal journal = DynamoDbJournal.create(client, "deployments");
 * }</pre>
 *
 * <p>What was appended is there: DynamoDB answers a write when it is durable, and is asked for consistent reads. Only {@link #due} may
 * miss, for the moment by which an index lags behind, what has just become due.
 *
 * <p>Leases need no clock that all engines share. An engine that wants a dead one's service watches its lease for as long as it is,
 * counted from its first look: a take-over takes up to that much longer than with a database. How long ago a deployment ended is counted
 * in the same way, from when {@link #undelivered} has shown it first.
 *
 * <p>An extension of a deployment may have 3.5 MB of events, which is far beyond what the workflow does.
 */
public final class DynamoDbJournal implements Journal, AutoCloseable {
    private final Store store;
    private final Leases leases;
    private final Appends appends;
    private final Orders orders;
    private final Mailbox mailbox;
    private final Deliveries deliveries;
    private final Reads reads;
    private final Expiry expiry;

    private DynamoDbJournal(Store store, TimeSource time, Optional<Duration> retention) {
        JournalCodec codec = JournalCodec.standard();
        Entries entries = new Entries(codec);
        this.store = store;
        leases = new Leases(store, time);
        expiry = new Expiry(store, time, retention);
        appends = new Appends(store, entries, expiry);
        orders = new Orders(store, entries, expiry);
        mailbox = new Mailbox(store, codec);
        deliveries = new Deliveries(store, time);
        reads = new Reads(store, time, leases, entries, mailbox);
    }

    /**
     * A journal that keeps deployments until somebody purges them.
     *
     * @param client one whose calls are one attempt, as {@link SdkClients#oneAttempt} builds it
     * @param table made by {@link #createTable}
     * @throws UnusableJournalException when it does not exist, or is no journal, or one of a newer bluegreen4j
     */
    public static DynamoDbJournal create(DynamoDbClient client, String table) {
        return create(client, table, Optional.empty(), ApiBudget.ofDefaults(), TimeSource.system());
    }

    /**
     * A journal whose deployments are forgotten by themselves.
     *
     * @param retention how long after its end a deployment is kept, a day or more; DynamoDB removes it within days of that ("Using time
     *     to live" in the DynamoDB developer guide), and from then on it is not read
     * @throws UnusableJournalException as {@link #create(DynamoDbClient, String)}
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
        SdkClients.reportRetries(client);
        Store store = new Store(client, table, ApiCalls.of(client, budget));
        Table.open(store);
        return new DynamoDbJournal(store, time, retention);
    }

    /**
     * Creates a table for a journal, and waits until it is there: billed by request, with the attribute {@code expires} for time to live.
     * One that exists is left as it is, but for time to live, which is enabled.
     *
     * @throws io.github.bluegreen4j.spi.PortException when DynamoDB does not do it
     */
    public static void createTable(DynamoDbClient client, String table) {
        Table.create(client, table);
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return appends.append(extensions);
    }

    @Override
    public Appended open(Opening opening) {
        return orders.open(opening);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return reads.read(deployment);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return reads.list(service);
    }

    @Override
    public List<Head> due(String engine) {
        return reads.due(engine);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        return mailbox.submit(deployment, commandId, command);
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
    public void renew(String engine, Duration length) {
        leases.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return leases.claim(service, engine);
    }

    @Override
    public void release(ServiceRef service, String engine) {
        leases.release(service, engine);
    }

    /**
     * Forgets deployments that ended so long ago, with all their events and commands, and what earlier calls of this left behind. Those
     * that have not ended stay, whatever their age, and so do the fences of services.
     *
     * @return how many it were
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

    /** Every later call answers that the journal is closed. Leaves the client as it is. */
    @Override
    public void close() {
        store.close();
    }
}
