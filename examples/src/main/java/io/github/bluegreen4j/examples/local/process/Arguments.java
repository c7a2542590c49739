package io.github.bluegreen4j.examples.local.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command-line arguments of the form {@code --name value}; a name may be repeated. */
public final class Arguments {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Arguments() {}

    /**
     * Reads {@code --name value} pairs.
     *
     * @throws IllegalArgumentException when a name lacks its dashes or its value
     */
    public static Arguments parse(String... args) {
        Arguments parsed = new Arguments();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("expected --name value, got " + args[i]);
            }
            parsed.values
                    .computeIfAbsent(args[i].substring(2), name -> new ArrayList<>())
                    .add(args[i + 1]);
        }
        return parsed;
    }

    /** All values of a name, in the order given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The last value of a name. */
    public Optional<String> optional(String name) {
        List<String> given = all(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
    }

    /**
     * The last value of a name that must be there.
     *
     * @throws IllegalArgumentException when it is missing
     */
    public String required(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
    }

    /** A number, or its default. */
    public int integer(String name, int byDefault) {
        return optional(name).map(Integer::valueOf).orElse(byDefault);
    }

    /** An ISO-8601 duration, or its default. */
    public Duration duration(String name, Duration byDefault) {
        return optional(name).map(Duration::parse).orElse(byDefault);
    }

    /** The values of a repeated name, each of the form {@code key=value}. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : all(name)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--" + name + " expects key=value, got " + pair);
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }
}
