package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a lifecycle hook is told: the content of ECS's hook payload.
 *
 * @param deployment the deployment
 * @param service its service
 * @param execution which execution this is; the same for every poll
 * @param hook the hook as specified
 * @param targetRevision the revision that is being deployed (green), also while rolling back; empty text until it exists
 * @param testWeights percentages by revision of the test route; empty where the stage shows none
 * @param productionWeights percentages by revision of the production routes; empty where the stage shows none
 * @param details the hook's details, with what it answered earlier merged in
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
    /** Checks that all is there, and copies the weights. */
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

    /** The same for every poll of the same execution, in every process. */
    public String executionId() {
        return execution.executionId(deployment);
    }

    public LifecycleStage stage() {
        return execution.stage();
    }

    private static SortedMap<String, Double> copy(Map<String, Double> weights) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }
}
