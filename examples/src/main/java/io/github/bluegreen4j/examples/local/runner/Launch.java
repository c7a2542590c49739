package io.github.bluegreen4j.examples.local.runner;

import java.util.HashMap;
import java.util.Map;

/**
 * An order to launch a revision.
 *
 * @param token makes the order idempotent: the same token again answers with the revision that is there
 * @param owner a mark to find the revision by
 * @param definition what it runs, for example {@code checkout:42}; it has to be registered
 * @param settings how its tasks behave, where that differs from the definition
 * @param targetGroup where its tasks are registered
 * @param count how many tasks
 */
public record Launch(
        String token, String owner, String definition, Map<String, String> settings, String targetGroup, int count) {

    /** Copies the settings. */
    public Launch {
        settings = Map.copyOf(settings);
    }

    /** The same order with these settings where it has none of its own. */
    Launch over(Map<String, String> defaults) {
        Map<String, String> all = new HashMap<>(defaults);
        all.putAll(settings);
        return new Launch(token, owner, definition, all, targetGroup, count);
    }
}
