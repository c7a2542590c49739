package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An ordinary service, with ECS's own rolling controller. Its tasks are those that a service of the world has in one target
 * group. Each rolling deployment is a revision of the world. ECS replaces the revisions of earlier deployments when the newest
 * one is steady ("Deploy Amazon ECS services by replacing tasks" in the ECS developer guide). Guarded by the lock of its fake.
 */
final class RollingService {
    private static final long FIRST_DEPLOYMENT = 7_000_000_000_000_000_000L;
    private static final int LEAST_FAILURES = 3;
    private static final int MOST_FAILURES = 200;

    private final ServiceRef ref;
    private final ServiceRef inWorld;
    private final TargetGroupRef group;
    private final EcsNames names;
    private final SimulatedWorld world;
    private final ObjectNode settings;
    private final Map<String, String> tags = new TreeMap<>();
    private final List<Rollout> rollouts = new ArrayList<>();
    private final Instant createdAt;
    private String definition;
    private int desired;
    private int numbers;

    /** One rolling deployment. */
    private static final class Rollout {
        private final String id;
        private final String definition;
        private final Instant createdAt;
        private Instant updatedAt;
        private State state = State.IN_PROGRESS;
        private String reason;
        private boolean ran;

        Rollout(String id, String definition, Instant createdAt) {
            this.id = id;
            this.definition = definition;
            this.createdAt = createdAt;
            this.updatedAt = createdAt;
            this.reason = "ECS deployment " + id + " in progress.";
        }

        void turns(State newState, String newReason, Instant now) {
            state = newState;
            reason = newReason;
            updatedAt = now;
        }
    }

    private enum State {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /**
     * @param definition the task definition of the first deployment
     * @param settings the parameters of its creation, as fields of a service
     */
    RollingService(
            ServiceRef ref,
            ServiceRef inWorld,
            TargetGroupRef group,
            EcsNames names,
            SimulatedWorld world,
            String definition,
            ObjectNode settings) {
        this.ref = ref;
        this.inWorld = inWorld;
        this.group = group;
        this.names = names;
        this.world = world;
        this.settings = settings;
        this.createdAt = world.view().now();
        this.definition = definition;
        begin(definition);
    }

    ServiceRef ref() {
        return ref;
    }

    ServiceRef inWorld() {
        return inWorld;
    }

    TargetGroupRef group() {
        return group;
    }

    Map<String, String> tags() {
        return tags;
    }

    ObjectNode settings() {
        return settings;
    }

    String definition() {
        return definition;
    }

    /**
     * Returns the name of a new revision in the world. It is that of an earlier one of the same definition, unless that one
     * still exists.
     */
    String revision(String ofDefinition, int number) {
        String name = names.arns().service(ref) + "@" + TaskDefinitions.numbered(ofDefinition);
        boolean isTaken = revisions().stream()
                .anyMatch(revision -> revision.revision().id().equals(name));
        return isTaken ? name + "#" + number : name;
    }

    private Instant now() {
        return world.view().now();
    }

    private Rollout begin(String newDefinition) {
        String id = "ecs-svc/" + (FIRST_DEPLOYMENT + Math.abs((long) ref.hashCode()) * 1_000 + ++numbers);
        Rollout rollout = new Rollout(id, TaskDefinitions.numbered(newDefinition), now());
        rollouts.add(0, rollout);
        definition = newDefinition;
        return rollout;
    }

    private Rollout newest() {
        return rollouts.get(0);
    }

    private List<ServiceDescription.Revision> revisions() {
        return world.view()
                .service(inWorld)
                .map(service -> service.revisions().stream()
                        .filter(revision -> revision.targetGroup().equals(group))
                        .toList())
                .orElse(List.of());
    }

    private Optional<ServiceDescription.Revision> revisionOf(Rollout rollout) {
        // The first of two deployments of one definition is being replaced: its tasks count for the newest.
        boolean isNewest = rollouts.stream()
                .filter(other -> other.definition.equals(rollout.definition))
                .findFirst()
                .filter(first -> first == rollout)
                .isPresent();
        return revisions().stream()
                .filter(revision -> isNewest
                        && TaskDefinitions.numbered(revision.definition()).equals(rollout.definition))
                .findFirst();
    }

    /** Returns the desired count: what the world wants of the newest deployment, since others scale the world, too. */
    int desired() {
        return newest().state == State.FAILED
                ? desired
                : revisionOf(newest())
                        .map(revision -> revision.counts().desired())
                        .orElse(0);
    }

