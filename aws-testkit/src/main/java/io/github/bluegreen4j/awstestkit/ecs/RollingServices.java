package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.autoscaling.OrdinaryServices;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldTask;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The ordinary services, and the operations that change them. Guarded by the lock of its fake. */
final class RollingServices implements OrdinaryServices {
    private static final List<String> KEPT = List.of(
            "launchType",
            "capacityProviderStrategy",
            "platformVersion",
            "networkConfiguration",
            "loadBalancers",
            "serviceRegistries",
            "deploymentConfiguration",
            "placementConstraints",
            "placementStrategy",
            "healthCheckGracePeriodSeconds",
            "enableECSManagedTags",
            "propagateTags",
            "enableExecuteCommand",
            "availabilityZoneRebalancing");

    private final EcsNames names;
    private final SimulatedWorld world;
    private final TaskDefinitions definitions;
    private final Predicate<TargetGroupRef> balanced;
    private final Map<ServiceRef, RollingService> services = new LinkedHashMap<>();

    /** @param balanced tells whether a load balancer uses a target group */
    RollingServices(
            EcsNames names, SimulatedWorld world, TaskDefinitions definitions, Predicate<TargetGroupRef> balanced) {
        this.names = names;
        this.world = world;
        this.definitions = definitions;
        this.balanced = balanced;
    }

    @Override
    public List<ServiceRef> all() {
        return services.keySet().stream()
                .filter(service -> find(service).isPresent())
                .toList();
    }

    @Override
    public Optional<ServiceRef> inWorld(ServiceRef service) {
        return find(service).map(RollingService::inWorld);
    }

    @Override
    public int desired(ServiceRef service) {
        return find(service).map(RollingService::desired).orElse(0);
    }

    @Override
    public void desire(ServiceRef service, int tasks) {
        find(service).ifPresent(found -> found.update(Optional.empty(), false, tasks, Optional.empty()));
    }

    @Override
    public void scale(ServiceRef service, int tasks) {
        find(service).ifPresent(found -> found.scaledByOthers(tasks));
    }

    Collection<RollingService> services() {
        return services.values();
    }

    void add(RollingService service) {
        services.put(service.ref(), service);
    }

    void remove(RollingService service) {
        services.remove(service.ref());
    }

    /** Returns an ordinary service that exists in the world. */
    Optional<RollingService> find(ServiceRef service) {
        return Optional.ofNullable(services.get(service))
                .filter(found -> world.view().service(found.inWorld()).isPresent());
    }

    /** Returns the ordinary service to which a target group of the world's service belongs. */
    Optional<RollingService> of(ServiceRef inWorld, TargetGroupRef group) {
        return services.values().stream()
                .filter(service ->
                        service.inWorld().equals(inWorld) && service.group().equals(group))
                .findFirst();
    }

    /** Returns the ordinary service of a task, if its service is one. */
    Optional<RollingService> of(ServiceRef inWorld, WorldTask task) {
        return of(inWorld, task.group());
    }

    /** Returns the tags of an ordinary service, to be changed. */
    Optional<Map<String, String>> tags(String arn) {
        return services.values().stream()
                .filter(service -> names.arns().service(service.ref()).equals(arn))
                .map(RollingService::tags)
                .findFirst();
    }

    /** Tells whether a service of the world runs as ordinary services. */
    boolean runs(ServiceRef inWorld) {
        return services.values().stream().anyMatch(service -> service.inWorld().equals(inWorld));
    }

    void advance() {
        services.values().forEach(RollingService::advance);
    }

    private RollingService named(ObjectNode input) {
        String cluster = names.cluster(input);
        String name = EcsNames.last(Inputs.text(input, "service").orElse(""));
        ServiceRef ref = new ServiceRef(cluster, name.isEmpty() ? "-" : name);
        if (find(ref).isEmpty() && world.view().service(ref).isPresent()) {
            throw EcsRefusals.invalid(
                    "Unable to update task definition on services with a EXTERNAL deployment controller."
                            + " Create a new taskset to deploy a new version of your application.");
        }
        return find(ref).orElseThrow(EcsRefusals::noService);
    }

