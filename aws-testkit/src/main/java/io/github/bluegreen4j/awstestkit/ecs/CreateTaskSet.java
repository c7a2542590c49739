package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Creates task sets. The same client token creates only one. Guarded by the lock of its fake. */
final class CreateTaskSet {
    private static final int MOST_TASK_SETS = 5;
    private static final int LONGEST_TOKEN = 36;
    private static final TargetGroupRef NO_GROUP = new TargetGroupRef("(no load balancer)");
    private static final List<String> KEPT = List.of(
            "externalId",
            "launchType",
            "capacityProviderStrategy",
            "networkConfiguration",
            "loadBalancers",
            "serviceRegistries",
            "tags");

    private final EcsNames names;
    private final SimulatedWorld world;
    private final FakeTaskSets taskSets;
    private final TaskDefinitions definitions;
    private final Services services;
    private final Predicate<TargetGroupRef> balanced;
    private final Map<String, ObjectNode> byToken = new HashMap<>();
    private int numbers;

    /** @param balanced tells whether a load balancer uses a target group */
    CreateTaskSet(
            EcsNames names,
            SimulatedWorld world,
            FakeTaskSets taskSets,
            TaskDefinitions definitions,
            Services services,
            Predicate<TargetGroupRef> balanced) {
        this.names = names;
        this.world = world;
        this.taskSets = taskSets;
        this.definitions = definitions;
        this.services = services;
        this.balanced = balanced;
    }

    ObjectNode create(ObjectNode input) {
        ServiceDescription service = services.requireExternal(names.service(input));
        ServiceRef ref = service.service();
        Optional<String> token = Inputs.text(input, "clientToken");
        if (token.filter(text -> text.length() > LONGEST_TOKEN).isPresent()) {
            throw EcsRefusals.invalid("The client token must be at most " + LONGEST_TOKEN + " characters long.");
        }
        String key = ref + " " + token.orElse("");
        ObjectNode before = token.isPresent() ? byToken.get(key) : null;
        if (before != null) {
            return again(ref, before);
        }
        RevisionRef created = launch(service, input, token);
        ServiceDescription now = world.describe(ref);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("taskSet", taskSets.describe(now, now.find(created).orElseThrow()));
        if (token.isPresent()) {
            byToken.put(key, answer);
        }
        return answer;
    }

    /** Answers a repeated token with the set as it is now. If the set is gone, answers with the set as it was created. */
    private ObjectNode again(ServiceRef ref, ObjectNode before) {
        ServiceDescription now = world.describe(ref);
        String arn = before.path("taskSet").path("taskSetArn").asText();
        return now.find(new RevisionRef(arn))
                .map(set -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode();
                    answer.set("taskSet", taskSets.describe(now, set));
                    return answer;
                })
                .orElse(before);
    }

    private RevisionRef launch(ServiceDescription service, ObjectNode input, Optional<String> token) {
        String definition = definitions
                .find(Inputs.text(input, "taskDefinition").orElse(""))
                .orElseThrow(() -> EcsRefusals.client("TaskDefinition not found."));
        TargetGroupRef group = group(input, definition);
        TaskSetBounds.check(input);
        ObjectNode settings = settings(input, definition);
        double scale = input.hasNonNull("scale") ? TaskSetOperations.scale((ObjectNode) input.get("scale")) : 100;
        if (service.revisions().size() >= MOST_TASK_SETS) {
            throw EcsRefusals.invalid(MOST_TASK_SETS + " deployments exist on the service. Unable to create new TaskSet"
                    + " since this exceeds the maximum limit.");
        }
        ServiceRef ref = service.service();
        int tasks = FakeTaskSets.computed(service.desiredCount(), scale);
        Optional<DeploymentId> owner = owner(input);
        Set<RevisionRef> before = new HashSet<>();
        service.revisions().forEach(revision -> before.add(revision.revision()));
        if (owner.isPresent()) {
            String launchToken = token.orElseGet(() -> "no token " + ++numbers);
            world.runtime()
                    .launch(new LaunchRequest(
                            ref, RevisionSpec.of(definition), group, tasks, owner.get(), launchToken));
        } else {
            world.launched(ref, definition, group, tasks);
        }
        RevisionRef created = world.describe(ref).revisions().stream()
                .map(ServiceDescription.Revision::revision)
                .filter(revision -> !before.contains(revision))
                .findFirst()
                .orElseThrow();
        taskSets.created(created, new TaskSetFacts(settings, scale, world.view().now()));
        world.share(ref, created, scale);
        return created;
    }

    /**
     * Returns the deployment whose id, perhaps after a prefix, is the external id. Other external ids belong to other tools.
     */
    private static Optional<DeploymentId> owner(ObjectNode input) {
        return Inputs.text(input, "externalId")
                .map(id -> id.replaceFirst("^[A-Za-z0-9-]+:", ""))
                .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
                .map(DeploymentId::new);
    }

    private TargetGroupRef group(ObjectNode input, String definition) {
        List<JsonNode> balancers = Inputs.list(input, "loadBalancers");
        if (balancers.isEmpty()) {
            world.addGroup(NO_GROUP);
            return NO_GROUP;
        }
        if (balancers.size() > 1) {
            throw EcsRefusals.invalid("CreateTaskSet cannot have more than 1 load balancer");
        }
        JsonNode balancer = balancers.get(0);
        TargetGroupRef group = new TargetGroupRef(Inputs.text(balancer, "targetGroupArn")
                .orElseThrow(() -> EcsRefusals.invalid("targetGroupArn can not be blank.")));
        if (!world.view().groups().contains(group)) {
            throw EcsRefusals.invalid("The specified target group does not exist. targetGroupArn: " + group);
        }
        if (!balanced.test(group)) {
            throw EcsRefusals.invalid(
                    "The target group with targetGroupArn " + group + " does not have an associated load balancer.");
        }
        definitions.require(
                definition,
                Inputs.text(balancer, "containerName").orElse(""),
                Inputs.number(balancer, "containerPort").orElse(0));
        return group;
    }

    private ObjectNode settings(ObjectNode input, String definition) {
        boolean hasStrategy = !Inputs.list(input, "capacityProviderStrategy").isEmpty();
        Optional<String> launchType = Inputs.text(input, "launchType");
        boolean awsvpc =
                definitions.describe(definition).path("networkMode").asText().equals("awsvpc");
        if (awsvpc && !input.path("networkConfiguration").hasNonNull("awsvpcConfiguration")) {
            throw EcsRefusals.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        KEPT.stream().filter(input::hasNonNull).forEach(field -> settings.set(field, input.get(field)));
        if (launchType.isEmpty() && !hasStrategy) {
            settings.put("launchType", "EC2");
        }
        boolean fargate = Inputs.list(input, "capacityProviderStrategy").stream()
                .anyMatch(item -> item.path("capacityProvider").asText().startsWith("FARGATE"));
        if (fargate || launchType.equals(Optional.of("FARGATE"))) {
            String asked = Inputs.text(input, "platformVersion").orElse("LATEST");
            settings.put("platformVersion", asked.equals("LATEST") ? Defaults.PLATFORM : asked);
            settings.put("platformFamily", "Linux");
        }
        for (String list : List.of("loadBalancers", "serviceRegistries")) {
            if (!settings.has(list)) {
                settings.putArray(list);
            }
        }
        return settings;
    }
}
