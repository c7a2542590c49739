package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.TaskStop;
import io.github.bluegreen4j.testkit.world.WorldTask;

/** Describes a task of the world in the format of Amazon ECS. Guarded by the lock of its fake. */
final class EcsTaskView {
    private static final String NO_IMAGE =
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): image not found";

    private final EcsNames names;
    private final TaskDefinitions definitions;

    EcsTaskView(EcsNames names, TaskDefinitions definitions) {
        this.names = names;
        this.definitions = definitions;
    }

    static String desiredStatus(WorldTask task) {
        return switch (task.status()) {
            case PENDING, RUNNING -> "RUNNING";
            case STOPPING, STOPPED -> "STOPPED";
        };
    }

    private static String lastStatus(WorldTask task) {
        return switch (task.status()) {
            case PENDING -> "PENDING";
            case RUNNING -> "RUNNING";
            case STOPPING -> "DEACTIVATING";
            case STOPPED -> "STOPPED";
        };
    }

    ObjectNode describe(ServiceRef service, WorldTask task) {
        String numbered = TaskDefinitions.numbered(task.definition());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        String arn = names.task(service.cluster(), task.id());
        node.put("taskArn", arn);
        node.put("clusterArn", names.arns().cluster(service.cluster()));
        node.put("taskDefinitionArn", names.arns().taskDefinition(numbered));
        node.put("group", "service:" + service.name());
        node.put("startedBy", EcsNames.id(task.revision()));
        node.put("desiredStatus", desiredStatus(task)).put("lastStatus", lastStatus(task));
        node.put("healthStatus", "UNKNOWN");
        node.put("launchType", "FARGATE").put("platformVersion", Defaults.PLATFORM);
        node.put("availabilityZone", names.arns().region() + "a");
        node.put("connectivity", "CONNECTED");
        node.put("createdAt", FakeTaskSets.seconds(task.createdAt()));
        task.startedAt().ifPresent(at -> node.put("startedAt", FakeTaskSets.seconds(at)));
        task.stop().ifPresent(stop -> stopped(service, node, task, stop));
        attach(node, task);
        contain(node, numbered, arn, task);
        return node;
    }

    private static void stopped(ServiceRef service, ObjectNode node, WorldTask task, TaskStop stop) {
        task.stoppedAt().ifPresent(at -> {
            node.put("stoppingAt", FakeTaskSets.seconds(at));
            if (task.status() == WorldTask.Status.STOPPED) {
                node.put("stoppedAt", FakeTaskSets.seconds(at));
            }
        });
        node.put(
                "stopCode",
                switch (stop) {
                    case FAILED_TO_START -> "TaskFailedToStart";
                    case EXITED -> "EssentialContainerExited";
                    case SCALED_IN, FAILED_HEALTH_CHECKS -> "ServiceSchedulerInitiated";
                    case STOPPED_BY_USER -> "UserInitiated";
                    case RECLAIMED -> "SpotInterruption";
                });
        node.put(
                "stoppedReason",
                switch (stop) {
                    case FAILED_TO_START -> NO_IMAGE;
                    case EXITED -> "Essential container in task exited";
                    case SCALED_IN -> "Scaling activity initiated by (deployment " + EcsNames.id(task.revision()) + ")";
                    case FAILED_HEALTH_CHECKS -> "Task failed ELB health checks in (target-group " + task.group() + ")";
                    case STOPPED_BY_USER -> "Task stopped by a user of " + service.name();
                    case RECLAIMED -> "Your Spot Task was interrupted.";
                });
    }

    private static void attach(ObjectNode node, WorldTask task) {
        boolean gone = task.status() == WorldTask.Status.STOPPED;
        ObjectNode attachment = node.putArray("attachments").addObject();
        attachment.put("id", "eni-attachment-" + task.id()).put("type", "ElasticNetworkInterface");
        attachment.put("status", gone ? "DELETED" : "ATTACHED");
        var details = attachment.putArray("details");
        details.addObject().put("name", "subnetId").put("value", "subnet-0a");
        details.addObject().put("name", "networkInterfaceId").put("value", "eni-" + task.id());
        details.addObject().put("name", "privateIPv4Address").put("value", EcsNames.address(task.id()));
    }

    private void contain(ObjectNode node, String numbered, String taskArn, WorldTask task) {
        var containers = node.putArray("containers");
        for (JsonNode known : Inputs.list(definitions.describe(numbered), "containerDefinitions")) {
            ObjectNode container = containers.addObject();
            container.put("name", known.path("name").asText());
            container.put("taskArn", taskArn).put("lastStatus", container(task));
            container.put("healthStatus", "UNKNOWN");
            task.stop().ifPresent(stop -> stopped(container, stop));
            if (task.startedAt().isPresent()) {
                container
                        .putArray("networkInterfaces")
                        .addObject()
                        .put("attachmentId", "eni-attachment-" + task.id())
                        .put("privateIpv4Address", EcsNames.address(task.id()));
            }
        }
    }

    private static void stopped(ObjectNode container, TaskStop stop) {
        switch (stop) {
            case EXITED -> container.put("exitCode", 1);
            case FAILED_TO_START -> container.put("reason", NO_IMAGE);
            case SCALED_IN, FAILED_HEALTH_CHECKS, STOPPED_BY_USER, RECLAIMED -> {
                // A container that is stopped from outside reports no reason.
            }
        }
    }

    private static String container(WorldTask task) {
        return task.status() == WorldTask.Status.STOPPING ? "RUNNING" : lastStatus(task);
    }
}
