package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A service with one of the blue/green strategies: its revisions and its deployments. Guarded by the lock of its fake. */
final class BlueGreenService {
    /** The fields of a service that belong to a revision. A change of one starts a deployment. */
    static final List<String> OF_A_REVISION = List.of(
            "launchType",
            "platformFamily",
            "networkConfiguration",
            "platformVersion",
            "loadBalancers",
            "serviceRegistries",
            "serviceConnectConfiguration",
            "volumeConfigurations",
            "vpcLatticeConfigurations");

    private static final String CAPACITY_PROVIDERS = "capacityProviderStrategy";
    private static final long FIRST_REVISION = 4_000_000_000_000_000_000L;

    private final ServiceRef ref;
    private final Arns arns;
    private final SimulatedWorld world;
    private final UndocumentedBehaviour undocumented;
    private final BiFunction<Hook, ObjectNode, FunctionAnswer> functions;
    private final Set<String> missingRoles;
    private final RevisionTasks tasks;
    private final ObjectNode settings;
    private final Map<String, String> tags = new TreeMap<>();

    /** Who had tagged the service when its last deployment began. */
    private Optional<DeploymentId> lastTagged = Optional.empty();

    private final List<ServiceRevision> revisions = new ArrayList<>();
    /** The newest first. */
    private final List<ServiceDeployment> deployments = new ArrayList<>();

    private final Instant createdAt;
    private Optional<ServiceRevision> lastSuccessful = Optional.empty();
    private String definition;
    private int numbers;
    private boolean isDeleted;
    private boolean scalesServingOnly;

    /**
     * @param definition family and revision of its task definition
     * @param settings the fields of the service as it is described
     * @param functions calls the function of a hook
     * @param missingRoles the roles that ECS cannot assume
     */
    BlueGreenService(
            ServiceRef ref,
            Arns arns,
            SimulatedWorld world,
            UndocumentedBehaviour undocumented,
            BiFunction<Hook, ObjectNode, FunctionAnswer> functions,
            Set<String> missingRoles,
            String definition,
            ObjectNode settings) {
        this.ref = ref;
        this.arns = arns;
        this.world = world;
        this.undocumented = undocumented;
        this.functions = functions;
        this.missingRoles = missingRoles;
        this.tasks = new RevisionTasks(world, ref);
        this.definition = definition;
        this.settings = settings;
        this.createdAt = world.view().now();
    }

    ServiceRef ref() {
        return ref;
    }

    String arn() {
        return arns.service(ref);
    }

    Arns arns() {
        return arns;
    }

    SimulatedWorld world() {
        return world;
    }

    UndocumentedBehaviour undocumented() {
        return undocumented;
    }

    RevisionTasks tasks() {
        return tasks;
    }

    ObjectNode settings() {
        return settings;
    }

    Map<String, String> tags() {
        return tags;
    }

    Instant createdAt() {
        return createdAt;
    }

    String definition() {
        return definition;
    }

    TrafficRules rules() {
        return TrafficRules.of(settings);
    }

    /** Returns the deployments, the newest first. */
    List<ServiceDeployment> deployments() {
        return deployments;
    }

    List<ServiceRevision> revisions() {
        return revisions;
    }

    /** Returns the deployment that goes on; empty if none does. */
    Optional<ServiceDeployment> current() {
        return deployments.stream()
                .filter(deployment -> !deployment.status().isOver())
                .findFirst();
    }

    /** Returns the revisions that have tasks. */
    List<ServiceRevision> active() {
        return revisions.stream().filter(tasks::isActive).toList();
    }

    FunctionAnswer call(Hook hook, ObjectNode payload) {
        return functions.apply(hook, payload);
    }

    String newHookId(Hook hook) {
        String kind = hook.type() == Hook.Type.PAUSE ? "pause" : "lambda";
        return "ecs-" + kind + "-" + hash(ref + " hook " + ++numbers);
    }

