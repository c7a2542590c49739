package io.github.bluegreen4j.examples.local.runner;

import java.util.List;
import java.util.Map;

/**
 * A revision of a service as the runner shows it.
 *
 * @param id its name
 * @param token the idempotency token it was launched under
 * @param owner the mark of whoever launched it
 * @param definition what it runs, for example {@code checkout:42}
 * @param settings how its tasks behave
 * @param targetGroup where its tasks are registered
 * @param primary whether it carries the service's primary label
 * @param retiring whether it is on its way out
 * @param desired tasks wanted
 * @param pending tasks wanted and not running yet
 * @param running tasks that answer and are registered
 * @param failed tasks that ended, or turned unhealthy, without being asked to; each counts once
 * @param steady whether exactly the wanted tasks are running and none is coming or going
 * @param tasks all its tasks, those on their way out included
 */
public record RevisionView(
        String id,
        String token,
        String owner,
        String definition,
        Map<String, String> settings,
        String targetGroup,
        boolean primary,
        boolean retiring,
        int desired,
        int pending,
        int running,
        int failed,
        boolean steady,
        List<LocalTaskView> tasks) {

    /** Copies what could change. */
    public RevisionView {
        settings = Map.copyOf(settings);
        tasks = List.copyOf(tasks);
    }
}
