package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What is told when PostgreSQL fails in the middle of something: what is not known is never told as if it were. */
class JdbcFailuresTest {
    private static final String LISTENER = "metrics";
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId ONE = new DeploymentId("one");

    private final DataSource database = Postgres.database();
    private final JdbcJournal journal = JdbcJournal.postgresql(database);

    @BeforeEach
    void claim() {
        journal.renew("a", Duration.ofMinutes(1));
        assertThat(journal.claim(SHOP, "a")).contains(1L);
    }

    private static Journal.Extension begun() {
        return new Journal.Extension(
                ONE,
                SHOP,
                0,
                1,
                "entry-1",
                List.of(new ProgressEvent.DeploymentAdmitted(Instant.EPOCH)),
                Optional.of(Instant.EPOCH),
                List.of());
    }

    private static Journal.Opening order() {
        return new Journal.Opening(
                ONE, SHOP, 0, "entry-1", new ProgressEvent.DeploymentAdmitted(Instant.EPOCH), Instant.EPOCH);
    }

    /** What was delivered takes several round trips, so that something can happen between them. */
    private Problem delivering(Journal dying) {
        journal.open(order());
        return catchThrowableOfType(PortException.class, () -> dying.delivered(ONE, LISTENER, 1))
                .problem();
    }

    private Map<String, Long> delivered() {
        return journal.read(ONE).orElseThrow().delivered();
    }

    private static Problem failing(Journal journal) {
        return catchThrowableOfType(PortException.class, () -> journal.append(List.of(begun())))
                .problem();
    }

    private DataSource with(String method, Meddling.InjectedFault mishap) {
        return Meddling.with(database, method, mishap);
    }

    private void terminate(Connection connection) throws SQLException {
        int process;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            assertThat(row.next()).isTrue();
            process = row.getInt(1);
        }
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + process + ", 5000)");
        }
    }

    @Test
    void aConnectionThatIsLostAtTheCommitLeavesTheOutcomeUnknown() {
        Journal dying = JdbcJournal.postgresql(with("commit", connection -> {
            if (hasWritten(connection)) {
                terminate(connection);
            }
        }));
        assertThat(delivering(dying).kind()).isEqualTo(Problem.Kind.UNKNOWN);
        assertThat(delivered()).isEmpty();
        journal.delivered(ONE, LISTENER, 1);
        assertThat(delivered()).containsEntry(LISTENER, 1L);
    }

    /** Whether it is the transaction that notes what was delivered. */
    private static boolean hasWritten(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM bluegreen_delivery")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownAndItsEntryIsFound() {
        Journal dying = JdbcJournal.postgresql(with("commit", connection -> {
            if (hasWritten(connection)) {
                connection.commit();
                throw new SQLException("the answer is lost", "08006");
            }
        }));
        assertThat(delivering(dying).kind()).isEqualTo(Problem.Kind.UNKNOWN);
        assertThat(delivered()).containsEntry(LISTENER, 1L);
    }

    @Test
    void aConnectionThatIsLostBeforeTheCommitHasKeptNothing() {
        Journal dying = JdbcJournal.postgresql(with("prepareStatement", connection -> {
            if (hasLocked(connection)) {
                terminate(connection);
            }
        }));
        assertThat(delivering(dying).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(delivered()).isEmpty();
    }

    /** Whether it is in the middle of its transaction. */
    private static boolean hasLocked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'RowShareLock'")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    @Test
    void anAppendThatLosesItsConnectionIsUnknown() throws Exception {
        ExecutorService calls = Executors.newSingleThreadExecutor();
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM bluegreen_service FOR UPDATE");
            Future<Problem> appending = calls.submit(() -> failing(journal));
            int process = 0;
            while (process == 0) {
                assertThat(appending).isNotDone();
                process = waiting();
            }
            try (Connection third = database.getConnection();
                    Statement terminating = third.createStatement()) {
                terminating.execute("SELECT pg_terminate_backend(" + process + ", 5000)");
            }
            assertThat(appending.get(2, TimeUnit.MINUTES).kind()).isEqualTo(Problem.Kind.UNKNOWN);
            other.rollback();
        } finally {
            calls.shutdownNow();
        }
        assertThat(journal.read(ONE)).isEmpty();
        assertThat(journal.append(List.of(begun())).get(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
    }

    /** The backend that waits for a lock; 0 for none. */
    private int waiting() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(pid), 0) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Test
    void noLockOutlivesTheRoundTripOfAnAppend() {
        JdbcJournal watched = JdbcJournal.postgresql(with(
                "commit",
                connection -> assertThat(hasLocked(connection))
                        .as("whether rows are locked when an append was answered")
                        .isFalse()));
        assertThat(watched.append(List.of(begun())).get(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
        watched.renew("b", Duration.ofMinutes(1));
        assertThat(watched.claim(new ServiceRef("prod", "cart"), "b")).contains(1L);
    }

    @Test
    void aConnectionThatCanNotBeClosedHasCommittedNevertheless() {
        Journal dying = JdbcJournal.postgresql(with("close", connection -> {
            connection.close();
            throw new SQLException("broken", "08006");
        }));
        assertThat(dying.append(List.of(begun())).get(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
    }

    @Test
    void whoWaitsForALockTooLongIsTurnedAwayAndGoesOnAfterwards() throws SQLException {
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(database.unwrap(PGSimpleDataSource.class).getUrl());
        impatient.setUser("postgres");
        impatient.setOptions("-c lock_timeout=200ms");
        Journal waiting = JdbcJournal.postgresql(impatient);
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM bluegreen_service FOR UPDATE");
            }
            Problem problem = failing(waiting);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.message()).startsWith("55P03");
            other.rollback();
        }
        assertThat(waiting.append(List.of(begun())).get(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
    }

    @Test
    void whoFindsThePoolEmptyIsTurnedAwayAndGoesOnAfterwards() throws SQLException {
        HikariConfig small = new HikariConfig();
        small.setDataSource(database);
        small.setMaximumPoolSize(1);
        small.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(small)) {
            Journal pooled = JdbcJournal.postgresql(pool);
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertThat(failing(pooled).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            }
            assertThat(pooled.append(List.of(begun())).get(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
            assertThat(pooled.read(ONE)).isPresent();
        }
    }

    /** Of two transactions that wait for each other PostgreSQL ends one with 40P01; here the test says so in its place. */
    @Test
    void whoIsChosenToEndADeadlockIsTurnedAwayAndGoesOnAfterwards() {
        Journal dying = JdbcJournal.postgresql(with("prepareStatement", connection -> {
            if (hasLocked(connection)) {
                throw new SQLException("deadlock detected", "40P01");
            }
        }));
        Problem problem = delivering(dying);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).startsWith("40P01");
        journal.delivered(ONE, LISTENER, 1);
        assertThat(delivered()).containsEntry(LISTENER, 1L);
    }
}
