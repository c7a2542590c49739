package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals that an earlier bluegreen4j has made. */
class JdbcMigrationTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId OPEN = new DeploymentId("open");
    private static final DeploymentId ENDED = new DeploymentId("ended");

    /** What versions 1 and 2 have of a deployment that is open, with a command, and of one that has ended. */
    private static final String[] DEPLOYMENTS = {
        "INSERT INTO bluegreen_service (cluster, service, engine, fence) VALUES ('prod', 'shop', 'old', 7)",
        "INSERT INTO bluegreen_deployment (deployment, cluster, service, version, wake_up, mail)"
                + " VALUES ('open', 'prod', 'shop', 1, TIMESTAMP WITH TIME ZONE '2026-03-01 12:00:00+00', 1)",
        "INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
                + " VALUES ('open', 1, 'open/1', '{\"type\":\"DeploymentAdmitted\",\"at\":\"2026-03-01T12:00:00Z\"}')",
        "INSERT INTO bluegreen_command (deployment, command_id, command, answered)"
                + " VALUES ('open', 'c-1', '{\"type\":\"SkipBake\"}', FALSE)",
        "INSERT INTO bluegreen_deployment (deployment, cluster, service, version, mail, ended_at)"
                + " VALUES ('ended', 'prod', 'shop', 1, 0, TIMESTAMP WITH TIME ZONE '2026-03-01 12:00:00+00')",
        "INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
                + " VALUES ('ended', 1, 'ended/1', '{\"type\":\"DeploymentAdmitted\",\"at\":\"2026-03-01T12:00:00Z\"}')"
    };

    @TempDir
    private Path directory;

    /** What version 2 has besides: a listener that was notified of the end. */
    private static final String DELIVERY = "INSERT INTO bluegreen_delivery (deployment, listener, version, undelivered)"
            + " VALUES ('ended', 'audit', 1, FALSE)";

    private static String schema(int version) {
        try (InputStream script = JdbcMigrationTest.class.getResourceAsStream("/schema/version-" + version + ".sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static DataSource postgres(int version) throws SQLException {
        DataSource database = Postgres.database();
        execute(database, schema(version));
        fill(database, version);
        return database;
    }

    private static void h2(Path file, int version, String... more) throws SQLException {
        try (H2File old = H2File.open(file)) {
            execute(old, statements(schema(version)));
            fill(old, version);
            execute(old, more);
        }
    }

    private static void fill(DataSource database, int version) throws SQLException {
        execute(database, DEPLOYMENTS);
        if (version > 1) {
            execute(database, DELIVERY);
        }
    }

    private static String[] statements(String script) {
        return script.replaceAll("--[^\n]*", "").split(";", -1);
    }

    /** Everything of before is there, and everything new works. */
    private static void isMigrated(JdbcJournal journal, int from) {
        assertThat(journal.read(ENDED).orElseThrow().delivered()).isEqualTo(from > 1 ? Map.of("audit", 1L) : Map.of());
        assertThat(journal.line()).isEmpty();
        Journal.Line stopped = new Journal.Line(true, "checkout fails", new Command.Origin("alice", Instant.EPOCH));
        journal.changeLine(stopped);
        assertThat(journal.line()).contains(stopped);
        Journal.History history = journal.read(OPEN).orElseThrow();
        assertThat(history.events())
                .containsExactly(new ProgressEvent.DeploymentAdmitted(Instant.parse("2026-03-01T12:00:00Z")));
        assertThat(history.mail()).containsExactly(new Journal.Mail("c-1", new Command.SkipBake()));
        assertThat(history.head().fence()).isEqualTo(7);
        assertThat(journal.due("new")).extracting(Journal.Head::deployment).containsExactly(OPEN);
        assertThat(journal.undelivered("audit", Duration.ZERO)).isEmpty();
        journal.renew("new", Duration.ofMinutes(1));
        assertThat(journal.claim(SHOP, "new")).contains(8L);
        assertThat(journal.open(new Journal.Opening(
                                ENDED,
                                SHOP,
                                1,
                                "ended/2",
                                new ProgressEvent.DeploymentAdmitted(Instant.EPOCH),
                                Instant.EPOCH))
                        .status())
                .isEqualTo(Journal.Appended.Status.APPENDED);
        journal.append(List.of(new Journal.Extension(
                OPEN,
                SHOP,
                1,
                8,
                "open/2",
                List.of(new ProgressEvent.DeploymentEnded(
                        Instant.EPOCH, DeploymentStatus.SUCCESSFUL, "done", List.of(), List.of(), List.of())),
                Optional.empty(),
                List.of("c-1"),
                Set.of("audit"))));
        assertThat(journal.undelivered("audit", Duration.ZERO))
                .extracting(Journal.Head::deployment)
                .containsExactly(OPEN);
        journal.delivered(OPEN, "audit", 2);
        assertThat(journal.read(OPEN).orElseThrow().delivered()).isEqualTo(Map.of("audit", 2L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFileOfAnEarlierVersionIsMigratedWhenItIsOpened(int version) throws SQLException {
        Path file = directory.resolve("deployments");
        h2(file, version);
        try (JdbcJournal journal = JdbcJournal.h2(file)) {
            isMigrated(journal, version);
        }
        try (JdbcJournal again = JdbcJournal.h2(file)) {
            assertThat(again.read(OPEN).orElseThrow().delivered()).isEqualTo(Map.of("audit", 2L));
            assertThat(again.line()).map(Journal.Line::reason).contains("checkout fails");
        }
    }

    /** H2 commits each statement by itself: whatever was done before the process died is done once more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFileWhoseMigrationWasInterruptedAnywhereIsMigrated(int version) throws SQLException {
        String[] steps = statements(JdbcJournal.migration());
        for (int done = 1; done < steps.length; done++) {
            Path file = directory.resolve("deployments-" + done);
            h2(file, version, Arrays.copyOf(steps, done));
            try (JdbcJournal journal = JdbcJournal.h2(file)) {
                isMigrated(journal, version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tablesOfAnEarlierVersionAreMigratedWhenTheyAreOpened(int version) throws SQLException {
        DataSource database = postgres(version);
        isMigrated(JdbcJournal.postgresql(database), version);
        assertThat(version(database)).isEqualTo(Tables.VERSION);
        assertThat(JdbcJournal.existingPostgresql(database).list(Optional.empty()))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whoMigratesTheTablesByHandIsToldWhichScriptToRun(int version) throws SQLException {
        DataSource database = postgres(version);
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.existingPostgresql(database))
                .withMessage("the journal has schema version " + version
                        + ", this bluegreen4j needs 4: run the script of JdbcJournal.migration");

        execute(database, JdbcJournal.migration());

        isMigrated(JdbcJournal.existingPostgresql(database), version);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void severalProcessesMayOpenAJournalOfAnEarlierVersionAtOnce(int version) throws Exception {
        for (int round = 0; round < 3; round++) {
            openTogether(postgres(version));
        }
    }

    @Test
    void severalProcessesMayCreateAJournalAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            openTogether(Postgres.database());
        }
    }

    private static void openTogether(DataSource database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<JdbcJournal>> opening = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                opening.add(threads.submit(() -> JdbcJournal.postgresql(database)));
            }
            for (Future<JdbcJournal> one : opening) {
                assertThat(one.get().undelivered("audit", Duration.ZERO)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(JdbcJournal.existingPostgresql(database).list(Optional.empty()))
                .isNotNull();
    }

    /** A table that its version has and that is gone was dropped, and what was in it with it. */
    @ParameterizedTest
    @CsvSource({"1, bluegreen_engine", "2, bluegreen_engine", "2, bluegreen_delivery", "3, bluegreen_line"})
    void tablesOfAnEarlierVersionThatAreNotAllThereAreNotMigrated(int version, String table) throws SQLException {
        DataSource database = postgres(version);
        execute(database, "DROP TABLE " + table);
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(database))
                .withMessageContaining("tables [" + table + "] are missing");
        assertThat(version(database)).isEqualTo(version);
    }

    private static int version(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.of("SELECT version FROM bluegreen_schema")
                    .first(connection, row -> row.getInt("version"))
                    .orElseThrow();
        }
    }
}
