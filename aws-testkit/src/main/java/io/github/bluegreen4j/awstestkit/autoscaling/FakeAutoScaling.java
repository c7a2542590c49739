package io.github.bluegreen4j.awstestkit.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Application Auto Scaling. Its scalable targets are the world's services with an autoscaler. The world stores the
 * suspension of scale-in. This class stores capacities and the other suspensions, which are the "other settings" of the
 * autoscaler in the world.
 *
 * <p>Ordinary services have scalable targets of their own. If the world's service has an autoscaler and none of its ordinary services
 * has a target, the one of the same name gets a usual target, and the others get one at rest: 0 to 0, everything suspended. To the world,
 * scale-in of the service is suspended if it is suspended for an ordinary service that runs tasks.
 *
 * <p>AWS does not document whether a request that sends only some members of {@code SuspendedState} resets the others. This
 * fake sets them to false, the default in AWS's API reference. A client is safe if it sends all three.
 */
public final class FakeAutoScaling implements FakeService {
    private static final Pattern SERVICE = Pattern.compile("service/([^/]+)/([^/]+)");
    private static final String DIMENSION = "ecs:service:DesiredCount";
    private static final int MOST = 50;

    private final SimulatedWorld world;
    private final Arns arns;
    private final Instant createdAt;
    private final Object lock;
    private final OrdinaryServices ordinary;
    private final Map<ServiceRef, ScalableTarget> targets = new LinkedHashMap<>();
    private final Map<ServiceRef, Integer> wanted = new LinkedHashMap<>();
    private final ScalingPolicies policies;
    private final ScalingPolicies schedules;
    private boolean enforcesLimits;

    /**
     * Creates the service of a world.
     *
     * @param world the world
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     * @param ordinary the ordinary services of Amazon ECS
     */
    public FakeAutoScaling(SimulatedWorld world, Arns arns, Object lock, OrdinaryServices ordinary) {
        this.lock = lock;
        this.world = world;
        this.arns = arns;
        this.ordinary = ordinary;
        this.createdAt = world.view().now();
        policies = new ScalingPolicies("PolicyName", "PolicyARN", "ScalingPolicies", this::isScalable, createdAt);
        schedules = new ScalingPolicies(
                "ScheduledActionName", "ScheduledActionARN", "ScheduledActions", this::isScalable, createdAt);
    }

