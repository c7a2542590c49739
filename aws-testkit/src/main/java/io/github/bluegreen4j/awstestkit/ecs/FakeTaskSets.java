package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The task sets: the world's revisions with their stored facts. Guarded by the lock of its fake. */
final class FakeTaskSets {
    private final EcsNames names;
    private final WorldView world;
    private final Map<RevisionRef, TaskSetFacts> facts = new HashMap<>();

    FakeTaskSets(EcsNames names, WorldView world) {
        this.names = names;
        this.world = world;
    }

    /** Returns the facts of a revision; the defaults for one that the world created. */
    TaskSetFacts facts(ServiceDescription.Revision revision) {
        return facts.computeIfAbsent(revision.revision(), ref -> {
            ObjectNode settings = Defaults.taskSet(revision.targetGroup());
            revision.owner().ifPresent(owner -> settings.put("externalId", owner.value()));
            return new TaskSetFacts(settings, 100, world.now());
        });
    }

    void created(RevisionRef revision, TaskSetFacts created) {
        facts.put(revision, created);
    }

    /** Returns the port with which the tasks of a revision are registered. */
    int port(RevisionRef revision) {
        TaskSetFacts known = facts.get(revision);
        return known == null
                ? Defaults.PORT
                : known.settings()
                        .path("loadBalancers")
                        .path(0)
                        .path("containerPort")
                        .asInt(Defaults.PORT);
    }

    static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    /** Returns a task set in the format of Amazon ECS. */
    ObjectNode describe(ServiceDescription service, ServiceDescription.Revision revision) {
        TaskSetFacts known = facts(revision);
        ServiceRef ref = service.service();
        ServiceDescription.Counts counts = revision.counts();
        ObjectNode set = known.settings().deepCopy();
        set.put("id", EcsNames.id(revision.revision()));
        set.put("taskSetArn", revision.revision().id());
        set.put("serviceArn", names.arns().service(ref));
        set.put("clusterArn", names.arns().cluster(ref.cluster()));
        set.put("status", status(revision, known));
        set.put("taskDefinition", names.arns().taskDefinition(TaskDefinitions.numbered(revision.definition())));
        set.put("computedDesiredCount", counts.desired());
        set.put("pendingCount", counts.pending()).put("runningCount", counts.running());
        set.put("createdAt", seconds(known.createdAt())).put("updatedAt", seconds(known.updatedAt()));
        set.putObject("scale")
                .put("value", scale(service.desiredCount(), counts.desired(), known))
                .put("unit", "PERCENT");
        String stability = isStable(revision, known) ? "STEADY_STATE" : "STABILIZING";
        set.put("stabilityStatus", stability);
        set.put("stabilityStatusAt", seconds(known.stability(stability, world.now())));
        return set;
    }

    static String status(ServiceDescription.Revision revision, TaskSetFacts known) {
        if (known.isDraining()) {
            return "DRAINING";
        }
        return revision.primary() ? "PRIMARY" : "ACTIVE";
    }

    /** Returns the scale that was set, unless the world has scaled the revision by itself. */
    private static double scale(int wanted, int desired, TaskSetFacts known) {
        if (computed(wanted, known.scale()) == desired) {
            return known.scale();
        }
        return wanted == 0 ? 100 : Math.min(100, desired * 100.0 / wanted);
    }

    /** Returns the number of tasks of a scale. */
    static int computed(int wanted, double scale) {
        return (int) Math.ceil(wanted * scale / 100);
    }

    /** Tells whether running equals desired, nothing is pending, and the load balancer finds all tasks healthy. */
    private boolean isStable(ServiceDescription.Revision revision, TaskSetFacts known) {
        ServiceDescription.Counts counts = revision.counts();
        if (counts.running() != counts.desired() || counts.pending() > 0 || known.isDraining()) {
            return false;
        }
        JsonNode balancers = known.settings().get("loadBalancers");
        boolean balanced = balancers instanceof ArrayNode list && !list.isEmpty();
        return !balanced
                || world.targets(revision.targetGroup())
                                .map(health -> health.healthy(revision.revision()))
                                .orElse(0)
                        >= counts.running();
    }
}
