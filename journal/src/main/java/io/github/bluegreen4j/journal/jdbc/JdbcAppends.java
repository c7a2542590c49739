package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Extension;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extends deployments, all of a group in one transaction. */
final class JdbcAppends {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcAppends.class);

    private final Database database;
    private final JournalCodec codec;

    JdbcAppends(Database database, JournalCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    List<Appended> append(List<Extension> extensions) {
        if (extensions.isEmpty()) {
            return List.of();
        }
        for (Extension extension : extensions) {
            if (extension.events().isEmpty()) {
                throw new IllegalArgumentException("an extension without events: " + extension);
            }
        }
        try {
            return together(extensions);
        } catch (PortException failed) {
            if (failed.problem().kind() != Problem.Kind.REFUSED || extensions.size() == 1) {
                throw failed;
            }
            return oneByOne(extensions);
        }
    }

    private List<Appended> together(List<Extension> extensions) {
        List<Integer> order = inOrderOfServices(extensions);
        List<Extension> ordered = order.stream().map(extensions::get).toList();
        List<Appended> stored = database.dialect().isRemote() ? inOneRoundTrip(ordered) : inTheFile(ordered);
        Appended[] outcomes = new Appended[extensions.size()];
        for (int i = 0; i < ordered.size(); i++) {
            outcomes[order.get(i)] = stored.get(i);
        }
        return List.of(outcomes);
    }

    private List<Appended> inOneRoundTrip(List<Extension> ordered) {
        PostgresAppends group = new PostgresAppends(ordered, codec);
        database.script("append", values(ordered), group::steps);
        List<Optional<Appended>> stored = group.outcomes();
        return IntStream.range(0, ordered.size())
                .mapToObj(place -> stored.get(place).orElseGet(() -> comparedAgain(ordered.get(place))))
                .toList();
    }

    private List<Appended> inTheFile(List<Extension> ordered) {
        return database.change("append", values(ordered), connection -> {
            try (H2Appends group = new H2Appends(connection, codec)) {
                return group.append(ordered);
            }
        });
    }

    /** What the database will never store must not keep the others from being stored. */
    private List<Appended> oneByOne(List<Extension> extensions) {
        List<Appended> outcomes = new ArrayList<>();
        List<PortException> failures = new ArrayList<>();
        for (Extension extension : extensions) {
            try {
                outcomes.addAll(together(List.of(extension)));
            } catch (PortException failed) {
                failures.add(failed);
                LOG.warn("Deployment {} was not extended: {}", extension.deployment(), failed.problem());
                outcomes.add(new Appended(Appended.Status.UNKNOWN, extension.expectedVersion(), extension.fence()));
            }
        }
        if (failures.size() == extensions.size()) {
            throw failures.get(0);
        }
        return List.copyOf(outcomes);
    }

    private static Values values(List<Extension> extensions) {
        Values values = Values.none();
        for (Extension extension : extensions) {
            values = values.deployment(extension.deployment().value())
                    .service(extension.service())
                    .name("entryId", extension.entryId());
            for (String listener : extension.listeners()) {
                values = values.name("listener", listener);
            }
        }
        return values;
    }

    /** Two groups that lock the same rows lock them in the same order, and never wait for each other in a circle. */
    private static List<Integer> inOrderOfServices(List<Extension> extensions) {
        return IntStream.range(0, extensions.size())
                .boxed()
                .sorted(Comparator.comparing(
                        place -> extensions.get(place).service().toString()))
                .toList();
    }

    /**
     * There may be no row to lock yet. When the fence has not risen after the version was read, both are of one moment; otherwise somebody
     * has claimed the service meanwhile, and there is.
     */
    private Appended comparedAgain(Extension extension) {
        Optional<Appended> lost = database.change("append", values(List.of(extension)), connection -> {
            long version = Sql.of(
                            "SELECT version FROM bluegreen_deployment WHERE deployment = ?",
                            extension.deployment().value())
                    .first(connection, row -> row.getLong("version"))
                    .orElse(0L);
            return JdbcLeases.fence(connection, extension.service()) == JdbcLeases.NEVER_CLAIMED
                    ? Optional.of(new Appended(Appended.Status.LOST, version, JdbcLeases.NEVER_CLAIMED))
                    : Optional.empty();
        });
        return lost.orElseGet(() -> together(List.of(extension)).get(0));
    }
}