    /** Returns the task definition of a request, which fits the load balancers of these settings. */
    String definition(ObjectNode input, JsonNode settings) {
        String found = definitions
                .find(Inputs.text(input, "taskDefinition").orElse(""))
                .orElseThrow(() -> EcsRefusals.client("TaskDefinition not found."));
        for (JsonNode balancer : Inputs.list(settings, "loadBalancers")) {
            definitions.require(
                    found,
                    Inputs.text(balancer, "containerName").orElse(""),
                    Inputs.number(balancer, "containerPort").orElse(0));
        }
        return found;
    }

    /**
     * Updates a service. Of the parameters that a deployment does not need, it keeps those that {@code CreateService} keeps.
     */
    ObjectNode update(ObjectNode input) {
        RollingService service = named(input);
        Optional<String> definition = input.hasNonNull("taskDefinition")
                ? Optional.of(definition(input, service.settings()))
                : Optional.empty();
        int desired = Inputs.number(input, "desiredCount").orElseGet(service::desired);
        if (desired < 0) {
            throw EcsRefusals.invalid("desiredCount must be a positive number.");
        }
        KEPT.stream()
                .filter(input::hasNonNull)
                .forEach(field -> service.settings().set(field, input.get(field)));
        service.update(definition, Inputs.flag(input, "forceNewDeployment"), desired, owner(service));
        return answer(service);
    }

    private static ObjectNode answer(RollingService service) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("service", service.describe(false));
        return answer;
    }

    /** Returns the deployment that tagged the service with its id, as the external id of a task set is one. */
    private static Optional<DeploymentId> owner(RollingService service) {
        return service.tags().entrySet().stream()
                .filter(tag -> tag.getKey().endsWith(":deployment"))
                .map(Map.Entry::getValue)
                .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
                .map(DeploymentId::new)
                .findFirst();
    }

    /** Returns the name of a service that is to be created. */
    ServiceRef created(ObjectNode input) {
        String name = Inputs.text(input, "serviceName").orElse("");
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsRefusals.invalid("Invalid service name: " + name);
        }
        ServiceRef ref = new ServiceRef(names.cluster(input), name);
        if (services.containsKey(ref) || world.view().service(ref).isPresent()) {
            throw EcsRefusals.invalid("Creation of service was not idempotent.");
        }
        String controller = input.path("deploymentController").path("type").asText("ECS");
        if (!controller.equals("ECS")) {
            throw EcsRefusals.invalid("This fake creates services with the deployment controller ECS only.");
        }
        if (input.hasNonNull("launchType")
                && !Inputs.list(input, "capacityProviderStrategy").isEmpty()) {
            throw EcsRefusals.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        return ref;
    }

    ObjectNode create(ObjectNode input) {
        ServiceRef ref = created(input);
        List<JsonNode> balancers = Inputs.list(input, "loadBalancers");
        if (balancers.size() != 1) {
            throw EcsRefusals.invalid("This fake creates services with one load balancer only.");
        }
        TargetGroupRef group = new TargetGroupRef(
                Inputs.text(balancers.get(0), "targetGroupArn").orElse("-"));
        if (!world.view().groups().contains(group)) {
            throw EcsRefusals.invalid("The specified target group does not exist. targetGroupArn: " + group);
        }
        if (!balanced.test(group)) {
            throw EcsRefusals.invalid(
                    "The target group with targetGroupArn " + group + " does not have an associated load balancer.");
        }
        String definition = definition(input, input);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        KEPT.stream().filter(input::hasNonNull).forEach(field -> settings.set(field, input.get(field)));
        if (!settings.has("serviceRegistries")) {
            settings.putArray("serviceRegistries");
        }
        world.addService(ref, 0);
        RollingService created = new RollingService(ref, ref, group, names, world, definition, settings);
        add(created);
        ServiceTags.put(created.tags(), Inputs.list(input, "tags"));
        created.update(
                Optional.empty(), false, Inputs.number(input, "desiredCount").orElse(0), owner(created));
        return answer(created);
    }
}
