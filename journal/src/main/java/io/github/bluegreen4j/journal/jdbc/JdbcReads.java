package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Head;
import io.github.bluegreen4j.spi.Journal.History;
import io.github.bluegreen4j.spi.Journal.Mail;
import io.github.bluegreen4j.spi.Journal.ReadResult;
import io.github.bluegreen4j.spi.PortException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads deployments. */
final class JdbcReads {
    /** The columns of {@link #head}. */
    static final String HEADS = "SELECT d.deployment, d.cluster, d.service, d.version, d.wake_up, d.mail,"
            + " COALESCE(s.fence, 0) AS fence FROM bluegreen_deployment d"
            + " LEFT JOIN bluegreen_service s ON s.cluster = d.cluster AND s.service = d.service ";

    /** Over a network, of all services at once. */
    private static final String UNFINISHED = "SELECT w.n, d.deployment, w.cluster, w.service, d.version, d.wake_up,"
            + " d.mail, COALESCE(s.fence, 0) AS fence"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY AS w (cluster, service, n)"
            + " CROSS JOIN LATERAL (SELECT * FROM bluegreen_deployment WHERE cluster = w.cluster"
            + " AND service = w.service AND ended_at IS NULL AND wake_up IS NOT NULL ORDER BY number OFFSET 0) d"
            + " LEFT JOIN LATERAL (SELECT fence FROM bluegreen_service WHERE cluster = w.cluster"
            + " AND service = w.service OFFSET 0) s ON TRUE ORDER BY d.number";

    private final Database database;
    private final JournalCodec codec;

    JdbcReads(Database database, JournalCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    static Head head(ResultSet row) throws SQLException {
        return new Head(
                new DeploymentId(row.getString("deployment")),
                new ServiceRef(row.getString("cluster"), row.getString("service")),
                row.getLong("version"),
                row.getLong("fence"),
                Sql.instant(row, "wake_up"),
                row.getInt("mail") > 0);
    }

    Optional<History> read(DeploymentId deployment) {
        return stored(List.of(deployment)).get(0).decoded(codec);
    }

    /** What can't be decoded is told for itself. */
    List<ReadResult> readAll(List<DeploymentId> deployments) {
        List<ReadResult> results = new ArrayList<>();
        for (StoredHistory stored : stored(deployments)) {
            try {
                results.add(ReadResult.of(stored.deployment(), stored.decoded(codec)));
            } catch (PortException refused) {
                results.add(ReadResult.refused(stored.deployment(), refused.problem()));
            }
        }
        return List.copyOf(results);
    }

    private List<StoredHistory> stored(List<DeploymentId> deployments) {
        return stored(deployments, StoredHistory::steps);
    }

    private List<StoredHistory> stored(
            List<DeploymentId> deployments, BiFunction<List<StoredHistory>, Dialect, List<Sql.Step>> steps) {
        List<StoredHistory> stored =
                deployments.stream().map(StoredHistory::new).toList();
        if (!stored.isEmpty()) {
            Values values = Values.none();
            deployments.forEach(deployment -> values.deployment(deployment.value()));
            database.read("read", values, steps.apply(stored, database.dialect()));
        }
        return stored;
    }

    /** The commands alone. */
    List<List<Mail>> mail(List<DeploymentId> deployments) {
        return stored(deployments, StoredHistory::mailSteps).stream()
                .map(stored -> stored.decodedMail(codec))
                .toList();
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

    /** Those of each service that have not ended. */
    List<List<Head>> unfinished(List<ServiceRef> services) {
        Values values = Values.none();
        services.forEach(values::service);
        List<List<Head>> unfinished = new ArrayList<>();
        services.forEach(service -> unfinished.add(new ArrayList<>()));
        if (database.dialect().isRemote()) {
            Sql ofAll = Sql.of(
                    UNFINISHED,
                    Sql.texts(services.stream().map(ServiceRef::cluster)),
                    Sql.texts(services.stream().map(ServiceRef::name)));
            database.read(
                    "list",
                    values,
                    List.of(ofAll.reading(
                            row -> unfinished.get(row.getInt("n") - 1).add(head(row)))));
        } else {
            List<Sql.Step> steps = new ArrayList<>();
            for (int i = 0; i < services.size(); i++) {
                List<Head> found = unfinished.get(i);
                steps.add(Sql.of(
                                HEADS + "WHERE d.cluster = ? AND d.service = ? AND d.ended_at IS NULL"
                                        + " AND d.wake_up IS NOT NULL ORDER BY d.number",
                                services.get(i).cluster(),
                                services.get(i).name())
                        .reading(row -> found.add(head(row))));
            }
            database.read("list", values, steps);
        }
        return unfinished.stream().map(List::copyOf).toList();
    }

    /** Left out is what another engine has whose lease holds by the database's clock. */
    List<Head> due(String engine) {
        return database.readOnce(
                "due",
                Values.none().name("engine", engine),
                Sql.of(
                        HEADS
                                + "LEFT JOIN bluegreen_engine e ON e.engine = s.engine"
                                + " WHERE d.ended_at IS NULL AND d.wake_up IS NOT NULL"
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
