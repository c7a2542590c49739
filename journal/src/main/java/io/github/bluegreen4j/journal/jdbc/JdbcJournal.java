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
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A journal in a database. Safe for use by many threads; in PostgreSQL by many processes, too.
 *
 * <pre>{@code
 * try (JdbcJournal journal = JdbcJournal.h2(Path.of("deployments"))) { ... } // one process, no server
 * JdbcJournal journal = JdbcJournal.postgresql(dataSource);                  // several engines
 * }</pre>
 *
 * <p>The driver is yours to bring: {@code com.h2database:h2} or {@code org.postgresql:postgresql}. The tables, whose names begin with
 * {@code bluegreen_}, are created when none of them exists, in the connection's default schema, and migrated when they are of an
 * earlier version. To do that yourself, run {@link #schema} or {@link #migration} and open with {@link #existingPostgresql}. A database
 * that is no journal, or one of a newer bluegreen4j, is refused and left as it is.
 *
 * <p>What was appended is there after the process, or the machine, has died: the file is opened so that a commit is on disk before
 * it is answered; a PostgreSQL server has to run with {@code fsync} and {@code synchronous_commit} on, as it does by default.
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private final Database database;
    private final JdbcLeases leases;
    private final JdbcAppends appends;
    private final JdbcMailbox mailbox;
    private final JdbcDeliveries deliveries;
    private final JdbcReads reads;
    private final AutoCloseable source;

    private JdbcJournal(Database database, AutoCloseable source) {
        JournalCodec codec = JournalCodec.standard();
        this.database = database;
        this.source = source;
        leases = new JdbcLeases(database);
        appends = new JdbcAppends(database, codec);
        mailbox = new JdbcMailbox(database, codec);
        deliveries = new JdbcDeliveries(database);
        reads = new JdbcReads(database, codec, mailbox);
    }

    /**
     * A journal in a file of its own, which is created if it does not exist. One process has it at a time; to be closed.
     *
     * <p>The file, and directories that do not exist yet, are created for their owner alone to read, where the file system knows owners.
     *
     * @param file without H2's ending {@code .mv.db}; without {@code ;}, which H2 would interpret
     * @throws UnusableJournalException when another process has the file, it is no journal, or the path is not allowed
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
     * A journal in PostgreSQL. Its tables are created if there is none of them, and migrated if they are of an earlier version.
     *
     * @param source where connections come from: a pool, best of ten or more; it is not closed
     * @throws UnusableJournalException when it is no journal
     */
    public static JdbcJournal postgresql(DataSource source) {
        return open(source, Dialect.POSTGRESQL, "PostgreSQL", true, () -> {});
    }

    /**
     * A journal in PostgreSQL whose tables somebody has created with {@link #schema}.
     *
     * @throws UnusableJournalException when they are missing or of an earlier version, or it is no journal
     */
    public static JdbcJournal existingPostgresql(DataSource source) {
        return open(source, Dialect.POSTGRESQL, "PostgreSQL", false, () -> {});
    }

    /** The script that creates the tables. */
    public static String schema() {
        return Tables.schema();
    }

    /** The script that migrates the tables of version 1, those of the first bluegreen4j. Run it in one transaction. */
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
    public Appended open(Opening opening) {
        return appends.open(opening);
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
     * {@inheritDoc}
     *
     * <p>In PostgreSQL a call that takes nine tenths of that ends: its connection is aborted, and the server ends what is left of its
     * transaction. Without an engine the limit is ten seconds.
     */
    @Override
    public void limitCalls(Duration longest) {
        database.limitCalls(longest);
    }

    /**
     * Forgets deployments that ended so long ago, with all their events and commands. Those that have not ended stay, whatever their
     * age, and so do the fences of services.
     *
     * @return how many it were
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

    /** Closes the file of {@link #h2}; leaves a PostgreSQL source as it is. Every later call answers that the journal is closed. */
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
