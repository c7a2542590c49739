package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the tables, migrates those of an earlier version, and refuses tables that are not ours. */
final class Tables {
    static final int VERSION = 4;

    private static final String SCHEMA = "schema.sql";
    private static final String MIGRATION = "migration-4.sql";

    /** The tables that later versions than the first have added, with the version of each. */
    private static final Map<String, Integer> ADDED =
            Map.of("bluegreen_delivery", 2, "bluegreen_line", 3, "bluegreen_document", 4);

    private static final Set<String> OURS = Set.of(
            "bluegreen_schema",
            "bluegreen_deployment",
            "bluegreen_event",
            "bluegreen_command",
            "bluegreen_engine",
            "bluegreen_service",
            "bluegreen_delivery",
            "bluegreen_line",
            "bluegreen_document");
    private static final Duration FAR_OFF = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final Dialect dialect;

    Tables(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The statements that create the tables. */
    static String schema() {
        return script(SCHEMA);
    }

    /** The statements that migrate the tables of an earlier version. */
    static String migration() {
        return script(MIGRATION);
    }

    private static String script(String name) {
        try (InputStream resource = Tables.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing beside " + Tables.class);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(name + " can't be read", unreadable);
        }
    }

    /** @param creates whether tables that are missing are created, and those of an earlier version migrated */
    void prepare(Connection connection, boolean creates, Instant now) throws SQLException {
        if (!isReady(connection, creates)) {
            // Of several processes that open the journal at once, one changes it; the others wait and find it ready.
            Sql.of(dialect.alone()).first(connection, row -> true);
            change(connection);
        }
        checkClock(connection, now);
    }

    /** Whether the tables are there; otherwise they can be created or migrated. */
    private static boolean isReady(Connection connection, boolean creates) throws SQLException {
        Set<String> found = found(connection);
        if (creates && (found.isEmpty() || isUnfinished(connection, found))) {
            return false;
        }
        int version = version(connection, found);
        if (version < VERSION && creates) {
            return false;
        }
        if (version < VERSION) {
            throw new UnusableJournalException("the journal has schema version " + version + ", this bluegreen4j needs "
                    + VERSION + ": run the script of JdbcJournal.migration");
        }
        return true;
    }

    /**
     * Whether an engine died while it created the tables. H2 commits each statement by itself. The version is written last, and nothing is
     * stored before.
     */
    private static boolean isUnfinished(Connection connection, Set<String> found) throws SQLException {
        if (!found.contains("bluegreen_schema") || !OURS.containsAll(found)) {
            return false;
        }
        for (String table : found) {
            if (Sql.of("SELECT COUNT(*) AS rows_stored FROM " + table)
                            .first(connection, row -> row.getLong("rows_stored"))
                            .orElse(0L)
                    > 0) {
                return false;
            }
        }
        return true;
    }

    private static void change(Connection connection) throws SQLException {
        Set<String> found = found(connection);
        if (found.isEmpty() || isUnfinished(connection, found)) {
            run(connection, schema());
        } else if (version(connection, found) < VERSION) {
            run(connection, migration());
        }
    }

    private static Set<String> found(Connection connection) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith("bluegreen_")) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : script.replaceAll("--[^\n]*", "").split(";", -1)) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    /** The version of the tables, all of which are there. */
    private static int version(Connection connection, Set<String> found) throws SQLException {
        if (!found.contains("bluegreen_schema")) {
            throw new UnusableJournalException(
                    found.isEmpty()
                            ? "the tables of the journal are missing: create them with the script of JdbcJournal.schema"
                            : "tables " + found + " exist, but bluegreen_schema does not: they are no journal of"
                                    + " bluegreen4j; give the journal a database or schema of its own");
        }
        Optional<Integer> version = Sql.of("SELECT MAX(version) AS version FROM bluegreen_schema")
                .first(connection, row -> row.getInt("version"));
        if (version.isEmpty() || version.get() < 1) {
            throw new UnusableJournalException(
                    "bluegreen_schema names no version: these tables are no journal of bluegreen4j");
        }
        if (version.get() > VERSION) {
            throw new UnusableJournalException("the journal has schema version " + version.get()
                    + ", this bluegreen4j knows " + VERSION + ": use the newer bluegreen4j that has made it");
        }
        Set<String> missing = new TreeSet<>(OURS);
        missing.removeAll(found);
        if (version.get() < VERSION) {
            missing.removeIf(table -> ADDED.getOrDefault(table, 1) > version.get());
        } else if (!missing.isEmpty()) {
            // Another process may have migrated them since they were listed.
            missing.removeAll(found(connection));
        }
        if (!missing.isEmpty()) {
            throw new UnusableJournalException("tables " + missing
                    + " are missing: restore the journal from a backup, or drop the others and begin anew");
        }
        return version.get();
    }

    private void checkClock(Connection connection, Instant now) throws SQLException {
        Optional<Instant> shown = Sql.of("SELECT " + dialect.now() + " AS now")
                .first(connection, row -> Sql.instant(row, "now").orElseThrow());
        Duration apart = Duration.between(now, shown.orElseThrow());
        if (apart.abs().compareTo(FAR_OFF) > 0) {
            LOG.warn(
                    "The database's clock shows {}, this machine's {}: leases and the age of deployments are judged by the database's,"
                            + " the instants of events are this machine's. Set the wrong one right",
                    shown.get(),
                    now);
        }
    }
}
