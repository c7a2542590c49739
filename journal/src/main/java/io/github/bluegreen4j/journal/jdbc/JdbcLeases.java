package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.ServiceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may write for which service. */
final class JdbcLeases {
    /** The fence of a service that nobody ever claimed. */
    static final long NEVER_CLAIMED = 0;

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

    /** Looks first, without a lock: what this engine has already, or another one, takes no transaction that has to reach the disk. */
    Optional<Long> claim(ServiceRef service, String engine) {
        Values values = Values.none().service(service).name("engine", engine);
        Optional<Stand> stand = stand(service, engine, values);
        if (stand.isPresent() && !stand.get().isHeld()) {
            return Optional.empty();
        }
        if (stand.isPresent() && engine.equals(stand.get().claim().engine())) {
            return Optional.of(stand.get().claim().fence());
        }
        if (stand.isPresent() && stand.get().isTaken()) {
            return Optional.empty();
        }
        return claimAll(List.of(service), engine).get(0).fence();
    }

    /** Claims services in one transaction, and lists what is open there. */
    List<JdbcClaims.Claimed> claimAll(List<ServiceRef> services, String engine) {
        if (services.isEmpty()) {
            return List.of();
        }
        Values values = Values.none().name("engine", engine);
        services.forEach(values::service);
        JdbcClaims claims = new JdbcClaims(services, engine, database.dialect());
        database.script("claim", values, claims::steps);
        return claims.claimed();
    }

    private Optional<Stand> stand(ServiceRef service, String engine, Values values) {
        return database
                .readOnce(
                        "claim",
                        values,
                        Sql.of(
                                "SELECT s.engine, s.fence, "
                                        + database.dialect().holds("?")
                                        + " AS held, "
                                        + database.dialect().holds("s.engine")
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

    /** The fence of a service, as it stands. */
    static long fence(Connection connection, ServiceRef service) throws SQLException {
        return Sql.of(
                        "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ?",
                        service.cluster(),
                        service.name())
                .first(connection, row -> row.getLong("fence"))
                .orElse(NEVER_CLAIMED);
    }

    /** In the order in which claims and appends lock the same rows. */
    void release(List<ServiceRef> services, String engine) {
        Values values = Values.none().name("engine", engine);
        services.forEach(values::service);
        List<ServiceRef> ordered =
                services.stream().sorted(JdbcClaims.LOCK_ORDER).toList();
        database.script(
                "release",
                values,
                () -> ordered.stream()
                        .map(service -> Sql.of(
                                        "UPDATE bluegreen_service SET engine = NULL"
                                                + " WHERE cluster = ? AND service = ? AND engine = ?",
                                        service.cluster(),
                                        service.name(),
                                        engine)
                                .step())
                        .toList());
    }
}