    private static String hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return String.format(Locale.ROOT, "%016x", hash);
    }

    /** Returns the name in the world of a revision that is launched or, if none is, that was there before. */
    String nameRevision(String ofDefinition, TargetGroupRef group) {
        return tasks.launching().orElseGet(() -> known(ofDefinition, group).arn());
    }

    private ServiceRevision known(String ofDefinition, TargetGroupRef group) {
        for (int i = revisions.size() - 1; i >= 0; i--) {
            ServiceRevision revision = revisions.get(i);
            if (revision.taskDefinition().equals(ofDefinition)
                    && revision.group().equals(Optional.of(group))) {
                return revision;
            }
        }
        ServiceRevision found = newRevision(ofDefinition);
        found.launchedIn(group);
        return found;
    }

    private ServiceRevision newRevision(String ofDefinition) {
        ObjectNode copied = JsonNodeFactory.instance.objectNode();
        for (String field : OF_A_REVISION) {
            copy(settings, field, copied);
        }
        copy(settings, CAPACITY_PROVIDERS, copied);
        long number = FIRST_REVISION + Math.abs((long) ref.hashCode()) * 1_000 + ++numbers;
        ServiceRevision revision = new ServiceRevision(
                arns.serviceRevision(ref, String.valueOf(number)),
                ofDefinition,
                copied,
                world.view().now());
        revisions.add(revision);
        return revision;
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value != null) {
            to.set(field, value.deepCopy());
        }
    }

    private ServiceDeployment deployment(
            ServiceRevision target, boolean isOver, DeploymentConfiguration configuration, Instant now) {
        String deployed = arns.serviceDeployment(
                ref,
                hash(ref + " deployment " + ++numbers).substring(0, 12) + "-"
                        + String.format(Locale.ROOT, "%04d", numbers));
        return isOver
                ? ServiceDeployment.successful(deployed, target, configuration, this, now)
                : new ServiceDeployment(deployed, target, configuration, this, now);
    }

    /** Records the deployment of a revision that the world had before. */
    void adopt(Instant now) {
        if (!follows() || !deployments.isEmpty()) {
            return;
        }
        Optional<TargetGroupRef> serving = Optional.of(rules().serving(world.view()));
        active().stream()
                .filter(revision -> revision.group().equals(serving))
                .findFirst()
                .ifPresent(revision -> {
                    definition = revision.taskDefinition();
                    succeeded(revision);
                    deployments.add(0, deployment(revision, true, configuration(), now));
                });
    }

    /** Returns the hooks that apply to a deployment. */
    List<Hook> hooksOf(ServiceDeployment deployment) {
        return (undocumented.appliesHooksAtOnce() ? configuration() : deployment.configuration()).hooks();
    }

    DeploymentConfiguration configuration() {
        return ConfigurationReader.read((ObjectNode) settings.get("deploymentConfiguration"));
    }

    /** Starts a deployment of the settings and a task definition. A deployment that goes on is stopped. */
    void deploy(String newDefinition, Instant now) {
        definition = newDefinition;
        ServiceRevision target = newRevision(newDefinition);
        Optional<DeploymentId> tagged = owner(tags);
        tagged.filter(id -> !tagged.equals(lastTagged)).ifPresent(target::belongsTo);
        lastTagged = tagged;
        String stopped = "Service deployment stopped because a new service deployment was started.";
        deployments.forEach(deployment -> deployment.requestStop(stopped, now));
        deployments.add(0, deployment(target, false, configuration(), now));
    }

    /** Gives the revision of a deployment that goes on, and that nobody asked for, to the deployment that tags the service now. */
    void tagged() {
        Optional<DeploymentId> tagged = owner(tags);
        Optional<ServiceRevision> target = current()
                .map(ServiceDeployment::target)
                .filter(revision -> revision.owner().isEmpty());
        if (tagged.isEmpty() || tagged.equals(lastTagged) || target.isEmpty()) {
            return;
        }
        lastTagged = tagged;
        target.get().belongsTo(tagged.get());
        if (tasks.isActive(target.get())) {
            world.takenOver(ref, target.get().ref(), tagged.get());
        }
    }

    /** Returns the deployment that tagged a service with its id, as the external id of a task set is one. */
    private static Optional<DeploymentId> owner(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getKey().endsWith(":deployment"))
                .map(Map.Entry::getValue)
                .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
                .map(DeploymentId::new)
                .findFirst();
    }

    /** Tells whether all deployments before this one are over. */
    boolean isTurnOf(ServiceDeployment deployment) {
        return deployments.subList(deployments.indexOf(deployment) + 1, deployments.size()).stream()
                .allMatch(other -> other.status().isOver());
    }

    /** Returns the revision that is to have the production traffic when a deployment starts. */
    Optional<ServiceRevision> blueOf(List<ServiceRevision> sources) {
        Optional<ServiceRevision> most = sources.stream()
                .max(Comparator.comparingDouble(revision -> revision.rules().share(world.view(), revision.group())));
        return switch (undocumented.reconcileChoice()) {
            case LAST_SUCCESSFUL -> lastSuccessful.filter(sources::contains).or(() -> most);
            case MOST_TRAFFIC -> most;
        };
    }

    Optional<ServiceRevision> lastSuccessful() {
        return lastSuccessful;
    }

    /** Tells whether ECS can assume a role. */
    boolean canAssume(String roleArn) {
        return !missingRoles.contains(roleArn);
    }

    void succeeded(ServiceRevision revision) {
        lastSuccessful = Optional.of(revision);
        tasks.serve(revision);
    }

    /** After a rollback the service has the settings of the revision that serves again. */
    void ended(ServiceDeployment deployment) {
        boolean isNewest = deployments.indexOf(deployment) == 0;
        if (deployment.rollbackAt().isPresent() && isNewest) {
            deployment.blue().ifPresent(blue -> {
                definition = blue.taskDefinition();
                settings.setAll(blue.settings().deepCopy());
            });
        }
    }

    /** Sets which revisions follow the desired count, and notices that the service was deleted. */
    private boolean follows() {
        isDeleted = world.view().service(ref).isEmpty();
        if (!isDeleted && scalesServingOnly != undocumented.scalesServingOnly()) {
            scalesServingOnly = undocumented.scalesServingOnly();
            world.scalesRevisions(ref, !scalesServingOnly);
        }
        return !isDeleted;
    }

    Optional<Instant> next() {
        return isDeleted
                ? Optional.empty()
                : deployments.stream()
                        .flatMap(deployment -> deployment.next().stream())
                        .min(Instant::compareTo);
    }

    /** Does what ECS does by itself, in the order of the deployments. */
    void act(Instant now) {
        if (!follows()) {
            return;
        }
        adopt(now);
        for (int i = deployments.size() - 1; i >= 0; i--) {
            ServiceDeployment deployment = deployments.get(i);
            if (deployment.next().filter(next -> !next.isAfter(now)).isPresent()) {
                deployment.act(now);
            }
        }
    }
}
