package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Instant;
import java.util.Optional;

/**
 * One task as it is, or was.
 *
 * @param id its identity, that of its target too
 * @param revision whose task it is
 * @param definition what it runs
 * @param group where it registers
 * @param status how far it is
 * @param createdAt when it was begun
 * @param startedAt when it ran; empty before, and when it never did
 * @param stoppedAt when it began to stop, or failed; empty before
 * @param stop why it stopped; present when {@code stoppedAt} is
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

    /** How far a task is. */
    public enum Status {
        /** It is being started. */
        PENDING,
        RUNNING,
        /** It is to stop, and still answers what is under way. */
        STOPPING,
        /** It is gone; told of for an hour. */
        STOPPED
    }
}
