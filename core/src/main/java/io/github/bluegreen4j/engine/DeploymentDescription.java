package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment as it stands: the fields of ECS's {@code ServiceDeployment} (Amazon ECS API reference), and what the
 * deployment waits for.
 *
 * @param deployment the id of the deployment
 * @param service the service that is deployed
 * @param status the status
 * @param statusReason why it has that status; empty if there is nothing to say
 * @param lifecycleStage the stage on the way forward; empty before the first stage, during a rollback and at the end
 * @param step the production step, from 1; 0 in stages that are not repeated for each step
 * @param createdAt when it was accepted; empty before
 * @param endedAt when it ended; empty before
 * @param sourceRevision blue; empty in a first deployment and before the inspection
 * @param targetRevision green; empty until it was launched
 * @param sourceTasks blue's task counts as last read; empty unless this engine works on the deployment and watches
 *     them
 * @param targetTasks green's task counts as last read; empty in the same cases
 * @param greenProductionWeight green's share of production traffic as last verified, in percent; 0 to 100
 * @param hooks the hooks and pauses so far
 * @param triggeredAlarms whether a watched alarm is in ALARM
 * @param circuitBreaker the number of failed tasks, and the threshold
 * @param rollback why it rolls back or rolled back; empty if it did not
 * @param waitingFor what it waits for, as text, most important first; includes what delays its next call, for example room in a port's
 *     budget, if this engine acts for it
 * @param nextDeadline the next instant at which something happens by itself
 * @param leftOvers what is left behind at the end, by name
 * @param serving at the end: what serves each production route, and how healthy it is compared with what is required
 * @param warnings at the end: what is not as it should be; empty if everything is
 * @param orderedBy who ordered it, and when by that process's clock; empty if unknown
 * @param requestedBy who requested its rollback or its stop; empty if nobody did, or if unknown
 * @param analysis the last judgement of green by its metrics; empty before the first one, and without analysis
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
        Optional<Command.Origin> requestedBy,
        Optional<Analysis> analysis) {

    /**
     * A hook or a pause, with the fields of ECS's {@code DeploymentLifecycleHookDetail}.
     *
     * @param hookId the id of its execution: the argument of {@link Deployment#proceed}
     * @param name its name
     * @param stage the stage that runs it
     * @param status its progress, as ECS names it; also {@code CANCELLED}, which ECS does not have, if the deployment
     *     rolled back or ended before the hook was answered
     * @param expiresAt when it times out
     * @param timeoutAction what happens then
     * @param approvals whose approval a pause needs, and who has approved; empty for a pause that anybody may answer, and for every other
     *     hook
     */
    public record Hook(
            String hookId,
            String name,
            LifecycleStage stage,
            String status,
            Instant expiresAt,
            TimeoutAction timeoutAction,
            Optional<PauseApprovals> approvals) {}

    /**
     * The approvals of a pause.
     *
     * @param needed how many people must approve
     * @param approvers who may answer the pause: everybody whom it names but the author of the deployment
     * @param given who has approved, in the order of the approvals
     */
    public record PauseApprovals(int needed, List<String> approvers, List<Approval> given) {
        /**
         * Copies the lists.
         *
         * @param needed how many people must approve
         * @param approvers who may answer the pause
         * @param given who has approved
         */
        public PauseApprovals {
            approvers = List.copyOf(approvers);
            given = List.copyOf(given);
        }
    }

    /**
     * An approval.
     *
     * @param approver who gave it, as the pause names the person
     * @param actor the same, as the person's process stated the name: it may have a host
     * @param at when, by the engine's clock
     */
    public record Approval(String approver, String actor, Instant at) {}

    /**
     * The task counts of a revision.
     *
     * @param requested how many tasks it is asked to run
     * @param pending how many of them are starting
     * @param running how many of them are running
     */
    public record Tasks(int requested, int pending, int running) {}

    /**
     * The state of the circuit breaker.
     *
     * @param failureCount how many failed tasks count
     * @param threshold how many end the way forward; 0 if the circuit breaker is off
     */
    public record CircuitBreaker(int failureCount, int threshold) {}

    /**
     * What the metrics last said about green. The engine journals a judgement when its answer changes, and otherwise ever less often, so
     * counts and evidence may be some minutes old. They stay as they were when the deployment rolls back and when it has ended.
     *
     * @param at when it was journaled
     * @param judgement for each metric the values of blue and green, the evidence, and the answer
     */
    public record Analysis(Instant at, Judgement judgement) {}

    /**
     * Why a deployment rolls back.
     *
     * @param cause what triggered it
     * @param reason the details
     * @param startedAt when it started
     */
    public record Rollback(RollbackCause cause, String reason, Instant startedAt) {}
}
