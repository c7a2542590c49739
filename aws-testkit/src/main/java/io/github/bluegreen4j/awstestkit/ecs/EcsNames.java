package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.List;

/** Finds what a request names: Amazon ECS takes short names and ARNs alike. */
record EcsNames(Arns arns, WorldView world) {
    /** So that the id of a task set has nineteen digits, as Amazon ECS's have. */
    private static final long FIRST_TASK_SET = 5_000_000_000_000_000_000L;

    /** Half of the 32 hexadecimal digits that the id of a task has, as Amazon ECS's have. */
    private static final String FIRST_TASK = "b16e94ee40000000";

    private static final String TASK = "task-";

    /** What an ARN ends with, or the short name itself. */
    static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** The ARN of a revision of the world, by its number. */
    String taskSet(ServiceRef service, int number) {
        return arns.taskSet(service, "ecs-svc/" + (FIRST_TASK_SET + number));
    }

    /** The id of a task set: what its tasks are started by. */
    static String id(RevisionRef revision) {
        return "ecs-svc/" + last(revision.id());
    }

    /** The short name of the cluster that a request names, {@code default} if it names none. */
    static String clusterName(JsonNode input) {
        return last(Inputs.text(input, "cluster").orElse("default"));
    }

    /** The cluster that a request names: there is one where a service of the world is. */
    String cluster(JsonNode input) {
        String cluster = clusterName(input);
        if (world.services().stream().noneMatch(service -> service.cluster().equals(cluster))) {
            throw EcsRefusals.noCluster();
        }
        return cluster;
    }

    /** The service that a request names. */
    ServiceDescription service(ObjectNode input) {
        String cluster = cluster(input);
        String name = last(Inputs.text(input, "service").orElse(""));
        if (name.isEmpty()) {
            throw EcsRefusals.invalid("Service can not be blank.");
        }
        return world.service(new ServiceRef(cluster, name)).orElseThrow(EcsRefusals::noService);
    }

    /** A task set of a service, by its id or its ARN. */
    static ServiceDescription.Revision taskSet(ServiceDescription service, String idOrArn) {
        return service.revisions().stream()
                .filter(revision -> isNamed(revision.revision(), idOrArn))
                .findFirst()
                .orElseThrow(EcsRefusals::noTaskSet);
    }

    static boolean isNamed(RevisionRef revision, String idOrArn) {
        return revision.id().equals(idOrArn) || id(revision).equals(idOrArn);
    }

    /** The ARN of a task of the world. */
    String task(String cluster, String worldId) {
        String digits = Integer.toHexString(number(worldId));
        return arns.task(cluster, FIRST_TASK + "0".repeat(FIRST_TASK.length() - digits.length()) + digits);
    }

    /** The address of a task of the world, by which it is a target too. */
    static String address(String worldId) {
        int number = number(worldId);
        return "10." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }

    private static int number(String worldId) {
        return worldId.startsWith(TASK) ? Integer.parseInt(worldId.substring(TASK.length())) : 0;
    }

    /** The ARNs that a policy has to name for an operation on a service. */
    List<String> serviceArns(ObjectNode input) {
        String name = last(Inputs.text(input, "service").orElse(""));
        return name.isEmpty() ? List.of("*") : List.of(arns.service(new ServiceRef(clusterName(input), name)));
    }

    /** The ARNs that a policy has to name for an operation on a task set. */
    List<String> taskSetArns(ObjectNode input, String field) {
        String name = last(Inputs.text(input, field).orElse(""));
        String service = last(Inputs.text(input, "service").orElse(""));
        return name.isEmpty() || service.isEmpty()
                ? List.of("*")
                : List.of(arns.taskSet(new ServiceRef(clusterName(input), service), "ecs-svc/" + name));
    }

    /** The ARNs of the services that a request asks for. */
    List<String> describedArns(ObjectNode input) {
        return Inputs.texts(input, "services").stream()
                .map(name -> arns.service(new ServiceRef(clusterName(input), last(name))))
                .toList();
    }

    /** The ARNs of the tasks that a request asks for. */
    List<String> taskArns(ObjectNode input) {
        return Inputs.texts(input, "tasks").stream()
                .map(name -> arns.task(clusterName(input), last(name)))
                .toList();
    }
}
