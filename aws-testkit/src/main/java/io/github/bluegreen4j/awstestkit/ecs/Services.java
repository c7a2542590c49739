package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.BlueGreenServices;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldTask;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services. Guarded by the lock of its fake. */
final class Services {
    private static final int MOST_ASKED = 10;
    private static final int MOST_EVENTS = 100;

    /** The first number, so that the last part of an event's id has twelve digits. */
    private static final long FIRST_EVENT = 100_000_000_000L;

    private static final List<String> COPIED_FROM_PRIMARY = List.of(
            "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "networkConfiguration");

    private final EcsNames names;
    private final WorldView world;
    private final FakeTaskSets taskSets;
    private final RollingServices rolling;
    private final BlueGreenServices blueGreen;
    private final Map<ServiceRef, Controller> controllers = new HashMap<>();
    private final Set<ServiceRef> inactive = new HashSet<>();
    private final Map<ServiceRef, List<ObjectNode>> events = new HashMap<>();
    private final Map<ServiceRef, Set<String>> started = new HashMap<>();
    private int reported;
    private final Instant createdAt;

    Services(
            EcsNames names,
            WorldView world,
            FakeTaskSets taskSets,
            RollingServices rolling,
            BlueGreenServices blueGreen) {
        this.names = names;
        this.world = world;
        this.taskSets = taskSets;
        this.rolling = rolling;
        this.blueGreen = blueGreen;
        this.createdAt = world.now();
    }

    void controller(ServiceRef service, Controller controller) {
        controllers.put(service, controller);
    }

    Controller controller(ServiceRef service) {
        return controllers.getOrDefault(service, Controller.EXTERNAL);
    }

    void deleted(ServiceRef service) {
        inactive.add(service);
    }

    /** Checks that a service accepts task sets: it exists and its controller is {@code EXTERNAL}. */
    ServiceDescription requireExternal(ServiceDescription service) {
        if (inactive.contains(service.service())) {
            throw AwsRefusal.of("ServiceNotActiveException", "Service was not ACTIVE.");
        }
        if (controller(service.service()) == Controller.ECS
                || rolling.runs(service.service())
                || blueGreen.has(service.service())) {
            throw EcsRefusals.invalid(
                    "Task sets are only supported for services with an EXTERNAL deployment controller.");
        }
        return service;
    }

    void report(ServiceRef service, String message) {
        List<ObjectNode> all = events.computeIfAbsent(service, key -> new ArrayList<>());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "00000000-0000-4000-9000-" + (FIRST_EVENT + ++reported));
        event.put("createdAt", FakeTaskSets.seconds(world.now())).put("message", message);
        all.add(0, event);
        if (all.size() > MOST_EVENTS) {
            all.remove(MOST_EVENTS);
        }
    }

    /** Reports the tasks that started since the service was described last, as ECS does. */
    private void reportStarts(ServiceRef service) {
        ServiceRef inWorld = rolling.find(service).map(RollingService::inWorld).orElse(service);
        Set<String> known = started.computeIfAbsent(service, key -> new HashSet<>());
        Set<String> listed = new HashSet<>();
        StringBuilder tasks = new StringBuilder();
        int count = 0;
        for (WorldTask task : world.tasks(inWorld)) {
            boolean isItsOwn = rolling.of(inWorld, task)
                    .map(owner -> owner.ref().equals(service))
                    .orElse(inWorld.equals(service));
            if (isItsOwn && task.startedAt().isPresent()) {
                listed.add(task.id());
                if (known.add(task.id())) {
                    count++;
                    tasks.append(" (task ").append(task.id()).append(')');
                }
            }
        }
        known.retainAll(listed);
        if (count > 0) {
            report(service, "(service " + service.name() + ") has started " + count + " tasks:" + tasks + ".");
        }
    }

    private ArrayNode events(ServiceRef service) {
        reportStarts(service);
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        events.getOrDefault(service, List.of()).forEach(node::add);
        return node;
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
            boolean withTags = Inputs.texts(input, "include").contains("TAGS");
            Optional<ObjectNode> ordinary = rolling.find(ref)
                    .map(service -> service.describe(withTags))
                    .or(() -> blueGreen.describe(ref, withTags));
            Optional<ServiceDescription> found = world.service(ref);
            if (ordinary.isPresent()) {
                ObjectNode described = ordinary.get();
                described.put("status", inactive.contains(ref) ? "INACTIVE" : "ACTIVE");
                described.set("events", events(ref));
                services.add(described);
            } else if (found.isPresent()) {
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
        service.put("status", inactive.contains(ref) ? "INACTIVE" : "ACTIVE").put("schedulingStrategy", "REPLICA");
        service.put("desiredCount", found.desiredCount());
        int running = 0;
        int pending = 0;
        for (ServiceDescription.Revision revision : found.revisions()) {
            running += revision.counts().running();
            pending += revision.counts().pending();
        }
        service.put("runningCount", running).put("pendingCount", pending);
        service.put("createdAt", FakeTaskSets.seconds(createdAt));
        service.putObject("deploymentController").put("type", controller(ref).reported());
        List<ObjectNode> sets = new ArrayList<>();
        for (ServiceDescription.Revision revision : found.revisions()) {
            ObjectNode set = taskSets.describe(found, revision);
            sets.add(set);
            if (revision.primary()) {
                copyPrimary(set, service);
            }
        }
        if (controller(ref) == Controller.EXTERNAL) {
            service.putArray("deployments");
            service.putArray("taskSets").addAll(sets);
        } else {
            ArrayNode deployments = service.putArray("deployments");
            sets.forEach(set -> deployments.add(deployment(set)));
        }
        for (String list : List.of("loadBalancers", "serviceRegistries")) {
            if (!service.has(list)) {
                service.putArray(list);
            }
        }
        service.set("events", events(ref));
        return service;
    }

    /** Copies the parameters of the primary task set to the service. Without a primary, the service has none. */
    private static void copyPrimary(ObjectNode set, ObjectNode service) {
        COPIED_FROM_PRIMARY.stream().filter(set::has).forEach(field -> service.set(field, set.get(field)));
        service.set("taskDefinition", set.get("taskDefinition"));
        service.set("loadBalancers", set.get("loadBalancers"));
        service.set("serviceRegistries", set.get("serviceRegistries"));
    }

    private static ObjectNode deployment(ObjectNode set) {
        ObjectNode deployment = JsonNodeFactory.instance.objectNode();
        for (String field :
                List.of("id", "status", "taskDefinition", "pendingCount", "runningCount", "createdAt", "updatedAt")) {
            deployment.set(field, set.get(field));
        }
        COPIED_FROM_PRIMARY.stream().filter(set::has).forEach(field -> deployment.set(field, set.get(field)));
        deployment.set("desiredCount", set.get("computedDesiredCount"));
        boolean done = set.get("runningCount").equals(set.get("computedDesiredCount"));
        return deployment.put("failedTasks", 0).put("rolloutState", done ? "COMPLETED" : "IN_PROGRESS");
    }
}
