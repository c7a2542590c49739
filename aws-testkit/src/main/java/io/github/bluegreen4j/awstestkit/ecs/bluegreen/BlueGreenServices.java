package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldActor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The services with one of the blue/green strategies, and the operations on them. It belongs to {@code FakeEcs}, which is the
 * way to it for tests. Guarded by the lock of the world.
 */
public final class BlueGreenServices implements WorldActor {
    private static final Duration HISTORY = Duration.ofDays(90);
    private static final int MOST_ASKED = 20;
    private static final int MOST_LISTED = 100;
    private static final Set<String> STRATEGIES = Set.of("BLUE_GREEN", "LINEAR", "CANARY");
    private static final List<String> OF_THE_SERVICE = List.of(
            "deploymentConfiguration",
            "capacityProviderStrategy",
            "placementConstraints",
            "placementStrategy",
            "healthCheckGracePeriodSeconds",
            "enableECSManagedTags",
            "propagateTags",
            "enableExecuteCommand",
            "availabilityZoneRebalancing");

    private final SimulatedWorld world;
    private final Arns arns;
    private final Function<ObjectNode, String> clusters;
    private final BiFunction<ObjectNode, JsonNode, String> definitions;
    private final BiFunction<String, String, Optional<LambdaAnswer>> functions;
    private final UndocumentedBehaviour undocumented = new UndocumentedBehaviour();
    private final Set<String> missingRoles = new HashSet<>();
    private final Map<ServiceRef, BlueGreenService> services = new LinkedHashMap<>();

    /**
     * Creates a controller without services. It acts in a world from its first service on.
     *
     * @param world the world
     * @param arns the account and Region
     * @param clusters returns the name of a request's cluster, and refuses one that does not exist
     * @param definitions returns family and revision of a request's task definition, and refuses one that does not exist or
     *     does not fit the load balancers of the second argument
     * @param functions calls a Lambda function by ARN with a payload; empty if there is none
     */
    public BlueGreenServices(
            SimulatedWorld world,
            Arns arns,
            Function<ObjectNode, String> clusters,
            BiFunction<ObjectNode, JsonNode, String> definitions,
            BiFunction<String, String, Optional<LambdaAnswer>> functions) {
        this.world = world;
        this.arns = arns;
        this.clusters = clusters;
        this.definitions = definitions;
        this.functions = functions;
    }

    /** {@return what AWS does not document} */
    public UndocumentedBehaviour undocumented() {
        return undocumented;
    }

    @Override
    public Optional<Instant> next() {
        return services.values().stream()
                .flatMap(service -> service.next().stream())
                .min(Instant::compareTo);
    }

    @Override
    public void act(Instant now) {
        services.values().forEach(service -> service.act(now));
    }

    /** Records the revisions that the world had before. Called before each request. */
    public void adopt() {
        services.values().forEach(service -> service.adopt(world.view().now()));
    }

    /**
     * Tells whether a service is one of these.
     *
     * @param service the service
     * @return whether it has one of the blue/green strategies
     */
    public boolean has(ServiceRef service) {
        return find(service).isPresent();
    }

    private Optional<BlueGreenService> find(ServiceRef service) {
        return Optional.ofNullable(services.get(service))
                .filter(found -> world.view().service(service).isPresent());
    }

    /**
     * Tells whether a request gives a service one of the blue/green strategies.
     *
     * @param input a request of {@code CreateService} or {@code UpdateService}
     * @return whether it does
     */
    public static boolean asksFor(ObjectNode input) {
        return STRATEGIES.contains(
                input.path("deploymentConfiguration").path("strategy").asText());
    }

    /**
     * Adds a service that the world has.
     *
     * @param service the service
     * @param definition family and revision of its task definition
     * @param settings its fields, as {@code DescribeServices} has them
     */
    public void add(ServiceRef service, String definition, ObjectNode settings) {
        ConfigurationReader.read((ObjectNode) settings.get("deploymentConfiguration"));
        LoadBalancerRules.check(settings, world);
        world.scalesRevisions(service, true);
        if (services.isEmpty()) {
            world.add(this);
        }
        services.put(
                service,
                new BlueGreenService(
                        service, arns, world, undocumented, this::call, missingRoles, definition, settings));
    }

