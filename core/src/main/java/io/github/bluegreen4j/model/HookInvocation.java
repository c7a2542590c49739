package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a lifecycle hook is told: the content of the hook payload of Amazon ECS ("Lambda lifecycle hooks" in the ECS
 * developer guide).
 *
 * @param deployment the deployment
 * @param service the service that is being deployed
 * @param execution which execution this is; the same for each of its polls
 * @param hook the hook as specified
 * @param targetRevision the reference of the revision that is being deployed (green), also during a rollback; an
 *     empty text until it exists
 * @param testWeights the weights of the test route in percent, by revision; empty at stages that show none
 * @param productionWeights the weights of the production routes in percent, by revision; empty at stages that show
 *     none
 * @param details the hook's details, merged with what it returned earlier in this execution
 * @param reason why the deployment rolls back; empty while it goes forward
 */
public record HookInvocation(
        DeploymentId deployment,
        ServiceRef service,
        HookExecution execution,
        HookSpec hook,
        String targetRevision,
        SortedMap<String, Double> testWeights,
        SortedMap<String, Double> productionWeights,
        HookDetails details,
        String reason) {
    /**
     * Checks that nothing is missing, and copies the weights.
     *
     * @param deployment the deployment
     * @param service the service that is being deployed
     * @param execution which execution this is
     * @param hook the hook as specified
     * @param targetRevision the reference of the revision that is being deployed (green), also during a rollback
     * @param testWeights the weights of the test route in percent, by revision
     * @param productionWeights the weights of the production routes in percent, by revision
     * @param details the hook's details, merged with what it returned earlier in this execution
     * @param reason why the deployment rolls back
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public HookInvocation {
        Given.value("hookInvocation.deployment", deployment);
        Given.value("hookInvocation.service", service);
        Given.value("hookInvocation.execution", execution);
        Given.value("hookInvocation.hook", hook);
        Given.value("hookInvocation.targetRevision", targetRevision);
        Given.entries("hookInvocation.testWeights", testWeights);
        Given.entries("hookInvocation.productionWeights", productionWeights);
        Given.value("hookInvocation.details", details);
        reason = Given.foreignText("hookInvocation.reason", reason);
        testWeights = copy(testWeights);
        productionWeights = copy(productionWeights);
    }

    /**
     * {@return the id of the execution: the same for each poll, in every process. Use it to make the hook idempotent}
     */
    public String executionId() {
        return execution.executionId(deployment);
    }

    /** {@return the stage at which the hook is called} */
    public LifecycleStage stage() {
        return execution.stage();
    }

    private static SortedMap<String, Double> copy(Map<String, Double> weights) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }
}
