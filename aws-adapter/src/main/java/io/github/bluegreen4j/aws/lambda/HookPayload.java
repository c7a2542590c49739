package io.github.bluegreen4j.aws.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.LifecycleStage;
import java.util.Map;

/** Builds the payload of ECS's hooks ("Lambda lifecycle hooks" in the ECS developer guide). */
final class HookPayload {
    private final ObjectMapper json;

    HookPayload(ObjectMapper json) {
        this.json = json;
    }

    ObjectNode of(HookInvocation invocation, EcsArns arns) {
        ObjectNode payload = json.createObjectNode();
        payload.put("executionId", invocation.executionId());
        payload.put("lifecycleStage", invocation.stage().name());
        payload.put("resourceArn", arns.serviceDeployment(invocation.service(), invocation.deployment()));
        ObjectNode details = payload.putObject("executionDetails");
        details.put("serviceArn", arns.service(invocation.service()));
        details.put("targetServiceRevisionArn", arns.serviceRevision(invocation.service(), target(invocation)));
        weights(details.putObject("testTrafficWeights"), invocation, arns, invocation.testWeights());
        weights(details.putObject("productionTrafficWeights"), invocation, arns, invocation.productionWeights());
        if (!invocation.details().isEmpty()) {
            payload.set("hookDetails", json.valueToTree(invocation.details().values()));
        }
        if (isOurs(invocation.stage())) {
            payload.put("rollbackReason", invocation.reason());
        }
        return payload;
    }

    /** Returns the target revision. ECS always names one, so the deployment's id stands in while green does not exist. */
    private static String target(HookInvocation invocation) {
        String green = invocation.targetRevision();
        return green.isEmpty() ? invocation.deployment().value() : green;
    }

    /** Tells whether ECS lacks a stage. It has no rollback stages, and so no field for their reason. */
    private static boolean isOurs(LifecycleStage stage) {
        return stage == LifecycleStage.PRE_ROLLBACK || stage == LifecycleStage.POST_ROLLBACK;
    }

    /** Adds percentages. Whole ones have no fraction, as in ECS. */
    private static void weights(ObjectNode into, HookInvocation invocation, EcsArns arns, Map<String, Double> weights) {
        weights.forEach((revision, percent) -> {
            String arn = arns.serviceRevision(invocation.service(), revision);
            if (percent == Math.rint(percent)) {
                into.put(arn, percent.intValue());
            } else {
                into.put(arn, percent);
            }
        });
    }
}