    /**
     * Changes settings of a service without a request.
     *
     * @param service the service
     * @param changed fields as {@code DescribeServices} has them; they replace those of the same name
     * @return whether it is one of these
     * @throws io.github.bluegreen4j.awstestkit.wire.AwsRefusal if ECS would refuse a service with these settings
     */
    public boolean configure(ServiceRef service, ObjectNode changed) {
        Optional<BlueGreenService> found = find(service);
        found.ifPresent(known -> {
            ObjectNode settings = known.settings().deepCopy();
            settings.setAll(changed.deepCopy());
            ConfigurationReader.read((ObjectNode) settings.get("deploymentConfiguration"));
            LoadBalancerRules.check(settings, world);
            known.settings().setAll(settings);
        });
        return found.isPresent();
    }

    /**
     * Returns the tags of a resource, to be changed.
     *
     * @param arn the ARN of a service
     * @return its tags by key; empty if it is not one of these
     */
    public Optional<Map<String, String>> tags(String arn) {
        return all().stream()
                .filter(service -> service.arn().equals(arn))
                .map(BlueGreenService::tags)
                .findFirst();
    }

    /**
     * Tells a service that its tags have changed.
     *
     * @param arn its ARN; others are ignored
     */
    public void tagged(String arn) {
        all().stream().filter(service -> service.arn().equals(arn)).forEach(BlueGreenService::tagged);
    }

    private Collection<BlueGreenService> all() {
        return services.values();
    }

    /**
     * Names a revision of the world.
     *
     * @param service a service
     * @param definition family and revision of its task definition
     * @param group the target group of its tasks
     * @return the ARN of its service revision; empty if the service is not one of these
     */
    public Optional<String> nameRevision(ServiceRef service, String definition, TargetGroupRef group) {
        return Optional.ofNullable(services.get(service)).map(found -> found.nameRevision(definition, group));
    }

    /**
     * Makes a role one that ECS cannot assume, or undoes that.
     *
     * @param roleArn the role of a hook or of a load balancer
     * @param missing whether it cannot be assumed from now on
     */
    public void roleMissing(String roleArn, boolean missing) {
        if (missing) {
            missingRoles.add(roleArn);
        } else {
            missingRoles.remove(roleArn);
        }
    }

    private FunctionAnswer call(Hook hook, ObjectNode payload) {
        if (missingRoles.contains(hook.roleArn())) {
            return FunctionAnswer.failed("ECS was unable to assume role " + hook.roleArn());
        }
        String target = hook.targetArn();
        return functions
                .apply(target, payload.toString())
                .map(answer -> FunctionAnswer.of(target, answer))
                .orElseGet(() -> FunctionAnswer.failed(
                        "ECS was unable to invoke hook target " + target + " due to Function not found: " + target));
    }

    /**
     * Describes a service.
     *
     * @param service the service
     * @param withTags whether with its tags
     * @return its description; empty if it is not one of these
     */
    public Optional<ObjectNode> describe(ServiceRef service, boolean withTags) {
        return find(service).map(found -> DeploymentView.service(found, withTags));
    }

