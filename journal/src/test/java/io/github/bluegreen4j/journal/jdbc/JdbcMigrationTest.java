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

/** Journals that an earlier bluegreen4j has made. */
class JdbcMigrationTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId OPEN = new DeploymentId("open");
    private static final DeploymentId ENDED = new DeploymentId("ended");

    /** What version 1 has of a deployment that is open, with a command, and of one that has ended. */
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

    private static String versionOne() {
        try (InputStream script = JdbcMigrationTest.class.getResourceAsStream("/schema/version-1.sql")) {
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

    private static DataSource postgresOfVersionOne() throws SQLException {
        DataSource database = Postgres.database();
        execute(database, versionOne());
        execute(database, DEPLOYMENTS);
        return database;
    }

    /** Everything of before is there, and everything new works. */
    private static void isMigrated(JdbcJournal journal) {
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

    @Test
    void aFileOfVersionOneIsMigratedWhenItIsOpened() throws SQLException {
        Path file = directory.resolve("deployments");
        try (H2File old = H2File.open(file)) {
            execute(old, versionOne().replaceAll("--[^\n]*", "").split(";", -1));
            execute(old, DEPLOYMENTS);
        }
        try (JdbcJournal journal = JdbcJournal.h2(file)) {
            isMigrated(journal);
        }
        try (JdbcJournal again = JdbcJournal.h2(file)) {
            assertThat(again.read(OPEN).orElseThrow().delivered()).isEqualTo(Map.of("audit", 2L));
        }
    }

    /** H2 commits each statement by itself: whatever was done before the process died is done once more. */
    @Test
    void aFileWhoseMigrationWasInterruptedIsMigrated() throws SQLException {
        Path file = directory.resolve("deployments");
        try (H2File old = H2File.open(file)) {
            execute(old, versionOne().replaceAll("--[^\n]*", "").split(";", -1));
            execute(old, DEPLOYMENTS);
            execute(old, JdbcJournal.migration().replaceAll("--[^\n]*", "").split(";", -1)[0]);
        }
        try (JdbcJournal journal = JdbcJournal.h2(file)) {
            isMigrated(journal);
        }
    }

    @Test
    void tablesOfVersionOneAreMigratedWhenTheyAreOpened() throws SQLException {
        DataSource database = postgresOfVersionOne();
        isMigrated(JdbcJournal.postgresql(database));
        assertThat(JdbcJournal.existingPostgresql(database).list(Optional.empty()))
                .hasSize(2);
    }

    @Test
    void whoMigratesTheTablesByHandIsToldWhichScriptToRun() throws SQLException {
        DataSource database = postgresOfVersionOne();
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.existingPostgresql(database))
                .withMessage("the journal has schema version 1, this bluegreen4j needs 4: run the script of"
                        + " JdbcJournal.migration");

        execute(database, JdbcJournal.migration());

        isMigrated(JdbcJournal.existingPostgresql(database));
    }

    @Test
    void severalProcessesMayOpenAJournalOfVersionOneAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            openTogether(postgresOfVersionOne());
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

    @Test
    void tablesOfVersionOneThatAreNotAllThereAreNotMigrated() throws SQLException {
        DataSource database = postgresOfVersionOne();
        execute(database, "DROP TABLE bluegreen_engine");
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(database))
                .withMessageContaining("tables [bluegreen_engine] are missing");
        assertThat(version(database)).isEqualTo(1);
    }

    private static int version(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.of("SELECT version FROM bluegreen_schema")
                    .first(connection, row -> row.getInt("version"))
                    .orElseThrow();
        }
    }
}
