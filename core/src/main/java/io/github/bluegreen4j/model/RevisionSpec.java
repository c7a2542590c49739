package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to launch as green.
 *
 * @param definition what the tasks run: a task definition, for example {@code "checkout:42"}; one line of 1 to 2,048
 *     characters, not blank, without control characters
 * @param settings further settings for the runtime adapter, which documents them; the engine passes them on.
 *     Unmodifiable, in the order of the keys; keys of 1 to 256 characters, values of at most 32,768
 */
public record RevisionSpec(String definition, Map<String, String> settings) {

    private static final int MAX_KEY = 256;
    private static final int MAX_VALUE = 32_768;

    /** Launches nothing: for a recovery, which only repairs what an earlier deployment left behind. */
    public static final RevisionSpec NONE = new RevisionSpec("(none)", Map.of());

    /**
     * Checks definition and settings, and copies the settings.
     *
     * @param definition what the tasks run: a task definition, for example {@code "checkout:42"}
     * @param settings further settings for the runtime adapter, which documents them
     * @throws InvalidSpecException with every value that is not allowed
     */
    public RevisionSpec {
        SpecFaults faults = new SpecFaults();
        check(faults, definition, settings);
        faults.throwIfAny();
        settings = settings.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /**
     * {@return a definition without settings}
     *
     * @param definition a task definition, for example {@code "checkout:42"}
     */
    public static RevisionSpec of(String definition) {
        return new RevisionSpec(definition, Map.of());
    }

    static void check(SpecFaults faults, @Nullable String definition, @Nullable Map<String, String> settings) {
        faults.text("revision", definition, "a task definition");
        if (settings == null) {
            faults.present("revision.settings", null);
            return;
        }
        settings.forEach((key, value) -> {
            if (faults.text("revision.settings key", key, MAX_KEY, "a key of 1 to " + MAX_KEY + " characters")) {
                faults.freeText(
                        "revision.settings." + key, value, MAX_VALUE, "a text of at most " + MAX_VALUE + " characters");
            }
        });
    }
}
