package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Extension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A group of extensions as a few statements of PostgreSQL, however many extensions it has. They need no answer in between, so that they
 * can be sent together. The first locks the rows of the services. The second compares version and fence of each extension for itself, says
 * how all stand, and stores those that are as expected. The others store what belongs to those.
 *
 * <p>Each row is found through an index, whatever the server believes about the size of the tables when it plans: {@code LATERAL} with
 * {@code OFFSET 0} is planned as it is written.
 */
final class PostgresAppends {
    private static final String SERVICES = "SELECT w.n, s.fence"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY AS w (cluster, service, n)"
            + " CROSS JOIN LATERAL (SELECT s.fence FROM bluegreen_service s"
            + " WHERE s.cluster = w.cluster AND s.service = w.service FOR UPDATE) s";

    /**
     * A deployment that is not there yet has version 0 and is open. With the service's row locked nobody changes the version or the end of
     * an open deployment; of two orders, or an order and an extension, that begin a deployment at once, one finds its first event there.
     */
    private static final String STORE = "WITH w AS (SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[]),"
            + " CAST(? AS int8[]), CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS int8[]), CAST(? AS timestamptz[]),"
            + " CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY"
            + " AS w (cluster, service, fence, deployment, expected, after, wake_up, entry_id, events, n)),"
            + " compared AS (SELECT w.*, COALESCE(d.version, 0) AS version, COALESCE(s.fence = w.fence AND s.fence > 0"
            + " AND COALESCE(d.version, 0) = w.expected AND COALESCE(d.is_open, TRUE), FALSE) AS is_good FROM w"
            + " LEFT JOIN LATERAL (SELECT s.fence FROM bluegreen_service s WHERE s.cluster = w.cluster"
            + " AND s.service = w.service FOR UPDATE) s ON TRUE"
            + " LEFT JOIN LATERAL (SELECT d.version, d.wake_up IS NOT NULL AS is_open FROM bluegreen_deployment d"
            + " WHERE d.deployment = w.deployment OFFSET 0) d ON TRUE),"
            + " standing AS (INSERT INTO bluegreen_deployment"
            + " (deployment, cluster, service, version, wake_up, mail, ended_at)"
            + " SELECT deployment, cluster, service, after, wake_up, 0,"
            + " CASE WHEN wake_up IS NULL THEN clock_timestamp() END FROM compared WHERE is_good ORDER BY n"
            + " ON CONFLICT (deployment) DO UPDATE SET version = EXCLUDED.version, wake_up = EXCLUDED.wake_up,"
            + " ended_at = EXCLUDED.ended_at),"
            + " happened AS (INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
            + " SELECT c.deployment, c.expected + e.k, c.entry_id, e.event FROM compared c"
            + " CROSS JOIN LATERAL unnest(string_to_array(c.events, chr(10))) WITH ORDINALITY AS e (event, k)"
            + " WHERE c.is_good)"
            + " SELECT n, version, is_good FROM compared";

    /** That the deployment stands at the end of an extension, and that it was this one. */
    static final String STANDS = "EXISTS (SELECT 1 FROM bluegreen_deployment d JOIN bluegreen_event e"
            + " ON e.deployment = d.deployment AND e.version = d.version"
            + " WHERE d.deployment = w.deployment AND d.version = w.after AND e.entry_id = w.entry_id)";

    private static final String ANSWER = "UPDATE bluegreen_command SET answered = TRUE WHERE ctid = ANY (ARRAY("
            + "SELECT c.ctid FROM unnest(CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS text[]), CAST(? AS text[]))"
            + " AS w (deployment, after, entry_id, command_id)"
            + " CROSS JOIN LATERAL (SELECT c.ctid FROM bluegreen_command c WHERE c.deployment = w.deployment"
            + " AND c.command_id = w.command_id AND " + STANDS + " OFFSET 0) c))";

