package io.github.bluegreen4j.aws.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import java.util.List;
import java.util.Optional;

/**
 * What is told of one event.
 *
 * @param type ECS's detail type, or one of ours
 * @param resources the ARNs that it is about
 * @param body its fields
 */
record Detail(String type, List<String> resources, ObjectNode body) {
    private static final String DEPLOYMENT = "ECS Deployment State Change";
    private static final String HOOK = "ECS Hook State Change";
    private static final String STAGE = "Deployment Stage Change";
    private static final String WEIGHTS = "Traffic Weight Change";

    /** What is told of an event; empty for those that are told to nobody. */
    static Optional<Detail> of(
            DeploymentId deployment, long version, DeploymentEvent event, Context context, EcsArns arns) {
        return new Writer(deployment, version, event, context, arns).detail();
    }

    /** Writes the fields that all have, and those of each kind. */
    private record Writer(DeploymentId deployment, long version, DeploymentEvent event, Context context, EcsArns arns) {

        Optional<Detail> detail() {
            if (event instanceof ProgressEvent.DeploymentStarted) {
                return Optional.of(deployment("INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS", "Deployment started."));
            }
            if (event instanceof ProgressEvent.RollbackStarted rollback) {
                return Optional.of(
                        deployment("INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS", "Rolling back: " + rollback.reason()));
            }
            if (event instanceof ProgressEvent.DeploymentEnded ended) {
                return Optional.of(ended(ended));
            }
            if (event instanceof ProgressEvent.StageEntered entered) {
                return context.stage(entered.position()).map(stage -> {
                    ObjectNode body = body("INFO", "LIFECYCLE_STAGE_ENTERED");
                    body.put("lifecycleStage", stage.stage().name());
                    body.put("step", stage.step());
                    body.put("greenShare", stage.greenShare().tenths() / 10.0);
                    return new Detail(STAGE, List.of(serviceDeployment()), body);
                });
            }
            if (event instanceof WorkEvent.RouteShifted shifted) {
                return Optional.of(weights("TRAFFIC_SHIFTED", shifted.reading()));
            }
            if (event instanceof WorkEvent.RouteRestored restored) {
                return Optional.of(weights("TRAFFIC_RESTORED", restored.reading()));
            }
            return event instanceof HookEvent hook ? hook(hook) : Optional.empty();
        }

        private Optional<Detail> hook(HookEvent hook) {
            if (hook instanceof HookEvent.HookStarted started) {
                Detail detail = hook(
                        "INFO",
                        started.awaitsAction() ? "HOOK_AWAITING_ACTION" : "HOOK_IN_PROGRESS",
                        started.execution());
                detail.body().put("expiresAt", started.expiresAt().toString());
                return Optional.of(detail);
            }
            if (hook instanceof HookEvent.HookSucceeded succeeded) {
                return Optional.of(hook("INFO", "HOOK_SUCCEEDED", succeeded.execution()));
            }
            if (hook instanceof HookEvent.HookFailed failed) {
                return Optional.of(hook("ERROR", "HOOK_FAILED", failed.execution()));
            }
            if (hook instanceof HookEvent.HookTimedOut timedOut) {
                String type = timedOut.action() == TimeoutAction.ROLLBACK ? "ERROR" : "INFO";
                return Optional.of(hook(type, "HOOK_TIMED_OUT", timedOut.execution()));
            }
            return Optional.empty();
        }

        private ServiceRef service() {
            return context.spec().service();
        }

        private String serviceDeployment() {
            return arns.serviceDeployment(service(), deployment);
        }

        /** The last two fields let a consumer see that an event came twice. */
        private ObjectNode body(String eventType, String eventName) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("eventType", eventType);
            body.put("eventName", eventName);
            body.put("updatedAt", event.at().toString());
            body.put("clusterArn", arns.cluster(service()));
            body.put("serviceArn", arns.service(service()));
            body.put("serviceDeploymentArn", serviceDeployment());
            body.put("deployment", deployment.value());
            body.put("version", version);
            return body;
        }

        private Detail deployment(String eventType, String eventName, String reason) {
            ObjectNode body = body(eventType, eventName);
            body.put("deploymentId", "ecs-svc/" + deployment);
            body.put("reason", reason);
            return new Detail(DEPLOYMENT, List.of(arns.service(service())), body);
        }

        private Detail ended(ProgressEvent.DeploymentEnded ended) {
            boolean successful = ended.status() == DeploymentStatus.SUCCESSFUL;
            Detail detail = deployment(
                    successful ? "INFO" : "ERROR",
                    successful ? "SERVICE_DEPLOYMENT_COMPLETED" : "SERVICE_DEPLOYMENT_FAILED",
                    ended.reason());
            detail.body().put("status", ended.status().name());
            ended.leftOvers().forEach(detail.body().putArray("leftOvers")::add);
            return detail;
        }

        private Detail hook(String eventType, String eventName, HookExecution execution) {
            ObjectNode body = body(eventType, eventName);
            body.put("hookId", execution.executionId(deployment));
            body.put("hookType", context.hookType(execution.hook()));
            body.put("lifecycleStage", execution.stage().name());
            return new Detail(HOOK, List.of(serviceDeployment()), body);
        }

        private Detail weights(String eventName, RouteReading reading) {
            ObjectNode body = body("INFO", eventName);
            body.put("route", reading.route().id());
            ObjectNode weights = body.putObject("weights");
            reading.split().weights().forEach((group, weight) -> weights.put(group.id(), weight));
            return new Detail(WEIGHTS, List.of(reading.route().id()), body);
        }
    }
}
