package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.PortException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What real databases answer when a call can never work, and when it can't work just now. */
class SqlErrorsTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final ServiceRef CART = new ServiceRef("prod", "cart");
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final DeploymentId TWO = new DeploymentId("two");
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final String LONG = "x".repeat(600);

    @TempDir
    private Path directory;

    private final DataSource database = Postgres.database();
    private final JdbcJournal postgres = JdbcJournal.postgresql(database);

    @AfterEach
    void close() {
        postgres.close();
    }

    private static Problem problem(Runnable call) {
        return catchThrowableOfType(PortException.class, call::run).problem();
    }

    private static void refused(Runnable call, String... said) {
        Problem problem = problem(call);
        assertThat(problem.kind()).as(problem.toString()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains(said);
    }

    private static void unavailable(Runnable call, String said) {
        Problem problem = problem(call);
        assertThat(problem.kind()).as(problem.toString()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).contains(said);
    }

    private void sql(String... statements) {
        sql(database, statements);
    }

    private static void sql(DataSource where, String... statements) {
        try (Connection connection = where.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Journal.Extension extension(
            DeploymentId deployment, ServiceRef service, Optional<Instant> wakeUp, String listener) {
        return new Journal.Extension(
                deployment,
                service,
                0,
                1,
                "entry-" + deployment,
                List.of(new ProgressEvent.DeploymentAdmitted(Instant.EPOCH)),
                wakeUp,
                List.of(),
                Set.of(listener));
    }

    private static void claimed(Journal journal) {
        journal.renew("a", LEASE);
        assertThat(journal.claim(SHOP, "a")).contains(1L);
        assertThat(journal.claim(CART, "a")).contains(1L);
    }

    @Test
    void whatNoColumnHoldsIsRefusedWithItsField() {
        refused(
                () -> postgres.renew("a\0b", LEASE),
                "engine: \"a\\u0000b\" (3 characters) can't be stored; allowed: at most 512 characters, none of them NUL",
                "22021");
        refused(() -> postgres.renew(LONG, LEASE), "engine: \"xxx", "(600 characters)", "22001", "value too long");
        claimed(postgres);
        postgres.append(List.of(extension(ONE, SHOP, Optional.of(Instant.EPOCH), "metrics")));
        refused(() -> postgres.delivered(ONE, LONG, 1), "listener: \"xxx");
        refused(() -> postgres.undelivered("a\0b", Duration.ZERO), "listener: \"a\\u0000b\"");
        try (JdbcJournal h2 = JdbcJournal.h2(directory.resolve("journal"))) {
            refused(() -> h2.renew(LONG, LEASE), "engine: \"xxx", "(600 characters)", "22001");
        }
    }

    @Test
    void anExtensionThatCanNotBeStoredHoldsUpNoOther() {
        claimed(postgres);
        List<Appended> outcomes = postgres.append(List.of(
                extension(ONE, SHOP, Optional.empty(), LONG), extension(TWO, CART, Optional.empty(), "metrics")));
        assertThat(outcomes)
                .extracting(Appended::status)
                .containsExactly(Appended.Status.UNKNOWN, Appended.Status.APPENDED);
        assertThat(postgres.read(ONE)).isEmpty();
        assertThat(postgres.read(TWO)).isPresent();
        refused(() -> postgres.append(List.of(extension(ONE, SHOP, Optional.empty(), LONG))), "listener: \"xxx");
    }

    @Test
    void aConstraintIsRefused() {
        sql("ALTER TABLE bluegreen_engine ADD CONSTRAINT no_b CHECK (engine <> 'b')");
        refused(() -> postgres.renew("b", LEASE), "23514", "no_b");
    }

    @Test
    void aMissingPermissionIsRefusedForAChangeAndMayComeForARead() throws SQLException {
        PGSimpleDataSource reader = as("reader", "GRANT USAGE ON SCHEMA public TO reader");
        sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        JdbcJournal poor = JdbcJournal.postgresql(reader);
        refused(() -> poor.renew("a", LEASE), "42501", "permission denied for table bluegreen_engine");
        sql("REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM reader");
        unavailable(() -> poor.read(ONE), "42501");
    }

    private PGSimpleDataSource as(String role, String... statements) throws SQLException {
        sql("DROP ROLE IF EXISTS " + role, "CREATE ROLE " + role + " LOGIN");
        sql(statements);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.unwrap(PGSimpleDataSource.class).getUrl());
        source.setUser(role);
        return source;
    }

    @Test
    void aLoginThatIsNotKnownIsRefusedForAChange() throws SQLException {
        PGSimpleDataSource leaver =
                as("leaver", "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO leaver");
        JdbcJournal left = JdbcJournal.postgresql(leaver);
        left.renew("a", LEASE);
        sql("ALTER ROLE leaver NOLOGIN");
        refused(() -> left.renew("a", LEASE), "28000", "leaver");
        sql("DROP OWNED BY leaver", "DROP ROLE leaver");
    }

    @Test
    void aServerWithoutRoomIsAskedAgain() throws SQLException {
        PGSimpleDataSource crowd = as("crowd", "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO crowd");
        JdbcJournal crowded = JdbcJournal.postgresql(crowd);
        sql("ALTER ROLE crowd CONNECTION LIMIT 0");
        unavailable(() -> crowded.renew("a", LEASE), "53300");
        sql("ALTER ROLE crowd CONNECTION LIMIT 10");
        crowded.renew("a", LEASE);
        sql("DROP OWNED BY crowd", "DROP ROLE crowd");
    }

    @Test
    void aStandbyIsAskedAgainForItMayBePromoted() {
        sql("ALTER DATABASE " + name() + " SET default_transaction_read_only = on");
        unavailable(() -> postgres.renew("a", LEASE), "25006");
        unavailable(() -> postgres.submit(ONE, "c-1", new Command.SkipBake()), "25006");
    }

    private String name() {
        try {
            return database.unwrap(PGSimpleDataSource.class).getDatabaseName();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aTableThatIsMissingIsRefusedForAChange() {
        claimed(postgres);
        sql("DROP TABLE bluegreen_engine");
        refused(() -> postgres.renew("a", LEASE), "42P01", "bluegreen_engine");
        unavailable(() -> postgres.due("a"), "42P01");

        Path file = directory.resolve("journal");
        try (JdbcJournal h2 = JdbcJournal.h2(file)) {
            H2File same = H2File.open(file);
            sql(same, "DROP TABLE bluegreen_engine");
            same.close();
            refused(() -> h2.renew("a", LEASE), "42S0", "BLUEGREEN_ENGINE");
        }
    }

    @Test
    void aLockInTheFileIsWaitedForAsLongAsACallMayTake() throws SQLException {
        Path file = directory.resolve("journal");
        try (JdbcJournal h2 = JdbcJournal.h2(file)) {
            h2.limitCalls(Duration.ofSeconds(1));
            claimed(h2);
            H2File same = H2File.open(file);
            try (Connection other = same.getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("UPDATE bluegreen_service SET fence = fence");
                long since = System.nanoTime();
                unavailable(() -> h2.release(SHOP, "a"), "HYT00");
                assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(7));
                other.rollback();
            } finally {
                same.close();
            }
            h2.release(SHOP, "a");
        }
    }
}