    private static final String COUNT = "UPDATE bluegreen_deployment SET mail = (SELECT COUNT(*)"
            + " FROM bluegreen_command c WHERE c.deployment = bluegreen_deployment.deployment AND NOT c.answered)"
            + " WHERE ctid = ANY (ARRAY(SELECT d.ctid"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS text[])) AS w (deployment, after, entry_id)"
            + " CROSS JOIN LATERAL (SELECT d.ctid FROM bluegreen_deployment d WHERE d.deployment = w.deployment"
            + " AND " + STANDS + " OFFSET 0) d))";

    /** A listener without a row was never notified of anything. */
    private static final String END = "INSERT INTO bluegreen_delivery (deployment, listener, version, undelivered)"
            + " SELECT w.deployment, w.listener, 0, TRUE"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS text[]), CAST(? AS text[]))"
            + " AS w (deployment, after, entry_id, listener)"
            + " CROSS JOIN LATERAL (SELECT 1 WHERE " + STANDS + " OFFSET 0) d"
            + " ON CONFLICT (deployment, listener) DO UPDATE SET undelivered = bluegreen_delivery.version"
            + " < (SELECT d.version FROM bluegreen_deployment d WHERE d.deployment = EXCLUDED.deployment)";

    private final List<Extension> extensions;
    private final List<String> events;
    private final Map<ServiceRef, Long> fences = new HashMap<>();
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Set<Integer> appended = new HashSet<>();

    /** @param extensions in the order in which their rows are locked: those of a service side by side */
    PostgresAppends(List<Extension> extensions, JournalCodec codec) {
        this.extensions = extensions;
        // No event has a line break in it.
        events = extensions.stream()
                .map(extension -> extension.events().stream().map(codec::encode).collect(Collectors.joining("\n")))
                .toList();
    }

    /** The statements; what was answered before is forgotten. */
    List<Sql.Step> steps() {
        fences.clear();
        versions.clear();
        appended.clear();
        List<ServiceRef> services =
                extensions.stream().map(Extension::service).distinct().toList();
        List<Sql.Step> steps = new ArrayList<>();
        steps.add(Sql.of(
                        SERVICES,
                        Sql.texts(services.stream().map(ServiceRef::cluster)),
                        Sql.texts(services.stream().map(ServiceRef::name)))
                .reading(row -> fences.put(services.get(row.getInt(1) - 1), row.getLong(2))));
        steps.add(store().reading(row -> {
            int place = row.getInt(1) - 1;
            versions.put(place, row.getLong(2));
            if (row.getBoolean(3)) {
                appended.add(place);
            }
        }));
        answers(steps);
        ends(steps);
        return steps;
    }

    /** What became of each; empty where there was no row to lock, for nobody had ever claimed the service: then it is compared again. */
    List<Optional<Appended>> outcomes() {
        return IntStream.range(0, extensions.size()).mapToObj(this::outcome).toList();
    }

    private Optional<Appended> outcome(int place) {
        Extension extension = extensions.get(place);
        return appended.contains(place)
                ? Optional.of(new Appended(Appended.Status.APPENDED, after(extension), extension.fence()))
                : Optional.ofNullable(fences.get(extension.service()))
                        .map(fence -> new Appended(Appended.Status.LOST, versions.getOrDefault(place, 0L), fence));
    }

    private static long after(Extension extension) {
        return extension.expectedVersion() + extension.events().size();
    }

    private static <T> Object texts(List<T> all, Function<T, String> text) {
        return Sql.texts(all.stream().map(text));
    }

    private static <T> Object numbers(List<T> all, ToLongFunction<T> number) {
        return Sql.numbers(all.stream().mapToLong(number));
    }

    private Sql store() {
        return Sql.of(
                STORE,
                texts(extensions, one -> one.service().cluster()),
                texts(extensions, one -> one.service().name()),
                numbers(extensions, Extension::fence),
                texts(extensions, one -> one.deployment().value()),
                numbers(extensions, Extension::expectedVersion),
                numbers(extensions, PostgresAppends::after),
                Sql.instants(extensions.stream().map(Extension::wakeUp)),
                texts(extensions, Extension::entryId),
                Sql.texts(events.stream()));
    }

    /** Something that belongs to an extension. */
    private record Part(Extension extension, String name) {
        static Object[] parameters(List<Part> parts) {
            return new Object[] {
                texts(parts, one -> one.extension().deployment().value()),
                numbers(parts, one -> after(one.extension())),
                texts(parts, one -> one.extension().entryId()),
                texts(parts, Part::name)
            };
        }
    }

    private void answers(List<Sql.Step> steps) {
        List<Extension> answering =
                extensions.stream().filter(one -> !one.consumed().isEmpty()).toList();
        if (answering.isEmpty()) {
            return;
        }
        List<Part> commands = answering.stream()
                .flatMap(one -> one.consumed().stream().map(id -> new Part(one, id)))
                .toList();
        steps.add(Sql.of(ANSWER, Part.parameters(commands)).step());
        steps.add(Sql.of(
                        COUNT,
                        texts(answering, one -> one.deployment().value()),
                        numbers(answering, PostgresAppends::after),
                        texts(answering, Extension::entryId))
                .step());
    }

    private void ends(List<Sql.Step> steps) {
        List<Part> listeners = extensions.stream()
                .filter(one -> one.wakeUp().isEmpty())
                .flatMap(one -> one.listeners().stream().map(name -> new Part(one, name)))
                .toList();
        if (!listeners.isEmpty()) {
            steps.add(Sql.of(END, Part.parameters(listeners)).step());
        }
    }
}
