package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The container instances that a test has registered. They do not run the world's tasks. Guarded by the fake's lock. */
final class ContainerInstances {
    private static final int MOST = 100;

    private final EcsNames names;
    private final Map<String, List<ObjectNode>> byCluster = new LinkedHashMap<>();

    ContainerInstances(EcsNames names) {
        this.names = names;
    }

    void add(String cluster, int cpu, int memory) {
        List<ObjectNode> instances = byCluster.computeIfAbsent(cluster, name -> new ArrayList<>());
        ObjectNode instance = JsonNodeFactory.instance.objectNode();
        instance.put(
                "containerInstanceArn", names.arns().containerInstance(cluster, "%032x".formatted(instances.size())));
        instance.put("status", "ACTIVE").put("agentConnected", true);
        for (String resources : List.of("registeredResources", "remainingResources")) {
            resource(instance.withArray(resources).addObject(), "CPU", cpu);
            resource(instance.withArray(resources).addObject(), "MEMORY", memory);
        }
        instances.add(instance);
    }

    private static void resource(ObjectNode resource, String name, int value) {
        resource.put("name", name)
                .put("type", "INTEGER")
                .put("doubleValue", 0.0)
                .put("longValue", 0)
                .put("integerValue", value);
    }

    private List<ObjectNode> of(ObjectNode input) {
        return byCluster.getOrDefault(names.cluster(input), List.of());
    }

    ObjectNode list(ObjectNode input) {
        String status = Inputs.text(input, "status").orElse("ACTIVE");
        List<String> arns = of(input).stream()
                .filter(instance -> instance.get("status").asText().equals(status))
                .map(instance -> instance.get("containerInstanceArn").asText())
                .toList();
        return Paging.ECS.answer(input, arns, MOST, "containerInstanceArns", TextNode::valueOf);
    }

    ObjectNode describe(ObjectNode input) {
        List<String> asked = new ArrayList<>();
        for (JsonNode arn : input.path("containerInstances")) {
            asked.add(arn.asText());
        }
        if (asked.isEmpty() || asked.size() > MOST) {
            throw EcsRefusals.invalid("Container Instances can not be blank, and at most " + MOST + ".");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (ObjectNode instance : of(input)) {
            if (asked.contains(instance.get("containerInstanceArn").asText())) {
                answer.withArray("containerInstances").add(instance.deepCopy());
            }
        }
        answer.withArray("failures");
        return answer;
    }
}
