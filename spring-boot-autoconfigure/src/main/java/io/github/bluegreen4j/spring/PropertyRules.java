package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spring.BlueGreenProperties.JournalProperties;
import io.github.bluegreen4j.spring.BlueGreenProperties.JournalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the properties may be. All faults are found at once, and each names the property, its value and what is allowed. */
final class PropertyRules {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_CALL = Duration.ofMillis(100);

    /** Segments that need no escaping; the root would hide everything else that the application serves. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private final List<String> faults = new ArrayList<>();

    private PropertyRules() {}

    /** @throws StartupException that lists all faults */
    static void check(BlueGreenProperties properties) {
        List<String> faults = new PropertyRules().faults(properties);
        if (!faults.isEmpty()) {
            throw StartupException.properties(faults);
        }
    }

    private List<String> faults(BlueGreenProperties properties) {
        JournalProperties journal = properties.journal();
        name("name", properties.name());
        atLeast("lease", properties.lease(), SHORTEST_LEASE);
        atLeast("close-timeout", properties.closeTimeout(), Duration.ZERO);
        atLeast("journal.call-timeout", journal.callTimeout(), SHORTEST_CALL);
        atLeast("journal.poll-interval", journal.pollInterval(), SHORTEST_CALL);
        atLeast("rollouts.poll-interval", properties.rollouts().pollInterval(), SHORTEST_CALL);
        if (journal.callTimeout().multipliedBy(3).compareTo(properties.lease().multipliedBy(2)) > 0) {
            add(
                    "lease",
                    text(properties.lease()),
                    "one and a half times bluegreen4j.journal.call-timeout, which is " + text(journal.callTimeout())
                            + ", or more");
        }
        name("journal.data-source", journal.dataSource());
        name("journal.table", journal.table());
        if (journal.dataSource() != null && !isOneOf(journal, JournalType.AUTO, JournalType.JDBC)) {
            add(
                    "journal.data-source",
                    journal.dataSource(),
                    "nothing, since bluegreen4j.journal.type is " + of(journal));
        }
        if (journal.table() != null && !isOneOf(journal, JournalType.AUTO, JournalType.DYNAMODB)) {
            add("journal.table", journal.table(), "nothing, since bluegreen4j.journal.type is " + of(journal));
        }
        if (journal.table() != null && journal.dataSource() != null && isOneOf(journal, JournalType.AUTO)) {
            add(
                    "journal.table",
                    journal.table(),
                    "nothing, or no bluegreen4j.journal.data-source: a journal is in one place");
        }
        if (journal.table() == null && isOneOf(journal, JournalType.DYNAMODB)) {
            add("journal.table", "", "the name of a table, since bluegreen4j.journal.type is " + of(journal));
        }
        if (!PATH.matcher(properties.console().path()).matches()) {
            add("console.path", properties.console().path(), "a path such as /deployments or /ops/deployments");
        }
        return faults;
    }

    private static boolean isOneOf(JournalProperties journal, JournalType... types) {
        return List.of(types).contains(journal.type());
    }

    private static String of(JournalProperties journal) {
        return journal.type().name().toLowerCase(Locale.ROOT);
    }

    private void name(String property, @Nullable String value) {
        if (value == null) {
            return;
        }
        try {
            Given.name(property, value);
        } catch (InvalidSpecException refused) {
            faults.add(BlueGreenProperties.PREFIX + "." + refused.getMessage());
        }
    }

    private void atLeast(String property, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            add(property, text(value), text(least) + " or more");
        }
    }

    private void add(String property, String value, String allowed) {
        faults.add(StartupException.fault(property, value, allowed));
    }

    /** A duration as people write it into properties, in milliseconds at the finest. */
    static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
