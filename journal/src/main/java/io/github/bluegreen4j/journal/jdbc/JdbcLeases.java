package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.ServiceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may write for which service. Every change of a service's claim locks its row. */
final class JdbcLeases {
    /** The fence of a service that nobody ever claimed. */
    static final long NEVER_CLAIMED = 0;

    private final Database database;

    JdbcLeases(Database database) {
        this.database = database;
    }

    private record Claim(@Nullable String engine, long fence) {}

    void renew(String engine, Duration length) {
        database.change(
                "renew",
                connection -> Sql.of(database.dialect().renew(), engine, length.toMillis())
                        .run(connection));
    }

    private boolean holds(Connection connection, String engine) throws SQLException {
        return Sql.of(
                        "SELECT 1 AS held FROM bluegreen_engine WHERE engine = ? AND lease_until > "
                                + database.dialect().now(),
                        engine)
                .first(connection, row -> true)
                .isPresent();
    }

    Optional<Long> claim(ServiceRef service, String engine) {
        know(service);
        return database.change("claim", connection -> {
            if (!holds(connection, engine)) {
                return Optional.empty();
            }
            Claim claim = lock(connection, service).orElseThrow();
            if (engine.equals(claim.engine())) {
                return Optional.of(claim.fence());
            }
            if (claim.engine() != null && holds(connection, claim.engine())) {
                return Optional.empty();
            }
            long fence = claim.fence() + 1;
            Sql.of(
                            "UPDATE bluegreen_service SET engine = ?, fence = ? WHERE cluster = ? AND service = ?",
                            engine,
                            fence,
                            service.cluster(),
                            service.name())
                    .run(connection);
            return Optional.of(fence);
        });
    }

    /** Makes sure that there is a row to lock; in a transaction of its own, so that nobody waits with a lock for another's insertion. */
    private void know(ServiceRef service) {
        database.change("claim", connection -> {
            boolean known = Sql.of(
                            "SELECT 1 AS known FROM bluegreen_service WHERE cluster = ? AND service = ?",
                            service.cluster(),
                            service.name())
                    .first(connection, row -> true)
                    .isPresent();
            return known || insert(connection, service);
        });
    }

    private static boolean insert(Connection connection, ServiceRef service) throws SQLException {
        try {
            Sql.of(
                            "INSERT INTO bluegreen_service (cluster, service, engine, fence) VALUES (?, ?, NULL, 0)",
                            service.cluster(),
                            service.name())
                    .run(connection);
            return true;
        } catch (SQLException failed) {
            if (Database.EXISTS.equals(failed.getSQLState())) {
                connection.rollback();
                return false; // Somebody else was faster.
            }
            throw failed;
        }
    }

    private static Optional<Claim> lock(Connection connection, ServiceRef service) throws SQLException {
        return Sql.of(
                        "SELECT engine, fence FROM bluegreen_service WHERE cluster = ? AND service = ? FOR UPDATE",
                        service.cluster(),
                        service.name())
                .first(connection, row -> new Claim(row.getString("engine"), row.getLong("fence")));
    }

    /** The fence of a service, which can't be raised before the end of the transaction. */
    static long lockedFence(Connection connection, ServiceRef service) throws SQLException {
        return lock(connection, service).map(Claim::fence).orElse(NEVER_CLAIMED);
    }

    /** The fence of a service, as it stands. */
    static long fence(Connection connection, ServiceRef service) throws SQLException {
        return Sql.of(
                        "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ?",
                        service.cluster(),
                        service.name())
                .first(connection, row -> row.getLong("fence"))
                .orElse(NEVER_CLAIMED);
    }

    void release(ServiceRef service, String engine) {
        database.change(
                "release",
                connection -> Sql.of(
                                "UPDATE bluegreen_service SET engine = NULL WHERE cluster = ? AND service = ? AND engine = ?",
                                service.cluster(),
                                service.name(),
                                engine)
                        .run(connection));
    }
}
