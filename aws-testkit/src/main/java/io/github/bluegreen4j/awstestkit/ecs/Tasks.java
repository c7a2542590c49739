package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldTask;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists and describes tasks; stopped ones for an hour. Guarded by the lock of its fake. */
final class Tasks {
    private static final int MOST = 100;

    private final EcsNames names;
    private final WorldView world;
    private final EcsTaskView view;
    private final RollingServices rolling;

    Tasks(EcsNames names, WorldView world, EcsTaskView view, RollingServices rolling) {
        this.names = names;
        this.world = world;
        this.view = view;
        this.rolling = rolling;
    }

    /** Returns the name of the service that runs a task. */
    private ServiceRef nameOf(ServiceRef inWorld, WorldTask task) {
        return rolling.of(inWorld, task).map(RollingService::ref).orElse(inWorld);
    }

    private String startedBy(ServiceRef inWorld, WorldTask task) {
        return rolling.of(inWorld, task)
                .map(service -> service.startedBy(task))
                .orElseGet(() -> EcsNames.id(task.revision()));
    }

    ObjectNode listTasks(ObjectNode input) {
        String cluster = names.cluster(input);
        Optional<String> startedBy = Inputs.text(input, "startedBy");
        Optional<String> serviceName = Inputs.text(input, "serviceName").map(EcsNames::last);
        Optional<String> family = Inputs.text(input, "family");
        if (startedBy.isPresent() && (serviceName.isPresent() || family.isPresent())) {
            throw EcsRefusals.invalid("StartedBy can not be combined with other filters.");
        }
        if (serviceName.isPresent()
                && world.service(new ServiceRef(cluster, serviceName.get())).isEmpty()
                && rolling.find(new ServiceRef(cluster, serviceName.get())).isEmpty()) {
            throw EcsRefusals.noService();
        }
        String desired = Inputs.text(input, "desiredStatus").orElse("RUNNING");
        List<String> arns = new ArrayList<>();
        for (ServiceRef service : services(cluster)) {
            for (WorldTask task : world.tasks(service)) {
                boolean matches = EcsTaskView.desiredStatus(task).equals(desired)
                        && serviceName.map(nameOf(service, task).name()::equals).orElse(true)
                        && startedBy.map(startedBy(service, task)::equals).orElse(true)
                        && family.map(wanted -> TaskDefinitions.numbered(task.definition())
                                        .startsWith(wanted + ":"))
                                .orElse(true);
                if (matches) {
                    arns.add(names.task(cluster, task.id()));
                }
            }
        }
        return Paging.ECS.answer(input, arns, MOST, "taskArns", TextNode::valueOf);
    }

    private List<ServiceRef> services(String cluster) {
        return world.services().stream()
                .filter(service -> service.cluster().equals(cluster))
                .toList();
    }

    ObjectNode describeTasks(ObjectNode input) {
        String cluster = names.cluster(input);
        List<String> asked = Inputs.texts(input, "tasks");
        if (asked.isEmpty()) {
            throw EcsRefusals.invalid("Tasks cannot be empty.");
        }
        if (asked.size() > MOST) {
            throw EcsRefusals.invalid("Tasks cannot have more than " + MOST + " elements.");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode tasks = answer.putArray("tasks");
        ArrayNode failures = answer.putArray("failures");
        Map<String, ObjectNode> found = find(cluster, asked);
        for (String name : asked) {
            String arn = names.arns().task(cluster, EcsNames.last(name));
            ObjectNode task = found.get(arn);
            if (task != null) {
                tasks.add(task);
            } else {
                failures.addObject().put("arn", arn).put("reason", "MISSING");
            }
        }
        return answer;
    }

    /** Returns the requested tasks that exist, by ARN. */
    private Map<String, ObjectNode> find(String cluster, List<String> asked) {
        Set<String> wanted = new HashSet<>();
        asked.forEach(name -> wanted.add(names.arns().task(cluster, EcsNames.last(name))));
        Map<String, ObjectNode> found = new HashMap<>();
        for (ServiceRef service : services(cluster)) {
            for (WorldTask task : world.tasks(service)) {
                String arn = names.task(cluster, task.id());
                if (wanted.contains(arn)) {
                    ObjectNode described = view.describe(nameOf(service, task), task);
                    found.put(arn, described.put("startedBy", startedBy(service, task)));
                }
            }
        }
        return found;
    }
}
