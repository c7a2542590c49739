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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Application Auto Scaling. Its scalable targets are the world's services with an autoscaler. The world stores the
 * suspension of scale-in. This class stores capacities and the other suspensions, which are the "other settings" of the
 * autoscaler in the world.
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
    private final Map<ServiceRef, ScalableTarget> targets = new HashMap<>();
    private final List<TrackingPolicy> policies = new ArrayList<>();

    /**
     * Creates the service of a world.
     *
     * @param world the world
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     */
    public FakeAutoScaling(SimulatedWorld world, Arns arns, Object lock) {
        this.lock = lock;
        this.world = world;
        this.arns = arns;
        this.createdAt = world.view().now();
    }

    @Override
    public Api api() {
        return Api.AUTO_SCALING;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "DescribeScalableTargets", new Operation(input -> List.of("*"), this::describe),
                "DescribeScalingPolicies", new Operation(input -> List.of("*"), this::describePolicies),
                "RegisterScalableTarget",
                        new Operation(
                                input -> List.of(
                                        arn(Inputs.text(input, "ResourceId").orElse(""))),
                                this::register));
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
        synchronized (lock) {
            policies.add(new TrackingPolicy(service, name, metric, label));
        }
    }

    private record TrackingPolicy(ServiceRef service, String name, String metric, String label) {}

    private ObjectNode describePolicies(ObjectNode input) {
        requireEcs(input);
        Optional<String> asked = Inputs.text(input, "ResourceId");
        List<TrackingPolicy> found = policies.stream()
                .filter(policy -> asked.isEmpty() || asked.get().equals(id(policy.service())))
                .toList();
        return Paging.NEXT_TOKEN.answer(input, found, MOST, "ScalingPolicies", this::describe);
    }

    private ObjectNode describe(TrackingPolicy policy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("PolicyARN", arn(id(policy.service())) + ":policyName/" + policy.name())
                .put("PolicyName", policy.name())
                .put("ServiceNamespace", "ecs")
                .put("ResourceId", id(policy.service()))
                .put("ScalableDimension", DIMENSION)
                .put("PolicyType", "TargetTrackingScaling")
                .put("CreationTime", createdAt.toEpochMilli() / 1000.0);
        ObjectNode metric = node.putObject("TargetTrackingScalingPolicyConfiguration")
                .put("TargetValue", 50.0)
                .putObject("PredefinedMetricSpecification")
                .put("PredefinedMetricType", policy.metric());
        if (!policy.label().isEmpty()) {
            metric.put("ResourceLabel", policy.label());
        }
        return node;
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
        List<ServiceRef> found = world.view().services().stream()
                .filter(service -> asked.isEmpty() || asked.contains(id(service)))
                .filter(service -> ecs && world.view().scaleIn(service).scalable())
                .toList();
        return Paging.NEXT_TOKEN.answer(input, found, MOST, "ScalableTargets", this::describe);
    }

    private ObjectNode describe(ServiceRef service) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ScalableTarget target = targets.getOrDefault(service, ScalableTarget.USUAL);
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
                .put("DynamicScalingInSuspended", world.view().scaleIn(service).suspended())
                .put("DynamicScalingOutSuspended", target.outSuspended())
                .put("ScheduledScalingSuspended", target.scheduleSuspended());
        return node;
    }

    private ObjectNode register(ObjectNode input) {
        requireEcs(input);
        ServiceRef service = service(input);
        ScaleInSetting before = world.view().scaleIn(service);
        boolean capacities = input.hasNonNull("MinCapacity") && input.hasNonNull("MaxCapacity");
        if (!before.scalable() && !capacities) {
            throw invalid("Both MinCapacity and MaxCapacity must be specified when registering a new scalable target");
        }
        ScalableTarget known = targets.getOrDefault(service, ScalableTarget.USUAL);
        ScalableTarget after = known.with(input);
        if (after.min() < 0 || after.min() > after.max()) {
            throw invalid("Maximum capacity cannot be less than minimum capacity");
        }
        boolean suspends = input.hasNonNull("SuspendedState")
                ? Inputs.flag(input.get("SuspendedState"), "DynamicScalingInSuspended")
                : before.suspended();
        if (before.scalable() && suspends != before.suspended()) {
            if (suspends) {
                world.autoScaling().suspend(service);
            } else {
                world.autoScaling().restore(service);
            }
        }
        if (!before.scalable() || !after.equals(known)) {
            targets.put(service, after);
            world.autoScaled(service, suspends, after.toString());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return answer.put("ScalableTargetARN", arn(id(service)));
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
        if (world.view().service(service).isEmpty()) {
            throw invalid("ECS service doesn't exist: " + id);
        }
        return service;
    }
}