    /** Does what ECS does by itself. Called before each request. */
    void advance() {
        for (ServiceDescription.Revision revision : revisions()) {
            String numbered = TaskDefinitions.numbered(revision.definition());
            if (rollouts.stream().noneMatch(rollout -> rollout.definition.equals(numbered))) {
                begin(revision.definition()).ran = true;
                newest().turns(State.COMPLETED, "ECS deployment " + newest().id + " completed.", now());
            }
        }
        rollouts.removeIf(
                rollout -> rollout != newest() && revisionOf(rollout).isEmpty() && rollout.state != State.COMPLETED);
        // What somebody else scaled to 0 leaves nothing behind, unless it is the one that the world scales with its
        // service.
        revisions().stream()
                .filter(revision -> revision.counts().desired() == 0 && !revision.primary())
                .forEach(revision -> world.vanishes(inWorld, revision.revision()));
        Optional<ServiceDescription.Revision> current = revisionOf(newest());
        current.filter(revision -> revision.counts().running() > 0).ifPresent(revision -> newest().ran = true);
        boolean isSteady =
                newest().state != State.FAILED && current.map(this::isSteady).orElse(true);
        for (Rollout older : List.copyOf(rollouts.subList(1, rollouts.size()))) {
            revisionOf(older)
                    .filter(revision -> isSteady || older.state == State.FAILED)
                    .filter(revision -> revision.counts().desired() > 0)
                    .ifPresent(revision -> {
                        world.rescale(inWorld, revision.revision(), 0);
                        world.vanishes(inWorld, revision.revision());
                    });
        }
        boolean isAlone = revisions().size() <= (current.isPresent() ? 1 : 0);
        if (isSteady && isAlone && newest().state == State.IN_PROGRESS) {
            newest().turns(State.COMPLETED, "ECS deployment " + newest().id + " completed.", now());
        }
        breakCircuit();
    }

    /** Tells whether all tasks run and the load balancer finds them healthy. */
    private boolean isSteady(ServiceDescription.Revision revision) {
        ServiceDescription.Counts counts = revision.counts();
        int healthy = world.view()
                .targets(group)
                .map(health -> health.healthy(revision.revision()))
                .orElse(0);
        return counts.running() == counts.desired() && counts.pending() == 0 && healthy >= counts.running();
    }

    private boolean breaks(String what) {
        return settings.path("deploymentConfiguration")
                .path("deploymentCircuitBreaker")
                .path(what)
                .asBoolean(false);
    }

