package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.fault.TcpProxy;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to PostgreSQL die silently: no end of them is told. The engine whose connections they are goes on when the network does,
 * and its successor at once.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadConnectionsTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final ServiceRef CART = new ServiceRef("prod", "cart");
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final DeploymentId TWO = new DeploymentId("two");
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Far more than any call may take, and far less than for ever. */
    private static final long PATIENCE_SECONDS = 60;

    private static final int POOL = 4;

    private final DataSource direct = Postgres.database();
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final AtomicBoolean armed = new AtomicBoolean();
    private TcpProxy proxy;
    private HikariDataSource pool;
    private JdbcJournal journal;

    @BeforeEach
    void open() throws SQLException {
        PGSimpleDataSource server = direct.unwrap(PGSimpleDataSource.class);
        proxy = TcpProxy.to(new InetSocketAddress("localhost", server.getPortNumbers()[0]));
        pool = new HikariDataSource(behind(proxy, server));
        journal = JdbcJournal.postgresql(cutsWhen(armed));
        journal.limitCalls(CALL);
        journal.renew("a", LEASE);
        for (ServiceRef service : List.of(SHOP, CART)) {
            assertThat(journal.claim(service, "a")).contains(1L);
        }
    }

    @AfterEach
    void close() {
        pool.close();
        proxy.close();
        calls.shutdownNow();
    }

    private static PGSimpleDataSource source(TcpProxy proxy, PGSimpleDataSource server) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {proxy.port()});
        source.setDatabaseName(server.getDatabaseName());
        source.setUser("postgres");
        return source;
    }

    private static HikariConfig behind(TcpProxy proxy, PGSimpleDataSource server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(proxy, server));
        config.setMaximumPoolSize(POOL);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(500);
        config.setInitializationFailTimeout(60_000);
        return config;
    }

    /** Connections of the pool; when it is armed, the first one that has locked a row dies in that moment. */
    private DataSource cutsWhen(AtomicBoolean isArmed) {
        return Meddling.with(pool, "prepareStatement", connection -> {
            if (isArmed.get() && holdsRows(connection) && isArmed.compareAndSet(true, false)) {
                proxy.cut();
            }
        });
    }

    private static boolean holdsRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT COUNT(*) FROM pg_locks WHERE pid = pg_backend_pid()" + " AND mode = 'RowShareLock'")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    private static Journal.Extension begun(DeploymentId deployment, ServiceRef service, long fence) {
        return admitted(deployment, service, 0, fence);
    }

    private static Journal.Extension admitted(DeploymentId deployment, ServiceRef service, long version, long fence) {
        return new Journal.Extension(
                deployment,
                service,
                version,
                fence,
                "entry-" + deployment.value() + fence,
                List.of(new ProgressEvent.DeploymentAdmitted(Instant.EPOCH)),
                Optional.of(Instant.EPOCH),
                List.of());
    }

    private static Journal.Appended.Status append(Journal to, Journal.Extension extension) {
        return to.append(List.of(extension)).get(0).status();
    }

    private <T> T inTime(java.util.concurrent.Callable<T> call) throws Exception {
        return calls.submit(call).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void eventually(String what, BooleanSupplier holds) {
        long since = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - since))
                    .as(what)
                    .isLessThan(Duration.ofSeconds(PATIENCE_SECONDS));
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                    .join();
        }
    }

    private int backends(String condition) {
        try (Connection connection = direct.getConnection()) {
            return Sql.of("SELECT COUNT(*) AS count FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid() AND " + condition)
                    .first(connection, row -> row.getInt("count"))
                    .orElseThrow();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Journal.Opening order() {
        return new Journal.Opening(
                ONE, SHOP, 0, "order", new ProgressEvent.DeploymentAdmitted(Instant.EPOCH), Instant.EPOCH);
    }

    /** What was delivered takes several round trips: between two of them its connection dies, with a deployment locked. */
    private void dieWithADeploymentLocked() throws Exception {
        assertThat(journal.open(order()).status()).isEqualTo(Journal.Appended.Status.APPENDED);
        armed.set(true);
        Problem problem = problemOf(() -> {
            journal.delivered(ONE, "metrics", 1);
            return true;
        });
        assertThat(problem.isAnswered()).isFalse();
        assertThat(armed).isFalse();
    }

    private Problem problemOf(java.util.concurrent.Callable<?> call) throws Exception {
        return inTime(() -> {
            try {
                call.call();
            } catch (PortException failed) {
                return failed.problem();
            }
            throw new AssertionError("it should have failed");
        });
    }

    @Test
    void whoseConnectionsDieGoesOnWhenTheNetworkDoes() throws Exception {
        dieWithADeploymentLocked();
        for (int i = 0; i < 3 * POOL; i++) {
            assertThat(problemOf(() -> append(journal, begun(TWO, SHOP, 1))).isAnswered())
                    .isFalse();
        }
        assertThat(problemOf(() -> {
                            journal.renew("a", LEASE);
                            return true;
                        })
                        .isAnswered())
                .isFalse();
        eventually(
                "the pool has its slots back", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
        proxy.restore();
        eventually("the journal answers", () -> {
            try {
                journal.renew("a", LEASE);
                return true;
            } catch (PortException notYet) {
                return false;
            }
        });
        assertThat(inTime(() -> append(journal, begun(TWO, SHOP, 1)))).isEqualTo(Journal.Appended.Status.APPENDED);
        eventually("no backend holds a lock of the dead", () -> backends("state LIKE 'idle in transaction%'") == 0);
    }

    @Test
    void aSuccessorIsNotBlockedByTheRowsThatTheDeadHasLocked() throws Exception {
        dieWithADeploymentLocked();
        JdbcJournal successor = JdbcJournal.postgresql(direct);
        successor.limitCalls(CALL.multipliedBy(5));
        successor.renew("b", LEASE);
        successor.renew("a", Duration.ZERO);
        assertThat(inTime(() -> successor.claim(SHOP, "b"))).contains(2L);
        assertThat(inTime(() -> append(successor, admitted(ONE, SHOP, 1, 2))))
                .isEqualTo(Journal.Appended.Status.APPENDED);
        assertThat(inTime(() -> successor.claim(CART, "b"))).contains(2L);
    }

    @Test
    void aRenewalWaitsForNoLockOfAService() throws Exception {
        try (Connection other = direct.getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM bluegreen_service FOR UPDATE");
                statement.execute("SELECT 1 FROM bluegreen_deployment FOR UPDATE");
            }
            assertThat(inTime(() -> {
                        journal.renew("a", LEASE);
                        return true;
                    }))
                    .isTrue();
            other.rollback();
        }
    }

    @Test
    void whoWaitsForALockIsTurnedAwayWithinItsCallWhateverThePoolSays() throws Exception {
        try (Connection other = direct.getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM bluegreen_service FOR UPDATE");
            }
            JdbcJournal plain = JdbcJournal.postgresql(direct);
            plain.limitCalls(CALL);
            Problem problem = problemOf(() -> append(plain, begun(ONE, SHOP, 1)));
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.message()).startsWith("55P03");
            other.rollback();
        }
    }

    @Test
    void aSourceWithoutAPoolIsNotWaitedForEither() throws Exception {
        JdbcJournal plain = JdbcJournal.postgresql(source(proxy, direct.unwrap(PGSimpleDataSource.class)));
        plain.limitCalls(CALL);
        proxy.cut();
        assertThat(problemOf(() -> append(plain, begun(ONE, SHOP, 1))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        proxy.restore();
        assertThat(inTime(() -> append(plain, begun(ONE, SHOP, 1)))).isEqualTo(Journal.Appended.Status.APPENDED);
    }

    @Test
    void eachTransactionIsLimitedByTheCallAndLeavesTheConnectionAsItWas() throws SQLException {
        Map<String, String> seen = new TreeMap<>();
        JdbcJournal watched = JdbcJournal.postgresql(Meddling.with(pool, "commit", connection -> {
            for (String setting : List.of(
                    "lock_timeout",
                    "statement_timeout",
                    "idle_in_transaction_session_timeout",
                    "tcp_keepalives_idle",
                    "transaction_isolation")) {
                seen.put(setting, show(connection, setting));
            }
            seen.put("network", connection.getNetworkTimeout() + "");
        }));
        watched.limitCalls(CALL);
        watched.delivered(ONE, "metrics", 1);
        assertThat(seen)
                .containsEntry("lock_timeout", "900ms")
                .containsEntry("statement_timeout", "1350ms")
                .containsEntry("idle_in_transaction_session_timeout", "1800ms")
                .containsEntry("tcp_keepalives_idle", "1")
                .containsEntry("transaction_isolation", "read committed")
                .containsEntry("network", "1800");
        try (Connection after = pool.getConnection()) {
            assertThat(show(after, "lock_timeout")).isEqualTo("0");
            assertThat(show(after, "statement_timeout")).isEqualTo("0");
            assertThat(after.getNetworkTimeout()).isZero();
            assertThat(after.getAutoCommit()).isTrue();
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        return Sql.of("SELECT current_setting('" + setting + "') AS shown")
                .first(connection, row -> row.getString("shown"))
                .orElseThrow();
    }

    @Test
    void whatIsClosedIsNotReached() {
        JdbcJournal plain = JdbcJournal.postgresql(direct);
        plain.close();
        assertThatExceptionOfType(PortException.class).isThrownBy(() -> plain.renew("a", LEASE));
    }
}