    @Override
    public Api api() {
        return Api.AUTO_SCALING;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "DescribeScalableTargets", new Operation(input -> List.of("*"), this::describe),
                "DescribeScalingPolicies",
                        new Operation(input -> List.of("*"), input -> ofEcs(input, policies::describe)),
                "DescribeScheduledActions",
                        new Operation(input -> List.of("*"), input -> ofEcs(input, schedules::describe)),
                "PutScalingPolicy", new Operation(this::arns, input -> policies.put(input, arn(input))),
                "PutScheduledAction", new Operation(this::arns, input -> schedules.put(input, arn(input))),
                "RegisterScalableTarget", new Operation(this::arns, this::register));
    }

    private List<String> arns(ObjectNode input) {
        return List.of(arn(input));
    }

    private String arn(ObjectNode input) {
        return arn(Inputs.text(input, "ResourceId").orElse(""));
    }

    private static ObjectNode ofEcs(ObjectNode input, UnaryOperator<ObjectNode> operation) {
        requireEcs(input);
        return operation.apply(input);
    }

    /**
     * Adds a target tracking policy with a predefined metric. It is only described: the world's autoscaler decides by itself.
     *
     * @param service the service
     * @param name the name of the policy
     * @param metric the predefined metric, for example {@code ECSServiceAverageCPUUtilization}
     * @param label the resource label of {@code ALBRequestCountPerTarget}; empty for other metrics
     */
    public void policy(ServiceRef service, String name, String metric, String label) {
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        policy.put("PolicyName", name).put("PolicyType", "TargetTrackingScaling");
        ObjectNode predefined = policy.putObject("TargetTrackingScalingPolicyConfiguration")
                .put("TargetValue", 50.0)
                .putObject("PredefinedMetricSpecification")
                .put("PredefinedMetricType", metric);
        if (!label.isEmpty()) {
            predefined.put("ResourceLabel", label);
        }
        put(service, policy, policies);
    }

    /**
     * Adds a scaling policy. It is only described.
     *
     * @param service the service
     * @param policy the parameters of {@code PutScalingPolicy} without those that name the scalable target
     */
    public void policy(ServiceRef service, ObjectNode policy) {
        put(service, policy, policies);
    }

    /**
     * Adds a scheduled action. It is only described.
     *
     * @param service the service
     * @param action the parameters of {@code PutScheduledAction} without those that name the scalable target
     */
    public void schedule(ServiceRef service, ObjectNode action) {
        put(service, action, schedules);
    }

    private void put(ServiceRef service, ObjectNode parameters, ScalingPolicies all) {
        synchronized (lock) {
            ObjectNode input = parameters.deepCopy();
            input.put("ServiceNamespace", "ecs").put("ResourceId", id(service)).put("ScalableDimension", DIMENSION);
            all.put(input, arn(id(service)));
        }
    }

    /**
     * Registers a scalable target of an ordinary service, or changes its limits, as somebody else does. Nothing is suspended at first.
     *
     * @param service the ordinary service
     * @param min the minimum capacity
     * @param max the maximum capacity
     */
    public void target(ServiceRef service, int min, int max) {
        synchronized (lock) {
            ScalableTarget known = known(service).orElse(ScalableTarget.USUAL);
            put(
                    service,
                    new ScalableTarget(min, max, known.inSuspended(), known.outSuspended(), known.scheduleSuspended()));
        }
    }

    /**
     * Deregisters the scalable target of an ordinary service with its policies, as somebody else does.
     *
     * @param service the ordinary service
     */
    public void deregistered(ServiceRef service) {
        synchronized (lock) {
            implied();
            targets.remove(service);
            policies.delete(id(service));
            schedules.delete(id(service));
        }
    }

    /**
     * Sets how many tasks the scaling policies of an ordinary service want from now on. They scale it within its limits, before each
     * request, unless that is suspended. If its desired count is below the minimum, scaling out lifts it there first; if it is above the
     * maximum, scaling in lowers it there ("Automatically scale your Amazon ECS service" in the ECS developer guide).
     *
     * @param service the ordinary service
     * @param tasks how many tasks its policies want
     */
    public void wants(ServiceRef service, int tasks) {
        synchronized (lock) {
            wanted.put(service, tasks);
        }
    }

    /**
     * Sets whether a change of the limits scales an ordinary service into them at once, also while scaling is suspended. AWS does not
     * say whether it does. By default it does not.
     *
     * @param enforces whether it does
     */
    public void enforcesLimits(boolean enforces) {
        synchronized (lock) {
            enforcesLimits = enforces;
        }
    }

    /** Does what scaling policies do by themselves. Called before each request. */
    public void advance() {
        implied();
        wanted.forEach((service, tasks) -> Optional.ofNullable(targets.get(service))
                .filter(target -> ordinary.inWorld(service).isPresent())
                .ifPresent(target -> scale(service, target, tasks)));
        mirror();
    }

    private void scale(ServiceRef service, ScalableTarget target, int tasks) {
        int desired = ordinary.desired(service);
        int within = Math.max(target.min(), Math.min(target.max(), tasks));
        boolean scalesOut = tasks > desired && within > desired && !target.outSuspended();
        boolean scalesIn = tasks < desired && within < desired && !target.inSuspended();
        if (scalesOut || scalesIn) {
            ordinary.scale(service, within);
        }
    }

    /** Gives the ordinary services of a world's service with an autoscaler their targets. */
    private void implied() {
        for (ServiceRef service : ordinary.all()) {
            ServiceRef inWorld = ordinary.inWorld(service).orElse(service);
            if (world.view().scaleIn(inWorld).scalable() && partsOf(inWorld).noneMatch(targets::containsKey)) {
                boolean suspended = world.view().scaleIn(inWorld).suspended();
                partsOf(inWorld)
                        .forEach(part -> targets.put(
                                part,
                                part.equals(inWorld)
                                        ? ScalableTarget.USUAL.withInSuspended(suspended)
                                        : ScalableTarget.AT_REST));
            }
        }
    }

    private Stream<ServiceRef> partsOf(ServiceRef inWorld) {
        return ordinary.all().stream()
                .filter(service -> ordinary.inWorld(service).equals(Optional.of(inWorld)));
    }

    /** Tells the world whether scale-in is suspended. */
    private void mirror() {
        ordinary.all().stream()
                .map(service -> ordinary.inWorld(service).orElse(service))
                .distinct()
                .forEach(this::mirror);
    }

    private void mirror(ServiceRef inWorld) {
        Map<ServiceRef, ScalableTarget> awake = new LinkedHashMap<>(targets);
        awake.entrySet()
                .removeIf(entry -> entry.getValue().max() == 0
                        || !ordinary.inWorld(entry.getKey()).equals(Optional.of(inWorld)));
        if (awake.isEmpty()) {
            return;
        }
        boolean isBusy = awake.keySet().stream().anyMatch(part -> ordinary.desired(part) > 0);
        boolean suspended = awake.entrySet().stream()
                .filter(entry -> !isBusy || ordinary.desired(entry.getKey()) > 0)
                .anyMatch(entry -> entry.getValue().inSuspended());
        ScaleInSetting known = world.view().scaleIn(inWorld);
        if (!known.equals(new ScaleInSetting(true, suspended))) {
            world.autoScaled(inWorld, suspended, world.otherScaling(inWorld));
        }
    }

    private Optional<ScalableTarget> known(ServiceRef service) {
        implied();
        return Optional.ofNullable(targets.get(service));
    }

    /** Stores the target of an ordinary service. */
    private void put(ServiceRef service, ScalableTarget target) {
        targets.put(service, target);
        int desired = ordinary.desired(service);
        int within = Math.max(target.min(), Math.min(target.max(), desired));
        if (enforcesLimits && within != desired) {
            ordinary.desire(service, within);
        }
        mirror();
    }

    private boolean isScalable(String id) {
        return all().stream().anyMatch(service -> id(service).equals(id));
    }

    /** Returns all services with a scalable target. */
    private List<ServiceRef> all() {
        implied();
        return Stream.concat(
                        world.view().services().stream()
                                .filter(service -> partsOf(service).findAny().isEmpty())
                                .filter(service -> world.view().scaleIn(service).scalable()),
                        targets.keySet().stream()
                                .filter(service -> ordinary.inWorld(service).isPresent()))
                .toList();
    }

    private String arn(String resourceId) {
        return "arn:aws:application-autoscaling:" + arns.region() + ":" + arns.account() + ":scalable-target/"
                + Integer.toHexString(resourceId.hashCode());
    }

    private static AwsRefusal invalid(String message) {
        return AwsRefusal.of("ValidationException", message);
    }

    private static void requireEcs(JsonNode input) {
        String namespace = Inputs.text(input, "ServiceNamespace").orElse("");
        if (namespace.isEmpty()) {
            throw invalid("1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint:"
                    + " Member must not be null");
        }
    }

    private static String id(ServiceRef service) {
        return "service/" + service.cluster() + "/" + service.name();
    }

    private ObjectNode describe(ObjectNode input) {
        requireEcs(input);
        List<String> asked = Inputs.texts(input, "ResourceIds");
        Optional<String> dimension = Inputs.text(input, "ScalableDimension");
        if (dimension.isPresent() && asked.isEmpty()) {
            throw invalid("A resource ID must be specified with a scalable dimension");
        }
        boolean ecs = Inputs.text(input, "ServiceNamespace").equals(Optional.of("ecs"))
                && dimension.map(DIMENSION::equals).orElse(true);
        List<ServiceRef> found = all().stream()
                .filter(service -> ecs && (asked.isEmpty() || asked.contains(id(service))))
                .toList();
        return Paging.NEXT_TOKEN.answer(input, found, MOST, "ScalableTargets", this::describe);
    }

    private ObjectNode describe(ServiceRef service) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ScalableTarget target = targets.getOrDefault(service, ScalableTarget.USUAL);
        boolean inSuspended = ordinary.inWorld(service).isPresent()
                ? target.inSuspended()
                : world.view().scaleIn(service).suspended();
        node.put("ServiceNamespace", "ecs").put("ResourceId", id(service));
        node.put("ScalableDimension", DIMENSION);
        node.put("MinCapacity", target.min()).put("MaxCapacity", target.max());
        node.put(
                "RoleARN",
                "arn:aws:iam::" + arns.account() + ":role/aws-service-role/ecs.application-autoscaling."
                        + "amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService");
        node.put("CreationTime", createdAt.toEpochMilli() / 1000.0);
        node.put("ScalableTargetARN", arn(id(service)));
        node.putObject("SuspendedState")
                .put("DynamicScalingInSuspended", inSuspended)
                .put("DynamicScalingOutSuspended", target.outSuspended())
                .put("ScheduledScalingSuspended", target.scheduleSuspended());
        return node;
    }

    private ObjectNode register(ObjectNode input) {
        requireEcs(input);
        ServiceRef service = service(input);
        boolean isOrdinary = ordinary.inWorld(service).isPresent();
        boolean isNew = isOrdinary
                ? known(service).isEmpty()
                : !world.view().scaleIn(service).scalable();
        if (isNew && !(input.hasNonNull("MinCapacity") && input.hasNonNull("MaxCapacity"))) {
            throw invalid("Both MinCapacity and MaxCapacity must be specified when registering a new scalable target");
        }
        ScalableTarget before = targets.getOrDefault(service, ScalableTarget.USUAL);
        ScalableTarget after = before.with(input);
        if (after.min() < 0 || after.min() > after.max()) {
            throw invalid("Maximum capacity cannot be less than minimum capacity");
        }
        if (isOrdinary) {
            put(service, after);
        } else {
            inWorld(service, isNew, before, after, input);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return answer.put("ScalableTargetARN", arn(id(service)));
    }

    /** Registers the target of a service with task sets. */
    private void inWorld(
            ServiceRef service, boolean isNew, ScalableTarget before, ScalableTarget after, ObjectNode input) {
        boolean suspended = world.view().scaleIn(service).suspended();
        boolean suspends = input.hasNonNull("SuspendedState") ? after.inSuspended() : suspended;
        if (!isNew && suspends != suspended) {
            if (suspends) {
                world.autoScaling().suspend(service);
            } else {
                world.autoScaling().restore(service);
            }
        }
        if (isNew || !after.others().equals(before.others())) {
            targets.put(service, after);
            world.autoScaled(service, suspends, after.others());
        }
    }

    private ServiceRef service(ObjectNode input) {
        String id = Inputs.text(input, "ResourceId").orElse("");
        String dimension = Inputs.text(input, "ScalableDimension").orElse("");
        Matcher parts = SERVICE.matcher(id);
        if (!parts.matches() || !dimension.equals(DIMENSION)) {
            throw invalid(
                    "Unsupported service namespace, resource type or scalable dimension: " + id + ", " + dimension);
        }
        ServiceRef service = new ServiceRef(parts.group(1), parts.group(2));
        if (ordinary.inWorld(service).isEmpty() && world.view().service(service).isEmpty()) {
            throw invalid("ECS service doesn't exist: " + id);
        }
        return service;
    }
}
