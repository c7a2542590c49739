package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services. Confined to the lock of its fake. */
final class Services {
    private static final int MOST_ASKED = 10;
    private static final List<String> COPIED_FROM_PRIMARY = List.of(
            "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "networkConfiguration");

    private final EcsNames names;
    private final WorldView world;
    private final TaskSets taskSets;
    private final Map<ServiceRef, Controller> controllers = new HashMap<>();
    private final Instant createdAt;

    Services(EcsNames names, WorldView world, TaskSets taskSets) {
        this.names = names;
        this.world = world;
        this.taskSets = taskSets;
        this.createdAt = world.now();
    }

    void controller(ServiceRef service, Controller controller) {
        controllers.put(service, controller);
    }

    Controller controller(ServiceRef service) {
        return controllers.getOrDefault(service, Controller.EXTERNAL);
    }

    ObjectNode describeServices(ObjectNode input) {
        String cluster = names.cluster(input);
        List<String> asked = Inputs.texts(input, "services");
        if (asked.isEmpty()) {
            throw EcsRefusals.invalid("Services cannot be empty.");
        }
        if (asked.size() > MOST_ASKED) {
            throw EcsRefusals.invalid("Services cannot have more than " + MOST_ASKED + " elements.");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode services = answer.putArray("services");
        ArrayNode failures = answer.putArray("failures");
        for (String name : asked) {
            ServiceRef ref = new ServiceRef(cluster, EcsNames.last(name));
            Optional<ServiceDescription> found = world.service(ref);
            if (found.isPresent()) {
                services.add(describe(found.get()));
            } else {
                failures.addObject().put("arn", names.arns().service(ref)).put("reason", "MISSING");
            }
        }
        return answer;
    }

    ObjectNode describe(ServiceDescription found) {
        ServiceRef ref = found.service();
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("serviceArn", names.arns().service(ref)).put("serviceName", ref.name());
        service.put("clusterArn", names.arns().cluster(ref.cluster()));
        service.put("status", "ACTIVE").put("schedulingStrategy", "REPLICA");
        service.put("desiredCount", found.desiredCount());
        int running = 0;
        int pending = 0;
        for (ServiceDescription.Revision revision : found.revisions()) {
            running += revision.counts().running();
            pending += revision.counts().pending();
        }
        service.put("runningCount", running).put("pendingCount", pending);
        service.put("createdAt", TaskSets.seconds(createdAt));
        service.putObject("deploymentController").put("type", controller(ref).reported());
        copyPrimary(found, service);
        boolean reportsTaskSets = controller(ref) == Controller.EXTERNAL;
        ArrayNode deployments = service.putArray("deployments");
        ArrayNode sets = JsonNodeFactory.instance.arrayNode();
        for (ServiceDescription.Revision revision : found.revisions()) {
            if (reportsTaskSets) {
                sets.add(taskSets.describe(found, revision));
            } else {
                deployments.add(deployment(found, revision));
            }
        }
        if (reportsTaskSets) {
            service.set("taskSets", sets);
        }
        service.putArray("events");
        return service;
    }

    /** The primary task set's parameters are the service's, too; without a primary it has none. */
    private void copyPrimary(ServiceDescription found, ObjectNode service) {
        service.putArray("loadBalancers");
        service.putArray("serviceRegistries");
        for (ServiceDescription.Revision revision : found.revisions()) {
            if (revision.primary()) {
                ObjectNode set = taskSets.describe(found, revision);
                COPIED_FROM_PRIMARY.stream()
                        .filter(set::has)
                        .forEach(field -> service.set(field, set.get(field).deepCopy()));
                service.set("taskDefinition", set.get("taskDefinition"));
                service.set("loadBalancers", set.get("loadBalancers").deepCopy());
                service.set("serviceRegistries", set.get("serviceRegistries").deepCopy());
            }
        }
    }

    private ObjectNode deployment(ServiceDescription found, ServiceDescription.Revision revision) {
        ObjectNode set = taskSets.describe(found, revision);
        ObjectNode deployment = JsonNodeFactory.instance.objectNode();
        for (String field :
                List.of("id", "status", "taskDefinition", "pendingCount", "runningCount", "createdAt", "updatedAt")) {
            deployment.set(field, set.get(field));
        }
        COPIED_FROM_PRIMARY.stream().filter(set::has).forEach(field -> deployment.set(field, set.get(field)));
        deployment.put("desiredCount", revision.counts().desired()).put("failedTasks", 0);
        deployment.put("rolloutState", revision.counts().steady() ? "COMPLETED" : "IN_PROGRESS");
        return deployment;
    }
}
