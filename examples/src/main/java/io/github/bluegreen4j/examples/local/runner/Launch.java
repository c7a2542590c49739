package io.github.bluegreen4j.examples.local.runner;

import java.util.Map;

/**
 * An order to launch a revision.
 *
 * @param token makes the order idempotent: the same token again answers with the revision that is there
 * @param owner a mark to find the revision by
 * @param definition what it runs, for example {@code checkout:42}
 * @param settings how its tasks behave
 * @param targetGroup where its tasks are registered
 * @param count how many tasks
 */
public record Launch(
        String token, String owner, String definition, Map<String, String> settings, String targetGroup, int count) {

    /** Copies the settings. */
    public Launch {
        settings = Map.copyOf(settings);
    }
}
