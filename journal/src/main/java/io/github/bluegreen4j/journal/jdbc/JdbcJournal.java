package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A journal in a database. Safe for use by many threads; with PostgreSQL also by many processes.
 *
 * <pre>{@code
 * try (JdbcJournal journal = JdbcJournal.h2(Path.of("deployments"))) { ... } // one process, no server
 * JdbcJournal journal = JdbcJournal.postgresql(dataSource);                  // several engines
 * JdbcJournal journal = JdbcJournal.h2(dataSource);                          // the application's own H2
 * }</pre>
 *
 * <p>Add the driver to your dependencies: {@code com.h2database:h2} or {@code org.postgresql:postgresql}. If no table
 * exists, the journal creates its tables in the connection's default schema; their names start with {@code
 * bluegreen_}. It migrates tables of an earlier version. To create or migrate the tables yourself, run {@link
 * #schema} or {@link #migration} and open the journal with {@link #existingPostgresql} or {@link #existingH2}. A database that is not a
 * journal, or that belongs to a newer bluegreen4j, is refused and not changed.
 *
 * <p>What was appended survives a crash of the process or the machine. The H2 file is opened so that a commit is on
 * disk before it is answered. A PostgreSQL server must run with {@code fsync} and {@code synchronous_commit} on,
 * which is its default.
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private final Database database;
    private final JdbcLeases leases;
    private final JdbcAppends appends;
    private final JdbcOrders orders;
    private final JdbcMailbox mailbox;
    private final JdbcDeliveries deliveries;
    private final JdbcLine line;
    private final JdbcDocuments documents;
    private final JdbcReads reads;
    private final AutoCloseable source;

    private JdbcJournal(Database database, AutoCloseable source) {
        JournalCodec codec = JournalCodec.standard();
        this.database = database;
        this.source = source;
        leases = new JdbcLeases(database);
        appends = new JdbcAppends(database, codec);
        orders = new JdbcOrders(database, codec);
        mailbox = new JdbcMailbox(database, codec);
        deliveries = new JdbcDeliveries(database);
        line = new JdbcLine(database);
        documents = new JdbcDocuments(database);
        reads = new JdbcReads(database, codec);
    }

    /**
     * Opens a journal in its own H2 file, which is created if it does not exist. Only one process can open it at a
     * time. Close it when you are done.
     *
     * <p>The file, and directories that must be created, are readable by their owner only, if the file system
     * supports owners.
     *
     * @param file the path without H2's suffix {@code .mv.db} and without {@code ;}, which H2 would interpret
     * @return the journal
     * @throws UnusableJournalException if another process has the file, the file is not a journal, or the path is not
     *     allowed
     */
    public static JdbcJournal h2(Path file) {
        H2File source = H2File.open(file);
        try {
            return open(source, Dialect.H2, "file " + file, true, source);
        } catch (RuntimeException refused) {
            source.close();
            throw refused;
        }
    }

    /**
     * Opens a journal in a database of H2 that the application has opened. Creates its tables if there are none, and migrates tables of an
     * earlier version.
     *
     * <p>A file must be opened as {@code jdbc:h2:async:...}: H2 closes other files when a call is interrupted. The journal sets {@code
     * WRITE_DELAY} to 0 for the whole database, so that a commit is on disk before it is answered, and connections that it has used keep
     * its {@code LOCK_TIMEOUT}. For an orderly shutdown add {@code ;DB_CLOSE_ON_EXIT=FALSE} to the URL. A database in memory is forgotten
     * with the process.
     *
     * @param source provides connections: a pool, best with ten or more. The journal does not close it
     * @return the journal
     * @throws UnusableJournalException if the database is not a journal, is not H2, delays writes and does not allow to change that, or is
     *     a file that was not opened with {@code async:}
     */
    public static JdbcJournal h2(DataSource source) {
        return open(source, Dialect.H2, H2Pool.prepare(source), true, () -> {});
    }

    /**
     * Opens a journal in a database of H2 whose tables were created with {@link #schema}; otherwise like {@link #h2(DataSource)}.
     *
     * @param source provides connections: a pool, best with ten or more. The journal does not close it
     * @return the journal
     * @throws UnusableJournalException as for {@link #h2(DataSource)}, and if the tables are missing or of an earlier version
     */
    public static JdbcJournal existingH2(DataSource source) {
        return open(source, Dialect.H2, H2Pool.prepare(source), false, () -> {});
    }

    /**
     * Opens a journal in PostgreSQL. Creates its tables if there are none, and migrates tables of an earlier version.
     *
     * @param source provides connections: a pool, best with ten or more. The journal does not close it
     * @return the journal
     * @throws UnusableJournalException if the database is not a journal
     */
    public static JdbcJournal postgresql(DataSource source) {
        return open(source, Dialect.POSTGRESQL, "PostgreSQL", true, () -> {});
    }

    /**
     * Opens a journal in PostgreSQL whose tables were created with {@link #schema}.
     *
     * @param source provides connections: a pool, best with ten or more. The journal does not close it
     * @return the journal
     * @throws UnusableJournalException if the tables are missing or of an earlier version, or the database is not a
     *     journal
     */
    public static JdbcJournal existingPostgresql(DataSource source) {
        return open(source, Dialect.POSTGRESQL, "PostgreSQL", false, () -> {});
    }

    /** {@return the SQL script that creates the tables} */
    public static String schema() {
        return Tables.schema();
    }

    /**
     * {@return the SQL script that migrates the tables of an earlier version. Run it in one transaction}
     */
    public static String migration() {
        return Tables.migration();
    }

    private static JdbcJournal open(
            DataSource source, Dialect dialect, String name, boolean creates, AutoCloseable closing) {
        Database database = new Database(source, dialect, name);
        try {
            prepare(database, dialect, creates);
        } catch (PortException failed) {
            throw Drivers.isMissing(failed) ? Drivers.missing(dialect, failed) : failed;
        }
        return new JdbcJournal(database, closing);
    }

    private static void prepare(Database database, Dialect dialect, boolean creates) {
        database.change("open", Values.none(), connection -> {
            Drivers.check(connection, dialect);
            new Tables(dialect).prepare(connection, creates, TimeSource.system().wall());
            return true;
        });
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return appends.append(extensions);
    }

    @Override
    public List<Appended> open(List<Opening> openings) {
        return orders.open(openings);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return reads.read(deployment);
    }

    @Override
    public List<ReadResult> readAll(List<DeploymentId> deployments) {
        return reads.readAll(deployments);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return reads.list(service);
    }

    @Override
    public List<List<Head>> unfinished(List<ServiceRef> services) {
        return reads.unfinished(services);
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
    public List<List<Mail>> mail(List<DeploymentId> deployments) {
        return reads.mail(deployments);
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
    public void changeLine(Line newLine) {
        line.change(newLine);
    }

    @Override
    public Optional<Line> line() {
        return line.read();
    }

    @Override
    public boolean storeDocument(Document document) {
        return documents.store(document);
    }

    @Override
    public boolean removeDocument(String kind, String name, long version) {
        return documents.remove(kind, name, version);
    }

    @Override
    public Optional<Document> document(String kind, String name) {
        return documents.read(kind, name);
    }

    @Override
    public List<Document> documents(String kind) {
        return documents.all(kind);
    }

    @Override
    public List<Document> openDocuments(String kind) {
        return documents.open(kind);
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
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        List<JdbcClaims.Claimed> claimed = leases.claimAll(services, engine);
        Map<DeploymentId, ReadResult> read = new HashMap<>();
        reads.readAll(claimed.stream().flatMap(one -> one.open().stream()).toList())
                .forEach(result -> read.put(result.deployment(), result));
        return claimed.stream()
                .map(one -> new ClaimResult(
                        one.service(),
                        one.fence(),
                        one.open().stream()
                                .map(id -> Objects.requireNonNull(read.get(id)))
                                .toList()))
                .toList();
    }

    @Override
    public void release(List<ServiceRef> services, String engine) {
        leases.release(services, engine);
    }

    /**
     * {@inheritDoc}
     *
     * <p>With PostgreSQL a call ends after nine tenths of this time: its connection is aborted, and the server ends
     * the rest of its transaction. Without an engine the limit is ten seconds.
     */
    @Override
    public void limitCalls(Duration longest) {
        database.limitCalls(longest);
    }

    /**
     * Deletes deployments that ended some time ago, with all their events and commands. Deployments that have not
     * ended stay, whatever their age, and so do the fences of services.
     *
     * @param olderThan how long ago they ended at least; zero or more
     * @return how many deployments were deleted
     */
    public int purge(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException(
                    "olderThan: \"" + olderThan + "\" is not allowed; allowed: zero or more");
        }
        return database.change(
                "purge",
                Values.none(),
                connection -> Sql.of(
                                "DELETE FROM bluegreen_deployment WHERE wake_up IS NULL AND ended_at <= "
                                        + database.dialect().later(),
                                -olderThan.toMillis())
                        .run(connection));
    }

    /**
     * Closes the file of {@link #h2(Path)}; does not close the source of another journal. Every later call fails because the journal
     * is closed.
     */
    @Override
    public void close() {
        database.close();
        try {
            source.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
