package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Claims of services by an engine, as statements that need no answer in between. The rows are locked first. Whoever has a service, and
 * whether its lease holds, is compared by a later statement: it sees every claim and every renewal from before the lock. A lease that had
 * expired then is lost, though it is renewed meanwhile: its engine claims its services again before it acts. Every change of a claim but a
 * release raises the fence.
 */
final class JdbcClaims {
    /** Over a network, of all at once. */
    private static final String KNOW = "INSERT INTO bluegreen_service (cluster, service, fence)"
            + " SELECT w.cluster, w.service, 0 FROM " + many() + " ORDER BY w.n ON CONFLICT DO NOTHING";

    private static final String LOCK = "SELECT w.n FROM " + many()
            + " CROSS JOIN LATERAL (SELECT 1 FROM bluegreen_service WHERE cluster = w.cluster"
            + " AND service = w.service FOR UPDATE) s";

    /** Every row is there and locked: it never inserts, and finds each through its key. */
    private static final String CLAIM = "INSERT INTO bluegreen_service (cluster, service, engine, fence)"
            + " SELECT w.cluster, w.service, CAST(? AS text), 1 FROM " + many() + " WHERE "
            + Dialect.POSTGRESQL.holds("CAST(? AS text)")
            + " ORDER BY w.n ON CONFLICT (cluster, service)"
            + " DO UPDATE SET engine = EXCLUDED.engine, fence = bluegreen_service.fence + 1"
            + " WHERE bluegreen_service.engine IS DISTINCT FROM EXCLUDED.engine AND NOT "
            + Dialect.POSTGRESQL.holds("bluegreen_service.engine");

    private static final String HELD = "SELECT w.n, s.fence FROM " + many()
            + " CROSS JOIN LATERAL (SELECT fence FROM bluegreen_service WHERE cluster = w.cluster"
            + " AND service = w.service AND engine = ? OFFSET 0) s WHERE " + Dialect.POSTGRESQL.holds("?");

    private static final String OPEN = "SELECT w.n, d.deployment FROM " + many()
            + " CROSS JOIN LATERAL (SELECT deployment FROM bluegreen_deployment WHERE cluster = w.cluster"
            + " AND service = w.service AND ended_at IS NULL AND wake_up IS NOT NULL ORDER BY number OFFSET 0) d";

    /** Two engines lock the rows of services in the same order, as appends do, and never wait for each other in a circle. */
    static final Comparator<ServiceRef> LOCK_ORDER = Comparator.comparing(ServiceRef::toString);

    private final List<ServiceRef> services;
    private final String engine;
    private final Dialect dialect;
    private final List<Optional<Long>> fences = new ArrayList<>();
    private final List<List<DeploymentId>> open = new ArrayList<>();

    JdbcClaims(List<ServiceRef> services, String engine, Dialect dialect) {
        this.services = services;
        this.engine = engine;
        this.dialect = dialect;
    }

    private static String many() {
        return "unnest(CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY AS w (cluster, service, n)";
    }

    /** What became of one: the fence, if the engine has it now, and its deployments that have not ended, the oldest first. */
    record Claimed(ServiceRef service, Optional<Long> fence, List<DeploymentId> open) {}

    List<Claimed> claimed() {
        List<Claimed> claimed = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            Optional<Long> fence = fences.get(i);
            claimed.add(new Claimed(services.get(i), fence, fence.isPresent() ? open.get(i) : List.of()));
        }
        return claimed;
    }

    /** The statements; what was answered before is forgotten. */
    List<Sql.Step> steps() {
        fences.clear();
        open.clear();
        services.forEach(service -> {
            fences.add(Optional.empty());
            open.add(new ArrayList<>());
        });
        List<Integer> order = IntStream.range(0, services.size())
                .boxed()
                .sorted(Comparator.comparing(services::get, LOCK_ORDER))
                .toList();
        return dialect.isRemote() ? together(order) : oneByOne(order);
    }

    private List<Sql.Step> together(List<Integer> order) {
        Object clusters =
                Sql.texts(order.stream().map(place -> services.get(place).cluster()));
        Object names = Sql.texts(order.stream().map(place -> services.get(place).name()));
        return List.of(
                Sql.of(KNOW, clusters, names).step(),
                Sql.of(LOCK, clusters, names).step(),
                Sql.of(CLAIM, engine, clusters, names, engine).step(),
                Sql.of(HELD, clusters, names, engine, engine)
                        .reading(row -> fences.set(order.get(row.getInt(1) - 1), Optional.of(row.getLong(2)))),
                Sql.of(OPEN, clusters, names)
                        .reading(
                                row -> open.get(order.get(row.getInt(1) - 1)).add(new DeploymentId(row.getString(2)))));
    }

    private List<Sql.Step> oneByOne(List<Integer> order) {
        List<Sql.Step> steps = new ArrayList<>();
        for (int place : order) {
            String cluster = services.get(place).cluster();
            String name = services.get(place).name();
            steps.add(Sql.of(
                            "INSERT INTO bluegreen_service (cluster, service, fence) SELECT ?, ?, 0 WHERE NOT EXISTS"
                                    + " (SELECT 1 FROM bluegreen_service WHERE cluster = ? AND service = ?)",
                            cluster,
                            name,
                            cluster,
                            name)
                    .step());
            steps.add(Sql.of(
                            "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ? FOR UPDATE",
                            cluster,
                            name)
                    .step());
            steps.add(Sql.of(
                            "UPDATE bluegreen_service SET engine = ?, fence = fence + 1 WHERE cluster = ? AND service = ?"
                                    + " AND (engine IS NULL OR engine <> ?) AND "
                                    + dialect.holds("?")
                                    + " AND NOT "
                                    + dialect.holds("bluegreen_service.engine"),
                            engine,
                            cluster,
                            name,
                            engine,
                            engine)
                    .step());
            steps.add(Sql.of(
                            "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ? AND engine = ? AND "
                                    + dialect.holds("?"),
                            cluster,
                            name,
                            engine,
                            engine)
                    .reading(row -> fences.set(place, Optional.of(row.getLong(1)))));
            steps.add(Sql.of(
                            "SELECT deployment FROM bluegreen_deployment WHERE cluster = ? AND service = ?"
                                    + " AND ended_at IS NULL AND wake_up IS NOT NULL ORDER BY number",
                            cluster,
                            name)
                    .reading(row -> open.get(place).add(new DeploymentId(row.getString(1)))));
        }
        return steps;
    }
}