    private static ObjectNode answer(BlueGreenService service) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("service", DeploymentView.service(service, false));
        return answer;
    }

    /**
     * Executes {@code CreateService} for one of the three strategies. It starts the first deployment.
     *
     * @param ref the name of the service, which the world does not have yet
     * @param input the request
     * @return the answer
     */
    public ObjectNode create(ServiceRef ref, ObjectNode input) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        merge(input, settings);
        settings.withArray("serviceRegistries");
        ConfigurationReader.read((ObjectNode) settings.get("deploymentConfiguration"));
        LoadBalancerRules.check(settings, world);
        String definition = definitions.apply(input, settings);
        int desired = desired(input, 0);
        world.addService(ref, desired);
        add(ref, definition, settings);
        BlueGreenService service = find(ref).orElseThrow();
        service.deploy(definition, world.view().now());
        return answer(service);
    }

    private static int desired(ObjectNode input, int usual) {
        int desired = Inputs.number(input, "desiredCount").orElse(usual);
        if (desired < 0) {
            throw BlueGreenRefusals.invalid("desiredCount must be a positive number.");
        }
        return desired;
    }

    /**
     * Executes {@code UpdateService}. It starts a deployment if the request forces one or changes what belongs to a revision.
     *
     * @param ref the service, one of these
     * @param input the request
     * @return the answer
     */
    public ObjectNode update(ServiceRef ref, ObjectNode input) {
        BlueGreenService service = find(ref).orElseThrow(BlueGreenRefusals::noService);
        ObjectNode settings = service.settings().deepCopy();
        if (undocumented.replacesConfiguration() && input.hasNonNull("deploymentConfiguration")) {
            ((ObjectNode) settings.get("deploymentConfiguration")).retain("strategy");
        }
        merge(input, settings);
        if (!STRATEGIES.contains(
                settings.path("deploymentConfiguration").path("strategy").asText())) {
            throw BlueGreenRefusals.invalid("This fake keeps the strategy of a blue/green service: it may become"
                    + " BLUE_GREEN, LINEAR or CANARY only.");
        }
        ConfigurationReader.read((ObjectNode) settings.get("deploymentConfiguration"));
        LoadBalancerRules.check(settings, world);
        String definition =
                input.hasNonNull("taskDefinition") ? definitions.apply(input, settings) : service.definition();
        int desired = desired(input, service.tasks().desired());
        boolean starts = Inputs.flag(input, "forceNewDeployment")
                || !definition.equals(service.definition())
                || BlueGreenService.OF_A_REVISION.stream()
                        .anyMatch(field ->
                                !settings.path(field).equals(service.settings().path(field)));
        service.settings().setAll(settings);
        if (desired != service.tasks().desired()) {
            world.desire(ref, desired);
        }
        if (starts) {
            service.deploy(definition, world.view().now());
        }
        return answer(service);
    }

    /**
     * Members of the deployment configuration that a request does not have stay as they are; the steps of another strategy do
     * not.
     */
    private static void merge(ObjectNode input, ObjectNode settings) {
        for (String field : OF_THE_SERVICE) {
            if (input.path(field) instanceof ObjectNode given && settings.path(field) instanceof ObjectNode known) {
                if (given.hasNonNull("strategy") && !given.get("strategy").equals(known.path("strategy"))) {
                    known.remove(List.of("canaryConfiguration", "linearConfiguration"));
                }
                known.setAll(given.deepCopy());
            } else if (input.hasNonNull(field)) {
                settings.set(field, input.get(field).deepCopy());
            }
        }
        BlueGreenService.OF_A_REVISION.stream()
                .filter(input::hasNonNull)
                .forEach(field -> settings.set(field, input.get(field).deepCopy()));
    }

    /**
     * Executes {@code ListServiceDeployments}.
     *
     * @param input the request
     * @return the answer: the newest deployments first
     */
    public ObjectNode listServiceDeployments(ObjectNode input) {
        String cluster = clusters.apply(input);
        String name = last(Inputs.text(input, "service").orElse(""));
        if (name.isEmpty()) {
            throw BlueGreenRefusals.invalid("Service can not be blank.");
        }
        ServiceRef ref = new ServiceRef(cluster, name);
        if (world.view().service(ref).isEmpty()) {
            throw BlueGreenRefusals.noService();
        }
        List<String> wanted = Inputs.texts(input, "status");
        Optional<Instant> after = instant(input, "after");
        Optional<Instant> before = instant(input, "before");
        List<ServiceDeployment> found = find(ref).map(BlueGreenService::deployments).orElse(List.of()).stream()
                .filter(deployment ->
                        wanted.isEmpty() || wanted.contains(deployment.status().name()))
                .filter(this::isShown)
                .filter(deployment -> after.isEmpty() || deployment.createdAt().isAfter(after.get()))
                .filter(deployment -> before.isEmpty() || deployment.createdAt().isBefore(before.get()))
                .toList();
        return Paging.ECS.answer(
                input,
                found,
                MOST_LISTED,
                "serviceDeployments",
                deployment -> DeploymentView.brief(find(ref).orElseThrow(), deployment));
    }

    private static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    private static Optional<Instant> instant(ObjectNode input, String field) {
        JsonNode seconds = input.path("createdAt").path(field);
        return seconds.isNumber()
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1_000)))
                : Optional.empty();
    }

    /**
     * Executes {@code DescribeServiceDeployments}.
     *
     * @param input the request
     * @return the answer
     */
    public ObjectNode describeServiceDeployments(ObjectNode input) {
        return describe(
                input,
                "serviceDeploymentArns",
                "serviceDeployments",
                arn -> deployment(arn).map(found -> DeploymentView.deployment(found.service(), found.deployment())));
    }

    /**
     * Executes {@code DescribeServiceRevisions}.
     *
     * @param input the request
     * @return the answer
     */
    public ObjectNode describeServiceRevisions(ObjectNode input) {
        return describe(
                input,
                "serviceRevisionArns",
                "serviceRevisions",
                arn -> all().stream()
                        .flatMap(service -> service.revisions().stream()
                                .filter(revision -> revision.arn().equals(arn))
                                .map(revision -> DeploymentView.revision(service, revision)))
                        .findFirst());
    }

    private static ObjectNode describe(
            ObjectNode input, String asked, String field, Function<String, Optional<ObjectNode>> description) {
        List<String> arns = Inputs.texts(input, asked);
        if (arns.isEmpty() || arns.size() > MOST_ASKED) {
            throw BlueGreenRefusals.invalid(asked + " must have 1 to " + MOST_ASKED + " elements.");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode described = answer.putArray(field);
        ArrayNode failures = answer.putArray("failures");
        for (String arn : arns) {
            Optional<ObjectNode> found = description.apply(arn);
            found.ifPresentOrElse(
                    described::add, () -> failures.addObject().put("arn", arn).put("reason", "MISSING"));
        }
        return answer;
    }

    /** AWS shows the deployments of the last 90 days. */
    private boolean isShown(ServiceDeployment deployment) {
        Instant oldest = world.view().now().minus(HISTORY);
        return deployment.finishedAt().filter(end -> end.isBefore(oldest)).isEmpty();
    }

    private record Found(BlueGreenService service, ServiceDeployment deployment) {}

    private Optional<Found> deployment(String arn) {
        List<Found> found = new ArrayList<>();
        for (BlueGreenService service : all()) {
            service.deployments().stream()
                    .filter(deployment -> deployment.arn().equals(arn) && isShown(deployment))
                    .forEach(deployment -> found.add(new Found(service, deployment)));
        }
        return found.stream().findFirst();
    }

    private ServiceDeployment required(ObjectNode input) {
        String arn = Inputs.text(input, "serviceDeploymentArn").orElse("");
        if (!arn.contains(":service-deployment/")) {
            throw BlueGreenRefusals.invalid("Invalid serviceDeploymentArn: " + arn);
        }
        return deployment(arn).map(Found::deployment).orElseThrow(BlueGreenRefusals::noDeployment);
    }

    private static ObjectNode answer(ServiceDeployment deployment) {
        return JsonNodeFactory.instance.objectNode().put("serviceDeploymentArn", deployment.arn());
    }

    /**
     * Executes {@code StopServiceDeployment}.
     *
     * @param input the request
     * @return the answer
     */
    public ObjectNode stopServiceDeployment(ObjectNode input) {
        ServiceDeployment deployment = required(input);
        String type = Inputs.text(input, "stopType").orElse("ROLLBACK");
        switch (type) {
            case "ROLLBACK" ->
                deployment.requestRollback(
                        "Service deployment rolled back because of user request.",
                        world.view().now());
            case "ABORT" -> abort(deployment);
            default -> throw BlueGreenRefusals.invalid("Invalid stopType: " + type);
        }
        return answer(deployment);
    }

    private void abort(ServiceDeployment deployment) {
        switch (undocumented.abort()) {
            case REFUSED -> throw BlueGreenRefusals.unsupported("The stopType ABORT is not supported.");
            case STOPS -> {
                if (deployment.status().isOver()) {
                    throw BlueGreenRefusals.conflict("The service deployment can not be stopped because its status is "
                            + deployment.status() + ".");
                }
                deployment.requestStop(
                        "Service deployment stopped because of user request.",
                        world.view().now());
            }
        }
    }

    /**
     * Executes {@code ContinueServiceDeployment}.
     *
     * @param input the request
     * @return the answer
     */
    public ObjectNode continueServiceDeployment(ObjectNode input) {
        String id = Inputs.text(input, "hookId").orElse("");
        if (!id.matches("ecs-[a-z]+-[A-Za-z0-9-]+")) {
            throw BlueGreenRefusals.invalid("Invalid hookId format: " + id);
        }
        String action = Inputs.text(input, "action").orElse("CONTINUE");
        if (!Set.of("CONTINUE", "ROLLBACK").contains(action)) {
            throw BlueGreenRefusals.invalid("Invalid action: " + action);
        }
        ServiceDeployment deployment = required(input);
        if (deployment.status().isOver()) {
            throw BlueGreenRefusals.invalid("The service deployment is in the terminal state " + deployment.status()
                    + " and can not be continued.");
        }
        StageHook pause = deployment.presentRuns().stream()
                .filter(run -> run.id().equals(id) && run.isPause() && run.isOpen())
                .filter(run -> deployment.status() == ServiceDeploymentStatus.IN_PROGRESS)
                .findFirst()
                .orElseThrow(() -> BlueGreenRefusals.invalid("The hookId " + id
                        + " is completed, unavailable, or not associated with the service deployment."));
        deployment.answer(pause, action.equals("CONTINUE"), world.view().now());
        return answer(deployment);
    }
}
