package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The task definitions. Every definition exists, with one container on AWS Fargate, unless the world lacks it. Guarded by
 * the lock of its fake.
 */
final class TaskDefinitions {
    private final EcsNames names;
    private final Map<String, ObjectNode> registered = new HashMap<>();
    private final Map<String, Integer> latest = new HashMap<>();

    TaskDefinitions(EcsNames names) {
        this.names = names;
    }

    void register(String definition, ObjectNode description) {
        String numbered = numbered(definition);
        registered.put(numbered, description);
        int colon = numbered.indexOf(':');
        latest.merge(numbered.substring(0, colon), Integer.valueOf(numbered.substring(colon + 1)), Math::max);
    }

    /** Returns family and revision; revision 1 if none is named. */
    static String numbered(String definition) {
        return definition.indexOf(':') < 0 ? definition + ":1" : definition;
    }

    /** Returns the world's name of a definition, if it exists. A family alone means its latest revision. */
    Optional<String> find(String nameOrArn) {
        String name = EcsNames.last(nameOrArn);
        String numbered = name.indexOf(':') < 0 ? name + ":" + latest.getOrDefault(name, 1) : name;
        if (!numbered.matches("[A-Za-z0-9_-]{1,255}:[1-9][0-9]*")) {
            return Optional.empty();
        }
        String bare = numbered.substring(0, numbered.indexOf(':'));
        boolean known = names.world().has(numbered)
                && (!numbered.endsWith(":1") || names.world().has(bare));
        return known ? Optional.of(numbered) : Optional.empty();
    }

    ObjectNode describe(String numbered) {
        ObjectNode known = registered.get(numbered);
        ObjectNode definition = known == null ? usual(numbered) : known.deepCopy();
        int colon = numbered.indexOf(':');
        definition.put("taskDefinitionArn", names.arns().taskDefinition(numbered));
        definition.put("family", numbered.substring(0, colon));
        definition.put("revision", Integer.valueOf(numbered.substring(colon + 1)));
        definition.put("status", "ACTIVE");
        return definition;
    }

    private ObjectNode usual(String numbered) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        ObjectNode container = definition.putArray("containerDefinitions").addObject();
        container.put("name", Defaults.CONTAINER).put("image", numbered).put("essential", true);
        ObjectNode mapping = container.putArray("portMappings").addObject();
        mapping.put("containerPort", Defaults.PORT).put("hostPort", Defaults.PORT);
        mapping.put("protocol", "tcp");
        String role = "arn:aws:iam::" + names.arns().account() + ":role/";
        definition.put("taskRoleArn", role + "task").put("executionRoleArn", role + "execution");
        definition.put("networkMode", "awsvpc").put("cpu", "256").put("memory", "512");
        definition.putArray("requiresCompatibilities").add("FARGATE");
        definition.putArray("compatibilities").add("EC2").add("FARGATE");
        return definition;
    }

    /** Returns the roles of the request's definition. */
    List<String> roles(ObjectNode input) {
        return find(Inputs.text(input, "taskDefinition").orElse(""))
                .map(this::describe)
                .map(definition -> Stream.of("taskRoleArn", "executionRoleArn")
                        .flatMap(role -> Inputs.text(definition, role).stream())
                        .toList())
                .orElse(List.of());
    }

    /** Checks that a container of a definition listens on a port. */
    void require(String numbered, String container, int port) {
        for (JsonNode known : Inputs.list(describe(numbered), "containerDefinitions")) {
            if (Inputs.text(known, "name").equals(Optional.of(container))) {
                if (Inputs.list(known, "portMappings").stream()
                        .noneMatch(mapping ->
                                Inputs.number(mapping, "containerPort").equals(Optional.of(port)))) {
                    throw EcsRefusals.invalid(
                            "The container " + container + " did not have a container port " + port + " defined.");
                }
                return;
            }
        }
        throw EcsRefusals.invalid("The container " + container + " does not exist in the task definition.");
    }

    ObjectNode describeOperation(ObjectNode input) {
        String asked = Inputs.text(input, "taskDefinition").orElse("");
        String found = find(asked).orElseThrow(() -> EcsRefusals.client("Unable to describe task definition."));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("taskDefinition", describe(found));
        answer.putArray("tags");
        return answer;
    }
}
