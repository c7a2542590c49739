package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of one task, running or stopped.
 *
 * @param id the identity of the task and of its target
 * @param revision the revision that the task belongs to
 * @param definition what the task runs, for example a task definition
 * @param group the target group in which the task registers
 * @param status where the task is in its life
 * @param createdAt when the task was created
 * @param startedAt when the task began to run; empty if it has not
 * @param stoppedAt when the task began to stop or failed; empty if it has not
 * @param stop why the task stopped; present if {@code stoppedAt} is
 */
public record WorldTask(
        String id,
        RevisionRef revision,
        String definition,
        TargetGroupRef group,
        Status status,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> stoppedAt,
        Optional<TaskStop> stop) {

    /** Where a task is in its life. */
    public enum Status {
        /** The task is starting. */
        PENDING,
        /** The task is running. */
        RUNNING,
        /** The task is stopping, and still answers the requests it has begun. */
        STOPPING,
        /** The task has stopped. It is listed for one hour. */
        STOPPED
    }
}
