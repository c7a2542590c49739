package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Opens new deployments, and ended ones again, all of a group in one transaction. An order needs no fence. */
final class JdbcOrders {
    /**
     * Stores those that are as expected, and says which. Of two orders that begin a deployment at once, one waits for the row of the
     * other, and compares with it. A deployment that has not ended is not locked: appends lock such rows, in an order of their own.
     */
    private static final String STORE = "WITH w AS (SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[]),"
            + " CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS timestamptz[]), CAST(? AS text[]), CAST(? AS text[]))"
            + " WITH ORDINALITY AS w (cluster, service, deployment, expected, wake_up, entry_id, event, n)),"
            + " standing AS (INSERT INTO bluegreen_deployment (deployment, cluster, service, version, wake_up, mail)"
            + " SELECT w.deployment, w.cluster, w.service, w.expected + 1, w.wake_up, 0 FROM w"
            + " LEFT JOIN LATERAL (SELECT d.version, d.wake_up IS NULL AS has_ended FROM bluegreen_deployment d"
            + " WHERE d.deployment = w.deployment OFFSET 0) d ON TRUE"
            + " WHERE w.expected = COALESCE(d.version, 0) AND COALESCE(d.has_ended, TRUE) ORDER BY w.n"
            + " ON CONFLICT (deployment) DO UPDATE SET version = EXCLUDED.version, wake_up = EXCLUDED.wake_up,"
            + " ended_at = NULL, mail = 0 WHERE bluegreen_deployment.version = EXCLUDED.version - 1"
            + " AND bluegreen_deployment.wake_up IS NULL RETURNING deployment),"
            + " happened AS (INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
            + " SELECT w.deployment, w.expected + 1, w.entry_id, w.event FROM standing s"
            + " JOIN w ON w.deployment = s.deployment)"
            + " SELECT w.n FROM standing s JOIN w ON w.deployment = s.deployment";

    /** The deployments that these orders have opened again. */
    private static final String REOPENED = " IN (SELECT w.deployment FROM unnest(CAST(? AS text[]), CAST(? AS int8[]),"
            + " CAST(? AS text[])) AS w (deployment, after, entry_id) WHERE " + PostgresAppends.STANDS + ")";

    /** What was left in its mailbox counts as answered, so that a command that comes again still counts once. */
    private static final String ANSWER =
            "UPDATE bluegreen_command SET answered = TRUE WHERE NOT answered AND deployment" + REOPENED;

    /** Nobody waits for its end any more. */
    private static final String DELIVER =
            "UPDATE bluegreen_delivery SET undelivered = FALSE WHERE deployment" + REOPENED;

    private static final String STANDING = "SELECT w.n, COALESCE(d.version, 0), COALESCE(s.fence, 0)"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY"
            + " AS w (cluster, service, deployment, n)"
            + " LEFT JOIN LATERAL (SELECT d.version FROM bluegreen_deployment d"
            + " WHERE d.deployment = w.deployment OFFSET 0) d ON TRUE"
            + " LEFT JOIN LATERAL (SELECT s.fence FROM bluegreen_service s WHERE s.cluster = w.cluster"
            + " AND s.service = w.service OFFSET 0) s ON TRUE";

    private final Database database;
    private final JournalCodec codec;

