package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.List;
import java.util.Optional;

/**
 * The operations on existing task sets. They change the world through its ports if an engine's call would, so that watchers
 * of the world are notified. Guarded by the lock of its fake.
 */
final class TaskSetOperations {
    private final EcsNames names;
    private final SimulatedWorld world;
    private final FakeTaskSets taskSets;
    private final Services services;

    TaskSetOperations(EcsNames names, SimulatedWorld world, FakeTaskSets taskSets, Services services) {
        this.names = names;
        this.world = world;
        this.taskSets = taskSets;
        this.services = services;
    }

    private ServiceDescription external(ObjectNode input) {
        return services.requireExternal(names.service(input));
    }

    private static ServiceDescription.Revision named(ServiceDescription service, ObjectNode input, String field) {
        return EcsNames.taskSet(service, Inputs.text(input, field).orElse(""));
    }

    ObjectNode describeTaskSets(ObjectNode input) {
        ServiceDescription service = external(input);
        List<String> asked = Inputs.texts(input, "taskSets");
        if (asked.isEmpty()) {
            throw EcsRefusals.invalid("Task Sets can not be empty.");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode sets = answer.putArray("taskSets");
        ArrayNode failures = answer.putArray("failures");
        for (String name : asked) {
            if (!name.contains("ecs-svc/")) {
                throw EcsRefusals.invalid("Task Set Identifier is invalid");
            }
            Optional<ServiceDescription.Revision> found = service.revisions().stream()
                    .filter(revision -> EcsNames.isNamed(revision.revision(), name))
                    .findFirst();
            if (found.isPresent()) {
                sets.add(taskSets.describe(service, found.get()));
            } else {
                String id = "ecs-svc/" + EcsNames.last(name);
                failures.addObject()
                        .put("arn", names.arns().taskSet(service.service(), id))
                        .put("reason", "MISSING");
            }
        }
        return answer;
    }

    ObjectNode updateTaskSet(ObjectNode input) {
        ServiceDescription service = external(input);
        ServiceDescription.Revision set = named(service, input, "taskSet");
        if (!input.hasNonNull("scale")) {
            throw EcsRefusals.invalid("Scale can not be null.");
        }
        double scale = scale((ObjectNode) input.get("scale"));
        TaskSetFacts facts = taskSets.facts(set);
        if (facts.isDraining()) {
            throw EcsRefusals.invalid("The task set is being deleted.");
        }
        facts.scale(scale);
        facts.touch(world.view().now());
        ServiceRef ref = service.service();
        int wanted = FakeTaskSets.computed(service.desiredCount(), scale);
        if (scale == 0 && set.counts().desired() > 0) {
            world.runtime().retire(ref, set.revision());
        } else if (wanted != set.counts().desired()) {
            world.runtime().scale(ref, set.revision(), wanted);
        }
        // The world computes the share from the current number of tasks, which may differ from the requested scale.
        world.share(ref, set.revision(), scale);
        return answer(ref, set.revision());
    }

    /** Returns the scale in a request, 0 to 100 percent. */
    static double scale(ObjectNode scale) {
        double value = scale.path("value").asDouble(-1);
        if (value < 0 || value > 100) {
            throw EcsRefusals.invalid("Scale value must be between 0.0 and 100.0.");
        }
        return value;
    }

    ObjectNode updateServicePrimaryTaskSet(ObjectNode input) {
        ServiceDescription service = external(input);
        ServiceDescription.Revision set = named(service, input, "primaryTaskSet");
        TaskSetFacts facts = taskSets.facts(set);
        if (facts.isDraining()) {
            throw EcsRefusals.invalid("The task set is being deleted.");
        }
        facts.touch(world.view().now());
        world.runtime().makePrimary(service.service(), set.revision());
        return answer(service.service(), set.revision());
    }

    ObjectNode deleteTaskSet(ObjectNode input) {
        ServiceDescription service = external(input);
        ServiceDescription.Revision set = named(service, input, "taskSet");
        TaskSetFacts facts = taskSets.facts(set);
        if (!Inputs.flag(input, "force")) {
            if (set.primary()) {
                throw EcsRefusals.invalid("Primary TaskSet cannot be deleted");
            }
            if (set.counts().desired() > 0) {
                throw EcsRefusals.invalid("The task set cannot be deleted while it is scaled above 0.");
            }
        }
        ServiceRef ref = service.service();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!facts.isDraining()) {
            facts.drain();
            facts.touch(world.view().now());
            world.share(ref, set.revision(), 0);
            world.runtime().retire(ref, set.revision());
            if (world.describe(ref).find(set.revision()).isPresent()) {
                world.vanishes(ref, set.revision());
            }
        }
        ObjectNode last = taskSets.describe(service, set);
        last.put("status", "DRAINING").put("stabilityStatus", "STABILIZING");
        answer.set("taskSet", last);
        return answer;
    }

    ObjectNode answer(ServiceRef service, RevisionRef set) {
        ServiceDescription now = world.describe(service);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("taskSet", taskSets.describe(now, now.find(set).orElseThrow(EcsRefusals::noTaskSet)));
        return answer;
    }
}