    /** The circuit breaker counts the failures until a first task runs ("Amazon ECS deployment circuit breaker"). */
    private void breakCircuit() {
        Rollout broken = newest();
        int threshold = Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, (desired() + 1) / 2));
        if (!breaks("enable") || broken.state != State.IN_PROGRESS || failedTasks(broken) < threshold) {
            return;
        }
        int wanted = desired();
        desired = wanted;
        broken.turns(State.FAILED, "ECS deployment circuit breaker: tasks failed to start.", now());
        revisionOf(broken).ifPresent(revision -> world.rescale(inWorld, revision.revision(), 0));
        Optional<Rollout> last = rollouts.stream()
                .filter(rollout -> rollout.state == State.COMPLETED)
                .findFirst();
        if (breaks("rollback") && last.isPresent()) {
            revisionOf(broken).ifPresent(revision -> world.vanishes(inWorld, revision.revision()));
            begin(last.get().definition).reason =
                    "ECS deployment circuit breaker: rolling back to deploymentId " + last.get().id + ".";
            run(wanted, Optional.empty());
        }
    }

    private int failedTasks(Rollout rollout) {
        return rollout.ran
                ? 0
                : revisionOf(rollout)
                        .map(revision -> revision.counts().failed())
                        .orElse(0);
    }

    /**
     * Starts a deployment if the definition differs or the caller forces it, and scales the service.
     *
     * @param owner the deployment of the engine that asks for it; empty if somebody else does
     */
    void update(Optional<String> newDefinition, boolean forces, int tasks, Optional<DeploymentId> owner) {
        boolean starts = forces
                || newDefinition
                        .filter(wanted -> !TaskDefinitions.numbered(wanted).equals(newest().definition))
                        .isPresent();
        if (starts) {
            begin(newDefinition.orElse(definition));
            run(tasks, owner);
        } else if (tasks != desired()) {
            run(tasks, owner);
        }
        desired = tasks;
    }

    /** Sets the desired count, as an autoscaler or a person does. */
    void scaledByOthers(int tasks) {
        Optional<ServiceDescription.Revision> current = revisionOf(newest());
        if (current.isPresent() && current.get().primary()) {
            world.desire(inWorld, tasks);
        } else if (current.isPresent()) {
            world.rescale(inWorld, current.get().revision(), tasks);
        } else if (tasks > 0) {
            world.launched(inWorld, definition, group, tasks);
        }
        desired = tasks;
    }

    /** Lets the newest deployment run a number of tasks. */
    private void run(int tasks, Optional<DeploymentId> owner) {
        Optional<ServiceDescription.Revision> current = revisionOf(newest());
        if (current.isPresent()) {
            RevisionRef revision = current.get().revision();
            if (tasks == 0 && current.get().counts().desired() > 0) {
                world.runtime().retire(inWorld, revision);
                world.vanishes(inWorld, revision);
            } else if (tasks != current.get().counts().desired()) {
                world.runtime().scale(inWorld, revision, tasks);
            }
        } else if (tasks > 0 && owner.isPresent()) {
            world.runtime()
                    .launch(new LaunchRequest(
                            inWorld, RevisionSpec.of(definition), group, tasks, owner.get(), newest().id));
        } else if (tasks > 0) {
            world.launched(inWorld, definition, group, tasks);
        }
    }

    /** Returns the id of the deployment that started a task. */
    String startedBy(WorldTask task) {
        String numbered = TaskDefinitions.numbered(task.definition());
        return rollouts.stream()
                .filter(rollout -> rollout.definition.equals(numbered) && !rollout.createdAt.isAfter(task.createdAt()))
                .findFirst()
                .or(() -> rollouts.stream()
                        .filter(rollout -> rollout.definition.equals(numbered))
                        .findFirst())
                .map(rollout -> rollout.id)
                .orElse("ecs-svc/0");
    }

    /** Describes the service in the format of Amazon ECS. */
    ObjectNode describe(boolean withTags) {
        ObjectNode service = settings.deepCopy();
        service.put("serviceArn", names.arns().service(ref)).put("serviceName", ref.name());
        service.put("clusterArn", names.arns().cluster(ref.cluster()));
        service.put("status", "ACTIVE").put("schedulingStrategy", "REPLICA");
        service.putObject("deploymentController").put("type", "ECS");
        service.put("desiredCount", desired());
        service.put("taskDefinition", names.arns().taskDefinition(TaskDefinitions.numbered(definition)));
        int running = 0;
        int pending = 0;
        for (ServiceDescription.Revision revision : revisions()) {
            running += revision.counts().running();
            pending += revision.counts().pending();
        }
        service.put("runningCount", running).put("pendingCount", pending);
        service.put("createdAt", FakeTaskSets.seconds(createdAt));
        ArrayNode deployments = service.putArray("deployments");
        for (Rollout rollout : rollouts) {
            if (rollout == newest() || revisionOf(rollout).isPresent()) {
                deployments.add(describe(rollout));
            }
        }
        if (withTags) {
            tags(service.putArray("tags"));
        }
        return service;
    }

    void tags(ArrayNode node) {
        tags.forEach((key, value) -> node.addObject().put("key", key).put("value", value));
    }

    private ObjectNode describe(Rollout rollout) {
        ObjectNode deployment = JsonNodeFactory.instance.objectNode();
        deployment.put("id", rollout.id).put("status", rollout == newest() ? "PRIMARY" : "ACTIVE");
        deployment.put("taskDefinition", names.arns().taskDefinition(rollout.definition));
        Optional<ServiceDescription.Counts> counts = revisionOf(rollout).map(ServiceDescription.Revision::counts);
        deployment.put(
                "desiredCount",
                rollout == newest()
                        ? desired()
                        : counts.map(ServiceDescription.Counts::desired).orElse(0));
        deployment.put(
                "pendingCount", counts.map(ServiceDescription.Counts::pending).orElse(0));
        deployment.put(
                "runningCount", counts.map(ServiceDescription.Counts::running).orElse(0));
        deployment.put("failedTasks", failedTasks(rollout));
        deployment.put("createdAt", FakeTaskSets.seconds(rollout.createdAt));
        deployment.put("updatedAt", FakeTaskSets.seconds(rollout.updatedAt));
        for (String field :
                List.of("launchType", "capacityProviderStrategy", "platformVersion", "networkConfiguration")) {
            JsonNode value = settings.get(field);
            if (value != null) {
                deployment.set(field, value.deepCopy());
            }
        }
        return deployment.put("rolloutState", rollout.state.name()).put("rolloutStateReason", rollout.reason);
    }
}
