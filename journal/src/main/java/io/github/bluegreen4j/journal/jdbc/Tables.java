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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the tables are ours, and the clock is one. Nothing that exists is changed. */
final class Tables {
    static final int VERSION = 1;

    private static final String SCRIPT = "schema.sql";

    private static final Set<String> OURS = Set.of(
            "bluegreen_schema",
            "bluegreen_deployment",
            "bluegreen_event",
            "bluegreen_command",
            "bluegreen_engine",
            "bluegreen_service");
    private static final Duration FAR_OFF = Duration.ofMinutes(1);

    private final Dialect dialect;

    Tables(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The statements that create the tables. */
    static String script() {
        try (InputStream resource = Tables.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException(SCRIPT + " is missing beside " + Tables.class);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(SCRIPT + " can't be read", unreadable);
        }
    }

    /** @param creates whether tables that are missing are created */
    void prepare(Connection connection, boolean creates, Instant now) throws SQLException {
        Set<String> found = found(connection);
        if (found.isEmpty() && creates) {
            create(connection);
        } else {
            check(connection, found);
        }
        checkClock(connection, now);
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

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : script().replaceAll("--[^\n]*", "").split(";", -1)) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    private static void check(Connection connection, Set<String> found) throws SQLException {
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
        if (!found.containsAll(OURS)) {
            Set<String> missing = new TreeSet<>(OURS);
            missing.removeAll(found);
            throw new UnusableJournalException("tables " + missing
                    + " are missing: restore the journal from a backup, or" + " drop the others and begin anew");
        }
    }

    private void checkClock(Connection connection, Instant now) throws SQLException {
        Optional<Instant> shown = Sql.of("SELECT " + dialect.now() + " AS now")
                .first(connection, row -> Sql.instant(row, "now").orElseThrow());
        Duration apart = Duration.between(now, shown.orElseThrow());
        if (apart.abs().compareTo(FAR_OFF) > 0) {
            throw new UnusableJournalException("the database's clock shows " + shown.get() + ", this machine's " + now
                    + ": set them right; leases and the age of deployments are judged by the database's");
        }
    }
}
