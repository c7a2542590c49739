package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.ArrayList;
import java.util.List;

/** Resolves names in requests. Amazon ECS accepts short names and ARNs. */
record EcsNames(Arns arns, WorldView world) {
    /** The first number of a task set. Its id has 19 digits, as in Amazon ECS. */
    private static final long FIRST_TASK_SET = 5_000_000_000_000_000_000L;

    /** The first half of a task's id, which has 32 hexadecimal digits, as in Amazon ECS. */
    private static final String FIRST_TASK = "b16e94ee40000000";

    private static final String TASK = "task-";

    /** Returns the last part of an ARN; a short name is returned unchanged. */
    static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** Returns the ARN of a revision, from its number. */
    String taskSet(ServiceRef service, int number) {
        return arns.taskSet(service, "ecs-svc/" + (FIRST_TASK_SET + number));
    }

    /** Returns the id of a task set. Its tasks have it in {@code startedBy}. */
    static String id(RevisionRef revision) {
        return "ecs-svc/" + last(revision.id());
    }

    /** Returns the short name of the request's cluster, by default {@code default}. */
    static String clusterName(JsonNode input) {
        return last(Inputs.text(input, "cluster").orElse("default"));
    }

    /** Returns the request's cluster. A cluster exists if it has a service of the world. */
    String cluster(JsonNode input) {
        String cluster = clusterName(input);
        if (world.services().stream().noneMatch(service -> service.cluster().equals(cluster))) {
            throw EcsRefusals.noCluster();
        }
        return cluster;
    }

    /** Returns the request's service. */
    ServiceDescription service(ObjectNode input) {
        String cluster = cluster(input);
        String name = last(Inputs.text(input, "service").orElse(""));
        if (name.isEmpty()) {
            throw EcsRefusals.invalid("Service can not be blank.");
        }
        return world.service(new ServiceRef(cluster, name)).orElseThrow(EcsRefusals::noService);
    }

    /** Returns a task set of a service, by id or ARN. */
    static ServiceDescription.Revision taskSet(ServiceDescription service, String idOrArn) {
        return service.revisions().stream()
                .filter(revision -> isNamed(revision.revision(), idOrArn))
                .findFirst()
                .orElseThrow(EcsRefusals::noTaskSet);
    }

    static boolean isNamed(RevisionRef revision, String idOrArn) {
        return revision.id().equals(idOrArn) || id(revision).equals(idOrArn);
    }

    /** Returns the ARN of a task. */
    String task(String cluster, String worldId) {
        String digits = Integer.toHexString(number(worldId));
        return arns.task(cluster, FIRST_TASK + "0".repeat(FIRST_TASK.length() - digits.length()) + digits);
    }

    /** Returns the address of a task, which is also that of its target. */
    static String address(String worldId) {
        int number = number(worldId);
        return "10." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }

    private static int number(String worldId) {
        return worldId.startsWith(TASK) ? Integer.parseInt(worldId.substring(TASK.length())) : 0;
    }

    /** Returns the ARNs that a policy must name for an operation on a cluster. */
    List<String> clusterArns(ObjectNode input) {
        return List.of(arns.cluster(clusterName(input)));
    }

    /** Returns the ARNs that a policy must name for an operation on container instances. */
    static List<String> instanceArns(ObjectNode input) {
        List<String> named = new ArrayList<>();
        input.path("containerInstances").forEach(arn -> named.add(arn.asText()));
        return named;
    }

    /** Returns the ARNs that a policy must name for an operation on a service. */
    List<String> serviceArns(ObjectNode input) {
        String name = last(Inputs.text(input, "service").orElse(""));
        return name.isEmpty() ? List.of("*") : List.of(arns.service(new ServiceRef(clusterName(input), name)));
    }

    /** Returns the ARNs that a policy must name for the creation of a service. */
    List<String> createdArns(ObjectNode input) {
        return Inputs.text(input, "serviceName")
                .map(name -> List.of(arns.service(new ServiceRef(clusterName(input), name))))
                .orElse(List.of("*"));
    }

    /** Returns the ARNs that a policy must name for an operation on the tags of a resource. */
    static List<String> resourceArns(ObjectNode input) {
        return List.of(Inputs.text(input, "resourceArn").orElse("*"));
    }

    /** Returns the ARNs that a policy must name for an operation on a service deployment. */
    static List<String> deploymentArns(ObjectNode input) {
        return List.of(Inputs.text(input, "serviceDeploymentArn").orElse("*"));
    }

    /** Returns the ARNs that a policy must name for an operation on a task set. */
    List<String> taskSetArns(ObjectNode input, String field) {
        String name = last(Inputs.text(input, field).orElse(""));
        String service = last(Inputs.text(input, "service").orElse(""));
        return name.isEmpty() || service.isEmpty()
                ? List.of("*")
                : List.of(arns.taskSet(new ServiceRef(clusterName(input), service), "ecs-svc/" + name));
    }

    /** Returns the ARNs of the services that a request asks for. */
    List<String> describedArns(ObjectNode input) {
        return Inputs.texts(input, "services").stream()
                .map(name -> arns.service(new ServiceRef(clusterName(input), last(name))))
                .toList();
    }

    /** Returns the ARNs of the tasks that a request asks for. */
    List<String> taskArns(ObjectNode input) {
        return Inputs.texts(input, "tasks").stream()
                .map(name -> arns.task(clusterName(input), last(name)))
                .toList();
    }
}
