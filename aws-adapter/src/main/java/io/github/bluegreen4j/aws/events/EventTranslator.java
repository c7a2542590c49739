package io.github.bluegreen4j.aws.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Translates an event of a deployment to an event for EventBridge. Most kinds have none. */
final class EventTranslator {
    private static final String DEPLOYMENT = "ECS Deployment State Change";
    private static final String HOOK = "ECS Hook State Change";
    private static final String STAGE = "Deployment Stage Change";
    private static final String WEIGHTS = "Traffic Weight Change";

    private final DeploymentId deployment;
    private final long version;
    private final Context context;
    private final EcsArns arns;

    EventTranslator(DeploymentId deployment, long version, Context context, EcsArns arns) {
        this.deployment = deployment;
        this.version = version;
        this.context = context;
        this.arns = EcsArns.beside(context.spec().service().cluster()).orElse(arns);
    }

    /** {@return the event for EventBridge; empty for the kinds that have none} */
    Optional<Detail> translate(DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            return Optional.of(started(started));
        }
        if (event instanceof ProgressEvent.RollbackStarted started) {
            return Optional.of(rollbackStarted(started));
        }
        if (event instanceof ProgressEvent.DeploymentEnded ended) {
            return Optional.of(ended(ended));
        }
        if (event instanceof ProgressEvent.StageEntered entered) {
            return stageEntered(entered);
        }
        if (event instanceof WorkEvent.RouteShifted shifted) {
            return Optional.of(weights(event.at(), "TRAFFIC_SHIFTED", shifted.reading()));
        }
        if (event instanceof WorkEvent.RouteRestored restored) {
            return Optional.of(weights(event.at(), "TRAFFIC_RESTORED", restored.reading()));
        }
        return event instanceof HookEvent hook ? hook(hook) : Optional.empty();
    }

    private Optional<Detail> hook(HookEvent event) {
        if (event instanceof HookEvent.HookStarted started) {
            return Optional.of(hookStarted(started));
        }
        if (event instanceof HookEvent.HookSucceeded succeeded) {
            return Optional.of(hook(event.at(), "INFO", "HOOK_SUCCEEDED", succeeded.execution()));
        }
        if (event instanceof HookEvent.HookFailed failed) {
            return Optional.of(hook(event.at(), "ERROR", "HOOK_FAILED", failed.execution()));
        }
        if (event instanceof HookEvent.HookTimedOut late) {
            String eventType = late.action() == TimeoutAction.ROLLBACK ? "ERROR" : "INFO";
            return Optional.of(hook(event.at(), eventType, "HOOK_TIMED_OUT", late.execution()));
        }
        return Optional.empty();
    }

    private ServiceRef service() {
        return context.spec().service();
    }

    private String serviceDeployment() {
        return arns.serviceDeployment(service(), deployment);
    }

    /** Returns the fields of every event. The last two let a consumer detect a duplicate. */
    private ObjectNode body(Instant at, String eventType, String eventName) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("eventType", eventType);
        body.put("eventName", eventName);
        body.put("updatedAt", at.toString());
        body.put("clusterArn", arns.cluster(service()));
        body.put("serviceArn", arns.service(service()));
        body.put("serviceDeploymentArn", serviceDeployment());
        body.put("deployment", deployment.value());
        body.put("version", version);
        return body;
    }

    private Detail deployment(Instant at, String eventType, String eventName, String reason) {
        ObjectNode body = body(at, eventType, eventName);
        body.put("deploymentId", "ecs-svc/" + deployment);
        body.put("reason", reason);
        return new Detail(DEPLOYMENT, List.of(arns.service(service())), body);
    }

    private Detail started(ProgressEvent.DeploymentStarted event) {
        Detail detail = deployment(event.at(), "INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS", "Deployment started.");
        context.orderedBy().ifPresent(by -> origin(detail.body().putObject("orderedBy"), by));
        return detail;
    }

    private Detail rollbackStarted(ProgressEvent.RollbackStarted event) {
        Detail detail =
                deployment(event.at(), "INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS", "Rolling back: " + event.reason());
        context.requestedBy().ifPresent(by -> origin(detail.body().putObject("requestedBy"), by));
        return detail;
    }

    /** Adds who requested something, and when by the clock of that person or process. */
    private static void origin(ObjectNode into, Command.Origin by) {
        into.put("actor", by.actor()).put("at", by.at().toString());
    }

    private Detail ended(ProgressEvent.DeploymentEnded event) {
        boolean successful = event.status() == DeploymentStatus.SUCCESSFUL;
        Detail detail = deployment(
                event.at(),
                successful ? "INFO" : "ERROR",
                successful ? "SERVICE_DEPLOYMENT_COMPLETED" : "SERVICE_DEPLOYMENT_FAILED",
                event.reason());
        detail.body().put("status", event.status().name());
        context.orderedBy().ifPresent(by -> origin(detail.body().putObject("orderedBy"), by));
        context.requestedBy().ifPresent(by -> origin(detail.body().putObject("requestedBy"), by));
        event.leftOvers().forEach(detail.body().putArray("leftOvers")::add);
        return detail;
    }

    private Optional<Detail> stageEntered(ProgressEvent.StageEntered event) {
        return context.stage(event.position()).map(stage -> {
            ObjectNode body = body(event.at(), "INFO", "LIFECYCLE_STAGE_ENTERED");
            body.put("lifecycleStage", stage.stage().name());
            body.put("step", stage.step());
            body.put("greenShare", stage.greenShare().tenths() / 10.0);
            return new Detail(STAGE, List.of(serviceDeployment()), body);
        });
    }

    private Detail weights(Instant at, String eventName, RouteReading reading) {
        ObjectNode body = body(at, "INFO", eventName);
        body.put("route", reading.route().id());
        ObjectNode weights = body.putObject("weights");
        reading.split().weights().forEach((group, weight) -> weights.put(group.id(), weight));
        return new Detail(WEIGHTS, List.of(reading.route().id()), body);
    }

    private Detail hook(Instant at, String eventType, String eventName, HookExecution execution) {
        ObjectNode body = body(at, eventType, eventName);
        body.put("hookId", execution.executionId(deployment));
        body.put("hookType", context.hookType(execution.hook()));
        body.put("lifecycleStage", execution.stage().name());
        return new Detail(HOOK, List.of(serviceDeployment()), body);
    }

    private Detail hookStarted(HookEvent.HookStarted event) {
        String eventName = event.awaitsAction() ? "HOOK_AWAITING_ACTION" : "HOOK_IN_PROGRESS";
        Detail detail = hook(event.at(), "INFO", eventName, event.execution());
        detail.body().put("expiresAt", event.expiresAt().toString());
        return detail;
    }
}
