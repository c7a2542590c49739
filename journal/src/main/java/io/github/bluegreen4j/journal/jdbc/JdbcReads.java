package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.journal.json.UndecodableException;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Head;
import io.github.bluegreen4j.spi.Journal.History;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads deployments. */
final class JdbcReads {
    private static final String HEADS = "SELECT d.deployment, d.cluster, d.service, d.version, d.wake_up, d.mail,"
            + " COALESCE(s.fence, 0) AS fence FROM bluegreen_deployment d"
            + " LEFT JOIN bluegreen_service s ON s.cluster = d.cluster AND s.service = d.service ";

    private final Database database;
    private final JournalCodec codec;
    private final JdbcMailbox mailbox;

    JdbcReads(Database database, JournalCodec codec, JdbcMailbox mailbox) {
        this.database = database;
        this.codec = codec;
        this.mailbox = mailbox;
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                new DeploymentId(row.getString("deployment")),
                new ServiceRef(row.getString("cluster"), row.getString("service")),
                row.getLong("version"),
                row.getLong("fence"),
                Sql.instant(row, "wake_up"),
                row.getInt("mail") > 0);
    }

    Optional<History> read(DeploymentId deployment) {
        try {
            return database.read("read", Values.none().deployment(deployment.value()), connection -> {
                Optional<Head> head = Sql.of(HEADS + "WHERE d.deployment = ?", deployment.value())
                        .first(connection, JdbcReads::head);
                return head.isEmpty() ? Optional.empty() : Optional.of(history(connection, head.get()));
            });
        } catch (UndecodableException damaged) {
            throw new PortException(
                    new Problem(Problem.Kind.REFUSED, "read", deployment.value(), String.valueOf(damaged.getMessage())),
                    damaged);
        }
    }

    private History history(Connection connection, Head head) throws SQLException {
        DeploymentId deployment = head.deployment();
        List<String> entryIds = new ArrayList<>();
        List<DeploymentEvent> events = Sql.of(
                        "SELECT version, entry_id, event FROM bluegreen_event WHERE deployment = ? ORDER BY version",
                        deployment.value())
                .all(connection, row -> {
                    String entryId = row.getString("entry_id");
                    if (entryIds.isEmpty() || !entryIds.get(entryIds.size() - 1).equals(entryId)) {
                        entryIds.add(entryId);
                    }
                    return codec.decode(deployment, row.getLong("version"), row.getString("event"));
                });
        if (events.size() != head.version()) {
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED,
                    "read",
                    deployment.value(),
                    "it stands at version " + head.version() + " and has " + events.size()
                            + " events: restore it from a backup, or purge it by hand"));
        }
        return new History(
                head,
                events,
                entryIds,
                mailbox.waiting(connection, deployment),
                JdbcDeliveries.of(connection, deployment));
    }

    List<Head> list(Optional<ServiceRef> service) {
        Sql heads = service.map(only -> Sql.of(
                        HEADS + "WHERE d.cluster = ? AND d.service = ? ORDER BY d.number", only.cluster(), only.name()))
                .orElseGet(() -> Sql.of(HEADS + "ORDER BY d.number"));
        return database.readOnce(
                "list",
                service.map(only -> Values.none().service(only)).orElseGet(Values::none),
                heads,
                JdbcReads::head);
    }

    /** Left out is what another engine has whose lease holds by the database's clock. */
    List<Head> due(String engine) {
        return database.readOnce(
                "due",
                Values.none().name("engine", engine),
                Sql.of(
                        HEADS
                                + "LEFT JOIN bluegreen_engine e ON e.engine = s.engine"
                                + " WHERE d.wake_up IS NOT NULL"
                                + " AND (s.engine IS NULL OR s.engine = ? OR e.engine IS NULL OR e.lease_until <= "
                                + database.dialect().now()
                                + ") ORDER BY d.number",
                        engine),
                JdbcReads::head);
    }

    List<Head> undelivered(String listener, Duration since) {
        return database.readOnce(
                "undelivered",
                Values.none().name("listener", listener),
                Sql.of(
                        HEADS
                                + "JOIN bluegreen_delivery v ON v.deployment = d.deployment"
                                + " WHERE v.listener = ? AND v.undelivered AND d.ended_at <= "
                                + database.dialect().later()
                                + " ORDER BY d.number",
                        listener,
                        -since.toMillis()),
                JdbcReads::head);
    }
}
