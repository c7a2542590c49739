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
 * can be sent together. The first locks the rows of the services, the second those of the deployments, and they say how all stand. The
 * third compares version and fence of each extension for itself, and stores those that are as expected; the others store what belongs to
 * those.
 *
 * <p>Each row is found through an index, whatever the server believes about the size of the tables when it plans: {@code LATERAL} with
 * {@code OFFSET 0} is planned as it is written.
 */
final class PostgresAppends {
    private static final String SERVICES = "SELECT w.n, s.fence"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY AS w (cluster, service, n)"
            + " CROSS JOIN LATERAL (SELECT s.fence FROM bluegreen_service s"
            + " WHERE s.cluster = w.cluster AND s.service = w.service FOR UPDATE) s";

    private static final String DEPLOYMENTS = "SELECT w.n, d.version"
            + " FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS w (deployment, n)"
            + " CROSS JOIN LATERAL (SELECT d.version FROM bluegreen_deployment d"
            + " WHERE d.deployment = w.deployment FOR UPDATE) d";

    /** A deployment that is not there yet has version 0 and is open. */
    private static final String STORE = "WITH w AS (SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[]),"
            + " CAST(? AS int8[]), CAST(? AS text[]), CAST(? AS int8[]), CAST(? AS int8[]), CAST(? AS timestamptz[]),"
            + " CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY"
            + " AS w (cluster, service, fence, deployment, expected, after, wake_up, entry_id, events, n)),"
            + " good AS (SELECT w.* FROM w"
            + " CROSS JOIN LATERAL (SELECT 1 FROM bluegreen_service s WHERE s.cluster = w.cluster"
            + " AND s.service = w.service AND s.fence = w.fence AND s.fence > 0 OFFSET 0) s"
            + " LEFT JOIN LATERAL (SELECT d.version, d.wake_up IS NOT NULL AS is_open FROM bluegreen_deployment d"
            + " WHERE d.deployment = w.deployment OFFSET 0) d ON TRUE"
            + " WHERE COALESCE(d.version, 0) = w.expected AND COALESCE(d.is_open, TRUE)),"
            + " standing AS (INSERT INTO bluegreen_deployment"
            + " (deployment, cluster, service, version, wake_up, mail, ended_at)"
            + " SELECT deployment, cluster, service, after, wake_up, 0,"
            + " CASE WHEN wake_up IS NULL THEN clock_timestamp() END FROM good ORDER BY n"
            + " ON CONFLICT (deployment) DO UPDATE SET version = EXCLUDED.version, wake_up = EXCLUDED.wake_up,"
            + " ended_at = EXCLUDED.ended_at),"
            + " happened AS (INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
            + " SELECT good.deployment, good.expected + e.k, good.entry_id, e.event FROM good"
            + " CROSS JOIN LATERAL unnest(string_to_array(good.events, chr(10))) WITH ORDINALITY AS e (event, k))"
            + " SELECT n FROM good";

    /** That the deployment stands at the end of an extension, and that it was this one. */
    private static final String STANDS = "EXISTS (SELECT 1 FROM bluegreen_deployment d JOIN bluegreen_event e"
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
        steps.add(Sql.of(DEPLOYMENTS, texts(extensions, one -> one.deployment().value()))
                .reading(row -> versions.put(row.getInt(1) - 1, row.getLong(2))));
        steps.add(store().reading(row -> appended.add(row.getInt(1) - 1)));
        answers(steps);
        ends(steps);
        return steps;
    }

    /**
     * What became of each; empty where it has to be compared again: there was no row to lock, for nobody has ever claimed the service, or
     * the deployment was ordered between two of the statements.
     */
    List<Optional<Appended>> outcomes() {
        return IntStream.range(0, extensions.size()).mapToObj(this::outcome).toList();
    }

    private Optional<Appended> outcome(int place) {
        Extension extension = extensions.get(place);
        Optional<Long> fence = Optional.ofNullable(fences.get(extension.service()));
        Optional<Long> version = Optional.ofNullable(versions.get(place));
        if (appended.contains(place)) {
            return Optional.of(new Appended(Appended.Status.APPENDED, after(extension), extension.fence()));
        }
        boolean isOvertaken = version.isEmpty()
                && extension.expectedVersion() == 0
                && fence.equals(Optional.of(extension.fence()))
                && extension.fence() != JdbcLeases.NEVER_CLAIMED;
        return isOvertaken
                ? Optional.empty()
                : fence.map(current -> new Appended(Appended.Status.LOST, version.orElse(0L), current));
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