    JdbcOrders(Database database, JournalCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    List<Appended> open(List<Opening> openings) {
        if (openings.isEmpty()) {
            return List.of();
        }
        // Two groups that insert the same rows insert those of different services in the same order.
        List<Integer> order = IntStream.range(0, openings.size())
                .boxed()
                .sorted(Comparator.comparing(
                        place -> openings.get(place).service().toString()))
                .toList();
        List<Opening> ordered = order.stream().map(openings::get).toList();
        Appended[] outcomes = new Appended[openings.size()];
        List<Appended> opened = database.dialect().isRemote() ? inOneRoundTrip(ordered) : inTheFile(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            outcomes[order.get(i)] = opened.get(i);
        }
        return List.of(outcomes);
    }

    private static Values values(List<Opening> openings) {
        Values values = Values.none();
        for (Opening opening : openings) {
            values = values.deployment(opening.deployment().value())
                    .service(opening.service())
                    .name("entryId", opening.entryId());
        }
        return values;
    }

    private List<Appended> inOneRoundTrip(List<Opening> openings) {
        Set<Integer> stored = new HashSet<>();
        List<Appended> outcomes = new ArrayList<>();
        List<String> events =
                openings.stream().map(opening -> codec.encode(opening.event())).toList();
        database.script("open", values(openings), () -> {
            stored.clear();
            outcomes.clear();
            return steps(openings, events, stored, outcomes);
        });
        return List.copyOf(outcomes);
    }

    private static List<Sql.Step> steps(
            List<Opening> openings, List<String> events, Set<Integer> stored, List<Appended> outcomes) {
        Object clusters = texts(openings, one -> one.service().cluster());
        Object services = texts(openings, one -> one.service().name());
        Object deployments = texts(openings, one -> one.deployment().value());
        List<Sql.Step> steps = new ArrayList<>();
        steps.add(Sql.of(
                        STORE,
                        clusters,
                        services,
                        deployments,
                        numbers(openings, Opening::expectedVersion),
                        Sql.instants(openings.stream().map(one -> Optional.of(one.wakeUp()))),
                        texts(openings, Opening::entryId),
                        Sql.texts(events.stream()))
                .reading(row -> stored.add(row.getInt(1))));
        List<Opening> again =
                openings.stream().filter(one -> one.expectedVersion() > 0).toList();
        if (!again.isEmpty()) {
            Object[] reopened = {
                texts(again, one -> one.deployment().value()),
                numbers(again, one -> one.expectedVersion() + 1),
                texts(again, Opening::entryId)
            };
            steps.add(Sql.of(ANSWER, reopened).step());
            steps.add(Sql.of(DELIVER, reopened).step());
        }
        steps.add(Sql.of(STANDING, clusters, services, deployments).reading(row -> {
            boolean isStored = stored.contains(row.getInt(1));
            outcomes.add(new Appended(
                    isStored ? Appended.Status.APPENDED : Appended.Status.LOST, row.getLong(2), row.getLong(3)));
        }));
        return steps;
    }

    private static Object texts(List<Opening> openings, Function<Opening, String> text) {
        return Sql.texts(openings.stream().map(text));
    }

    private static Object numbers(List<Opening> openings, ToLongFunction<Opening> number) {
        return Sql.numbers(openings.stream().mapToLong(number));
    }

    private List<Appended> inTheFile(List<Opening> openings) {
        return database.change("open", values(openings), connection -> {
            List<Appended> outcomes = new ArrayList<>();
            for (Opening opening : openings) {
                outcomes.add(opened(connection, opening));
            }
            return outcomes;
        });
    }

    private record Stand(long version, Optional<Instant> wakeUp) {}

    private Appended opened(Connection connection, Opening opening) throws SQLException {
        String deployment = opening.deployment().value();
        Optional<Stand> stand = Sql.of(
                        "SELECT version, wake_up FROM bluegreen_deployment WHERE deployment = ? FOR UPDATE", deployment)
                .first(connection, row -> new Stand(row.getLong("version"), Sql.instant(row, "wake_up")));
        long version = stand.map(Stand::version).orElse(0L);
        long fence = JdbcLeases.fence(connection, opening.service());
        if (stand.flatMap(Stand::wakeUp).isPresent() || version != opening.expectedVersion()) {
            return new Appended(Appended.Status.LOST, version, fence);
        }
        if (stand.isEmpty()) {
            create(connection, opening);
        } else {
            reopen(connection, opening);
        }
        Sql.of(
                        "INSERT INTO bluegreen_event (deployment, version, entry_id, event) VALUES (?, ?, ?, ?)",
                        deployment,
                        version + 1,
                        opening.entryId(),
                        codec.encode(opening.event()))
                .run(connection);
        return new Appended(Appended.Status.APPENDED, version + 1, fence);
    }

    private static void create(Connection connection, Opening opening) throws SQLException {
        Sql.of(
                        "INSERT INTO bluegreen_deployment (deployment, cluster, service, version, wake_up, mail)"
                                + " VALUES (?, ?, ?, 1, ?, 0)",
                        opening.deployment().value(),
                        opening.service().cluster(),
                        opening.service().name(),
                        opening.wakeUp())
                .run(connection);
    }

    private static void reopen(Connection connection, Opening opening) throws SQLException {
        String deployment = opening.deployment().value();
        Sql.of(
                        "UPDATE bluegreen_deployment SET version = ?, wake_up = ?, ended_at = NULL, mail = 0 WHERE deployment = ?",
                        opening.expectedVersion() + 1,
                        opening.wakeUp(),
                        deployment)
                .run(connection);
        Sql.of("UPDATE bluegreen_command SET answered = TRUE WHERE deployment = ? AND NOT answered", deployment)
                .run(connection);
        Sql.of("UPDATE bluegreen_delivery SET undelivered = FALSE WHERE deployment = ?", deployment)
                .run(connection);
    }
}
