package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Target groups and the health of their targets. Guarded by the lock of its fake. */
final class FakeTargetGroups {
    private static final String ARN = ":targetgroup/";
    private static final int PORT = 8080;
    private static final HealthCheck HEALTH_CHECK = new HealthCheck(Duration.ofSeconds(30), 5, 2);

    /** Some of the attributes of a new target group. */
    private static final Map<String, String> USUAL = Map.of(
            "deregistration_delay.timeout_seconds", "300",
            "stickiness.enabled", "false");

    private final WorldView world;
    private final Routes routes;
    private final Function<TargetHealth.Target, RegisteredTarget> registrations;
    private final Map<TargetGroupRef, String> types = new HashMap<>();
    private final Map<TargetGroupRef, Map<String, String>> attributes = new HashMap<>();
    private final Map<TargetGroupRef, HealthCheck> healthChecks = new HashMap<>();

    /** @param registrations returns how a target of the world is registered */
    FakeTargetGroups(WorldView world, Routes routes, Function<TargetHealth.Target, RegisteredTarget> registrations) {
        this.world = world;
        this.routes = routes;
        this.registrations = registrations;
    }

    void type(TargetGroupRef group, String type) {
        types.put(group, type);
    }

    void attribute(TargetGroupRef group, String key, String value) {
        attributes.computeIfAbsent(group, none -> new TreeMap<>(USUAL)).put(key, value);
    }

    void healthCheck(TargetGroupRef group, Duration interval, int healthy, int unhealthy) {
        healthChecks.put(group, new HealthCheck(interval, healthy, unhealthy));
    }

    /** The health check of a target group. AWS's defaults are 30 seconds, 5 and 2. */
    private record HealthCheck(Duration interval, int healthy, int unhealthy) {}

    void delete(TargetGroupRef group) {
        routes.delete(group);
    }

    private List<TargetGroupRef> all() {
        return routes.groups().stream().filter(FakeTargetGroups::isNamed).toList();
    }

    private boolean exists(TargetGroupRef group) {
        return isNamed(group) && routes.groups().contains(group);
    }

    private static boolean isNamed(TargetGroupRef group) {
        return group.id().contains(ARN);
    }

    ObjectNode describeTargetGroups(ObjectNode input) {
        List<String> asked = Inputs.texts(input, "TargetGroupArns");
        List<String> names = Inputs.texts(input, "Names");
        Optional<String> balancer = Inputs.text(input, "LoadBalancerArn");
        List<TargetGroupRef> all = all();
        if (!all.stream().map(TargetGroupRef::id).collect(Collectors.toSet()).containsAll(asked)
                || !all.stream().map(FakeTargetGroups::name).toList().containsAll(names)) {
            throw ElbRefusals.noGroup();
        }
        List<TargetGroupRef> wanted = all.stream()
                .filter(group -> asked.isEmpty() || asked.contains(group.id()))
                .filter(group -> names.isEmpty() || names.contains(name(group)))
                .filter(group -> balancer.isEmpty() || balancers(group).contains(balancer.get()))
                .toList();
        return Paging.MARKER.answer(input, wanted, routes.pageSize(), "TargetGroups", this::describe);
    }

    private static String name(TargetGroupRef group) {
        String path = group.id().substring(group.id().indexOf(ARN) + ARN.length());
        return path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    }

    /** Returns the load balancers that use a group. */
    List<String> balancers(TargetGroupRef group) {
        return routes.using(group).stream()
                .map(route -> routes.requireArn(route).balancerArn())
                .distinct()
                .toList();
    }

    private ObjectNode describe(TargetGroupRef group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        List<String> used = balancers(group);
        boolean network = used.stream().anyMatch(arn -> arn.contains("/net/"));
        node.put("TargetGroupArn", group.id()).put("TargetGroupName", name(group));
        node.put("Protocol", network ? "TCP" : "HTTP").put("Port", PORT).put("VpcId", "vpc-0a");
        node.put("HealthCheckProtocol", network ? "TCP" : "HTTP").put("HealthCheckPort", "traffic-port");
        HealthCheck check = healthChecks.getOrDefault(group, HEALTH_CHECK);
        node.put("HealthCheckEnabled", true)
                .put("HealthCheckIntervalSeconds", check.interval().toSeconds());
        node.put("HealthCheckTimeoutSeconds", network ? 10 : 5).put("HealthyThresholdCount", check.healthy());
        node.put("UnhealthyThresholdCount", check.unhealthy());
        if (!network) {
            node.put("HealthCheckPath", "/").put("ProtocolVersion", "HTTP1");
            node.putObject("Matcher").put("HttpCode", "200");
        }
        ArrayNode balancers = node.putArray("LoadBalancerArns");
        used.forEach(balancers::add);
        node.put("TargetType", types.getOrDefault(group, "ip")).put("IpAddressType", "ipv4");
        return node;
    }

    ObjectNode describeAttributes(ObjectNode input) {
        TargetGroupRef group = new TargetGroupRef(Inputs.text(input, "TargetGroupArn")
                .orElseThrow(() -> ElbRefusals.invalid("TargetGroupArn is missing")));
        if (!exists(group)) {
            throw ElbRefusals.noGroup();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Attributes");
        new TreeMap<>(attributes.getOrDefault(group, USUAL))
                .forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    ObjectNode describeTargetHealth(ObjectNode input) {
        TargetGroupRef group = new TargetGroupRef(Inputs.text(input, "TargetGroupArn")
                .orElseThrow(() -> ElbRefusals.invalid("TargetGroupArn is missing")));
        TargetHealth health =
                world.targets(group).filter(found -> exists(group)).orElseThrow(ElbRefusals::noGroup);
        List<String> only = Inputs.list(input, "Targets").stream()
                .map(target -> Inputs.text(target, "Id").orElse(""))
                .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode descriptions = answer.putArray("TargetHealthDescriptions");
        for (TargetHealth.Target target : health.targets()) {
            RegisteredTarget registered = registrations.apply(target);
            if (only.isEmpty() || only.contains(registered.address())) {
                ObjectNode description = descriptions.addObject();
                description.putObject("Target").put("Id", registered.address()).put("Port", registered.port());
                description.put("HealthCheckPort", String.valueOf(registered.port()));
                describe(target.state(), description.putObject("TargetHealth"));
            }
        }
        return answer;
    }

    private static void describe(TargetHealth.State state, ObjectNode health) {
        switch (state) {
            case HEALTHY -> health.put("State", "healthy");
            case INITIAL -> reason(health, "initial", "Elb.InitialHealthChecking", "Initial health checks in progress");
            case UNHEALTHY ->
                reason(
                        health,
                        "unhealthy",
                        "Target.ResponseCodeMismatch",
                        "Health checks failed with these codes: [503]");
            case DRAINING ->
                reason(health, "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");
            case UNUSED ->
                reason(
                        health,
                        "unused",
                        "Target.NotInUse",
                        "Target group is not configured to receive traffic from the load balancer");
            case UNAVAILABLE -> reason(health, "unavailable", "Elb.InternalError", "Internal error");
        }
    }

    private static void reason(ObjectNode health, String state, String code, String text) {
        health.put("State", state).put("Reason", code).put("Description", text);
    }
}
