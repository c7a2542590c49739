package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may write for which service. */
final class JdbcLeases {
    /** The fence of a service that nobody ever claimed. */
    static final long NEVER_CLAIMED = 0;

    /** An engine that others are faster than so often gets to know it. */
    private static final int TRIES = 8;

    private final Database database;

    JdbcLeases(Database database) {
        this.database = database;
    }

    /** @param engine who has it, or had it last */
    private record Claim(@Nullable String engine, long fence) {}

    /** How a service and two leases stand: that of the engine that asks, and that of the engine that has the service. */
    private record Stand(Claim claim, boolean isHeld, boolean isTaken) {}

    /** Locks nothing but the engine's own row: no append and no claim of any service blocks it. */
    void renew(String engine, Duration length) {
        database.once(
                "renew",
                Values.none().name("engine", engine),
                Sql.of(database.dialect().renew(), engine, length.toMillis()));
    }

    /**
     * Compares, and then sets if nothing has changed: no lock is held in between. Every change of the claim but a release raises the
     * fence. A lease that had expired when the statement arrived is lost, though it is renewed meanwhile: its engine claims its services
     * again before it acts.
     */
    Optional<Long> claim(ServiceRef service, String engine) {
        Values values = Values.none().service(service).name("engine", engine);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Stand> stand = stand(service, engine, values);
            if (stand.isEmpty()) {
                know(service, values);
                continue;
            }
            Claim claim = stand.get().claim();
            if (!stand.get().isHeld()) {
                return Optional.empty();
            }
            if (engine.equals(claim.engine())) {
                return Optional.of(claim.fence());
            }
            if (stand.get().isTaken()) {
                return Optional.empty();
            }
            if (raise(service, engine, claim.fence(), values)) {
                return Optional.of(claim.fence() + 1);
            }
        }
        throw new PortException(new Problem(
                Problem.Kind.UNAVAILABLE, "claim", service.toString(), "other engines claim it all the time"));
    }

    private Optional<Stand> stand(ServiceRef service, String engine, Values values) {
        return database
                .readOnce(
                        "claim",
                        values,
                        Sql.of(
                                "SELECT s.engine, s.fence, "
                                        + holds("?")
                                        + " AS held, "
                                        + holds("s.engine")
                                        + " AS taken FROM bluegreen_service s WHERE s.cluster = ? AND s.service = ?",
                                engine,
                                service.cluster(),
                                service.name()),
                        row -> new Stand(
                                new Claim(row.getString("engine"), row.getLong("fence")),
                                row.getBoolean("held"),
                                row.getBoolean("taken")))
                .stream()
                .findFirst();
    }

    private String holds(String engine) {
        return "EXISTS (SELECT 1 FROM bluegreen_engine e WHERE e.engine = " + engine + " AND e.lease_until > "
                + database.dialect().asked() + ")";
    }

    private boolean raise(ServiceRef service, String engine, long fence, Values values) {
        return database.once(
                        "claim",
                        values,
                        Sql.of(
                                "UPDATE bluegreen_service SET engine = ?, fence = fence + 1 WHERE cluster = ? AND service = ?"
                                        + " AND fence = ? AND "
                                        + holds("?")
                                        + " AND NOT "
                                        + holds("bluegreen_service.engine"),
                                engine,
                                service.cluster(),
                                service.name(),
                                fence,
                                engine))
                > 0;
    }

    /** Makes sure that there is a row to claim. */
    private void know(ServiceRef service, Values values) {
        database.once(
                "claim",
                values,
                Sql.of(
                        "INSERT INTO bluegreen_service (cluster, service, fence) SELECT ?, ?, 0 WHERE NOT EXISTS"
                                + " (SELECT 1 FROM bluegreen_service WHERE cluster = ? AND service = ?)"
                                + database.dialect().orNothing(),
                        service.cluster(),
                        service.name(),
                        service.cluster(),
                        service.name()));
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
        database.once(
                "release",
                Values.none().service(service).name("engine", engine),
                Sql.of(
                        "UPDATE bluegreen_service SET engine = NULL WHERE cluster = ? AND service = ? AND engine = ?",
                        service.cluster(),
                        service.name(),
                        engine));
    }
}
