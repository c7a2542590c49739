package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.ServiceDescription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Describes services, service deployments and service revisions in the format of Amazon ECS. */
final class DeploymentView {
    private DeploymentView() {}

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static ObjectNode named(BlueGreenService service) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("serviceArn", service.arn())
                .put("clusterArn", service.arns().cluster(service.ref().cluster()));
    }

    /** Describes the service. */
    static ObjectNode service(BlueGreenService service, boolean withTags) {
        ObjectNode node = service.settings().deepCopy();
        node.setAll(named(service));
        node.put("serviceName", service.ref().name());
        node.put("status", "ACTIVE").put("schedulingStrategy", "REPLICA");
        node.putObject("deploymentController").put("type", "ECS");
        node.put("desiredCount", service.tasks().desired());
        node.put("taskDefinition", service.arns().taskDefinition(service.definition()));
        node.put("createdAt", seconds(service.createdAt()));
        int running = 0;
        int pending = 0;
        ArrayNode current = node.putArray("currentServiceRevisions");
        for (ServiceRevision revision : service.active()) {
            ObjectNode summary = counts(service, revision);
            running += summary.get("runningTaskCount").asInt();
            pending += summary.get("pendingTaskCount").asInt();
            current.add(summary);
        }
        node.put("runningCount", running).put("pendingCount", pending);
        service.deployments().stream()
                .findFirst()
                .ifPresent(newest -> node.put("currentServiceDeployment", newest.arn()));
        ArrayNode deployments = node.putArray("deployments");
        service.deployments().stream().findFirst().ifPresent(newest -> deployments(service, newest, deployments));
        if (withTags) {
            ArrayNode tags = node.putArray("tags");
            service.tags()
                    .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        }
        return node;
    }

    /** Lists the target of the newest deployment as primary, and the other revisions with tasks as active. */
    private static void deployments(BlueGreenService service, ServiceDeployment newest, ArrayNode deployments) {
        boolean isRolledBack = newest.status() == ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL;
        ServiceRevision primary = newest.blue().filter(blue -> isRolledBack).orElse(newest.target());
        String state = isRolledBack ? "COMPLETED" : rolloutState(newest.status());
        deployments.add(deployment(service, primary, "PRIMARY", state, newest));
        for (ServiceRevision other : service.active()) {
            if (other != primary) {
                deployments.add(deployment(service, other, "ACTIVE", "COMPLETED", newest));
            }
        }
    }

    private static String rolloutState(ServiceDeploymentStatus status) {
        return switch (status) {
            case SUCCESSFUL -> "COMPLETED";
            case STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> "FAILED";
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> "IN_PROGRESS";
        };
    }

    private static ObjectNode deployment(
            BlueGreenService service,
            ServiceRevision revision,
            String status,
            String rolloutState,
            ServiceDeployment newest) {
        Optional<ServiceDescription.Counts> counts =
                service.tasks().find(revision).map(ServiceDescription.Revision::counts);
        ObjectNode node = revision.settings().deepCopy();
        node.retain("launchType", "capacityProviderStrategy", "platformVersion", "networkConfiguration");
        String id = "ecs-svc/" + revision.id();
        node.put("id", id).put("status", status);
        node.put("taskDefinition", service.arns().taskDefinition(revision.taskDefinition()));
        node.put("desiredCount", counts.map(ServiceDescription.Counts::desired).orElse(0));
        node.put("pendingCount", counts.map(ServiceDescription.Counts::pending).orElse(0));
        node.put("runningCount", counts.map(ServiceDescription.Counts::running).orElse(0));
        node.put("failedTasks", counts.map(ServiceDescription.Counts::failed).orElse(0));
        node.put("createdAt", seconds(revision.createdAt())).put("updatedAt", seconds(newest.updatedAt()));
        String reason = newest.reason().isEmpty() ? "ECS deployment " + id + " " : newest.reason();
        String usual = rolloutState.equals("COMPLETED") ? "completed." : "in progress.";
        return node.put("rolloutState", rolloutState)
                .put("rolloutStateReason", newest.reason().isEmpty() ? reason + usual : reason);
    }

    /** Describes the tasks of a revision as they are now. */
    static ObjectNode counts(BlueGreenService service, ServiceRevision revision) {
        Optional<ServiceDescription.Counts> counts =
                service.tasks().find(revision).map(ServiceDescription.Revision::counts);
        return JsonNodeFactory.instance
                .objectNode()
                .put("arn", revision.arn())
                .put(
                        "requestedTaskCount",
                        counts.map(ServiceDescription.Counts::desired).orElse(0))
                .put(
                        "runningTaskCount",
                        counts.map(ServiceDescription.Counts::running).orElse(0))
                .put(
                        "pendingTaskCount",
                        counts.map(ServiceDescription.Counts::pending).orElse(0));
    }

    /** Describes a deployment in a list. */
    static ObjectNode brief(BlueGreenService service, ServiceDeployment deployment) {
        ObjectNode node = named(service).put("serviceDeploymentArn", deployment.arn());
        node.put("createdAt", seconds(deployment.createdAt()));
        deployment.startedAt().ifPresent(at -> node.put("startedAt", seconds(at)));
        deployment.finishedAt().ifPresent(at -> node.put("finishedAt", seconds(at)));
        node.put("targetServiceRevisionArn", deployment.target().arn());
        node.put("status", deployment.status().name());
        if (!deployment.reason().isEmpty()) {
            node.put("statusReason", deployment.reason());
        }
        return node;
    }

    /** Describes a deployment. */
    static ObjectNode deployment(BlueGreenService service, ServiceDeployment deployment) {
        ObjectNode node = brief(service, deployment);
        node.remove("targetServiceRevisionArn");
        node.put("updatedAt", seconds(deployment.updatedAt()));
        deployment.stoppedAt().ifPresent(at -> node.put("stoppedAt", seconds(at)));
        ArrayNode sources = node.putArray("sourceServiceRevisions");
        for (ServiceRevision source : deployment.sources()) {
            boolean isBlue = deployment.blue().equals(Optional.of(source));
            sources.add(weighed(
                    deployment.counts(source),
                    isBlue ? 100 - deployment.productionPercent() : 0,
                    isBlue && deployment.hasShiftedTest() ? 100 - deployment.testPercent() : 0));
        }
        node.set(
                "targetServiceRevision",
                weighed(
                        deployment.counts(deployment.target()),
                        deployment.productionPercent(),
                        deployment.testPercent()));
        stage(service, deployment).ifPresent(stage -> node.put("lifecycleStage", stage));
        ArrayNode hooks = node.putArray("lifecycleHookDetails");
        List<StageHook> runs =
                service.undocumented().listsFinishedHooks() ? deployment.runs() : deployment.presentRuns();
        runs.forEach(run -> hooks.add(hook(run)));
        node.set("deploymentConfiguration", deployment.configuration().json().deepCopy());
        deployment.detection().describe(node);
        deployment.rollbackAt().ifPresent(at -> {
            ObjectNode rollback = node.putObject("rollback").put("reason", deployment.reason());
            rollback.put("startedAt", seconds(at));
            deployment.blue().ifPresent(blue -> rollback.put("serviceRevisionArn", blue.arn()));
        });
        return node;
    }

    private static ObjectNode weighed(ObjectNode summary, double production, double test) {
        return summary.put("requestedProductionTrafficWeight", production).put("requestedTestTrafficWeight", test);
    }

    private static Optional<String> stage(BlueGreenService service, ServiceDeployment deployment) {
        boolean isFailed =
                deployment.failedAt().isPresent() && service.undocumented().reportsStageOfFailure();
        Optional<Stage> stage = isFailed ? deployment.failedAt() : deployment.stage();
        if (!stage.equals(Optional.of(Stage.PRE_PRODUCTION_TRAFFIC_SHIFT))) {
            return stage.map(Stage::name);
        }
        return switch (service.undocumented().preProduction()) {
            case OWN_NAME -> stage.map(Stage::name);
            case AS_PRODUCTION_SHIFT -> Optional.of(Stage.PRODUCTION_TRAFFIC_SHIFT.name());
            case PREVIOUS_STAGE -> deployment.previousStage().map(Stage::name);
            case NONE -> Optional.empty();
        };
    }

    private static ObjectNode hook(StageHook run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("hookId", run.id());
        node.put("targetType", run.hook().type().name());
        if (!run.isPause()) {
            node.put("targetArn", run.hook().targetArn());
        }
        node.put("status", run.status().name()).put("expiresAt", seconds(run.expiresAt()));
        return node.put("timeoutAction", run.hook().continuesOnTimeout() ? "CONTINUE" : "ROLLBACK");
    }

    /** Describes a revision. */
    static ObjectNode revision(BlueGreenService service, ServiceRevision revision) {
        ObjectNode node = revision.settings().deepCopy();
        node.setAll(named(service));
        node.put("serviceRevisionArn", revision.arn());
        node.put("taskDefinition", service.arns().taskDefinition(revision.taskDefinition()));
        node.put("createdAt", seconds(revision.createdAt()));
        ArrayNode resolved = node.putObject("resolvedConfiguration").putArray("loadBalancers");
        revision.group()
                .ifPresent(group -> resolved.addObject()
                        .put("targetGroupArn", group.id())
                        .put(
                                "productionListenerRule",
                                revision.rules().production().id()));
        return node;
    }
}
