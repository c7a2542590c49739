package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment as it stands, in the fields of ECS's {@code ServiceDeployment} (API reference), and what it waits for.
 *
 * @param deployment its id
 * @param service its service
 * @param status its status
 * @param statusReason why it has that status; empty while there is nothing to say
 * @param lifecycleStage the stage of the way forward; empty before the first, on the way back and at the end
 * @param step the production step, from 1; 0 in stages that are no steps
 * @param createdAt when it was accepted; empty before
 * @param endedAt when it ended
 * @param sourceRevision blue; empty in a first deployment and before the inspection
 * @param targetRevision green; empty until it was launched
 * @param sourceTasks blue's tasks as last seen; empty unless this engine acts for the deployment and watches them
 * @param targetTasks green's tasks, likewise
 * @param greenProductionWeight green's share of production traffic as last confirmed, 0 to 100
 * @param hooks the hooks and pauses so far
 * @param triggeredAlarms whether a watched alarm is in ALARM
 * @param circuitBreaker the count of failed tasks against the threshold
 * @param rollback why it rolls back or rolled back
 * @param waitingFor what it waits for, in words, most interesting first; with what delays its next call, room in a port's budget for
 *     example, where this engine acts for it
 * @param nextDeadline the next instant at which something happens by itself
 * @param leftOvers what is left behind at the end, by name
 * @param serving at the end: what serves each production route, and how healthy it is against what is required
 * @param warnings at the end: what is not well about that; empty when everything is
 * @param orderedBy who ordered it, and when by that one's clock; empty when nobody said
 * @param requestedBy who asked for its rollback or its stop; empty when nobody did, or nobody said who
 */
public record DeploymentDescription(
        DeploymentId deployment,
        ServiceRef service,
        DeploymentStatus status,
        String statusReason,
        Optional<LifecycleStage> lifecycleStage,
        int step,
        Optional<Instant> createdAt,
        Optional<Instant> endedAt,
        Optional<String> sourceRevision,
        Optional<String> targetRevision,
        Optional<Tasks> sourceTasks,
        Optional<Tasks> targetTasks,
        double greenProductionWeight,
        List<Hook> hooks,
        boolean triggeredAlarms,
        CircuitBreaker circuitBreaker,
        Optional<Rollback> rollback,
        List<String> waitingFor,
        Optional<Instant> nextDeadline,
        List<String> leftOvers,
        List<String> serving,
        List<String> warnings,
        Optional<Command.Origin> orderedBy,
        Optional<Command.Origin> requestedBy) {

    /**
     * A hook or a pause, in the fields of ECS's {@code DeploymentLifecycleHookDetail}.
     *
     * @param hookId its execution's id: what {@link Deployment#proceed} takes
     * @param name its name
     * @param stage the stage it belongs to
     * @param status ECS's word for how far it got; {@code CANCELLED}, which ECS does not have, when the deployment went back or
     *     ended before it was answered
     * @param expiresAt when its time-out action is taken
     * @param timeoutAction that action
     */
    public record Hook(
            String hookId,
            String name,
            LifecycleStage stage,
            String status,
            Instant expiresAt,
            TimeoutAction timeoutAction) {}

    /** The tasks of a revision: how many it is asked to run, how many of them are starting, and how many run. */
    public record Tasks(int requested, int pending, int running) {}

    /** The failed tasks that count, and how many end the way forward; a threshold of 0 means disabled. */
    public record CircuitBreaker(int failureCount, int threshold) {}

    /** Why, in a word and in words, and since when. */
    public record Rollback(RollbackCause cause, String reason, Instant startedAt) {}
}
