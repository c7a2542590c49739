package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the limits of a new task set ("CreateTaskSet" in the ECS API reference). */
final class TaskSetBounds {
    private static final Set<String> LAUNCH_TYPES = Set.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");
    private static final Set<String> WITHOUT_PUBLIC_IP = Set.of("EC2", "EXTERNAL");
    private static final int MOST_PROVIDERS = 20;
    private static final int MOST_WEIGHT = 1_000;
    private static final int MOST_BASE = 100_000;
    private static final int MOST_SUBNETS = 16;
    private static final int MOST_GROUPS = 5;
    private static final int MOST_TAGS = 50;
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private TaskSetBounds() {}

    static void check(ObjectNode input) {
        Optional<String> launchType = Inputs.text(input, "launchType");
        List<JsonNode> strategy = Inputs.list(input, "capacityProviderStrategy");
        if (launchType.isPresent() && !LAUNCH_TYPES.contains(launchType.get())) {
            throw EcsRefusals.invalid("Invalid launch type: " + launchType.get());
        }
        if (launchType.isPresent() && !strategy.isEmpty()) {
            throw EcsRefusals.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        strategy(strategy);
        boolean fargate =
                launchType.equals(Optional.of("FARGATE")) || strategy.stream().anyMatch(TaskSetBounds::isFargate);
        if (input.hasNonNull("platformVersion") && !fargate) {
            throw EcsRefusals.invalid("The platform version must be null when specifying an EC2 launch type.");
        }
        network(input.path("networkConfiguration").path("awsvpcConfiguration"), launchType);
        registry(Inputs.list(input, "serviceRegistries"));
        tags(Inputs.list(input, "tags"));
    }

    private static boolean isFargate(JsonNode item) {
        return item.path("capacityProvider").asText().startsWith("FARGATE");
    }

    private static void strategy(List<JsonNode> strategy) {
        if (strategy.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>();
        int bases = 0;
        int heaviest = 0;
        long onFargate = strategy.stream().filter(TaskSetBounds::isFargate).count();
        for (JsonNode item : strategy) {
            int weight = Inputs.number(item, "weight").orElse(0);
            int base = Inputs.number(item, "base").orElse(0);
            if (weight < 0 || weight > MOST_WEIGHT || base < 0 || base > MOST_BASE) {
                throw EcsRefusals.invalid("The weight must be between 0 and 1000, and the base between 0 and 100000.");
            }
            if (!names.add(item.path("capacityProvider").asText())) {
                throw EcsRefusals.invalid("A capacity provider can be specified only once in a strategy.");
            }
            bases += base > 0 ? 1 : 0;
            heaviest = Math.max(heaviest, weight);
        }
        if (strategy.size() > MOST_PROVIDERS) {
            throw EcsRefusals.invalid("A capacity provider strategy can contain a maximum of 20 capacity providers.");
        }
        if (bases > 1) {
            throw EcsRefusals.invalid("Only one capacity provider in a strategy can have a base defined.");
        }
        if (heaviest == 0) {
            throw EcsRefusals.invalid(
                    "At least one capacity provider must have a weight value greater than zero" + " specified.");
        }
        if (onFargate > 0 && onFargate < strategy.size()) {
            throw EcsRefusals.invalid(
                    "The specified capacity provider strategy cannot contain a mix of capacity providers"
                            + " using Auto Scaling groups and Fargate. Specify one or the other and try again.");
        }
    }

    private static void network(JsonNode vpc, Optional<String> launchType) {
        if (vpc.isMissingNode() || vpc.isNull()) {
            return;
        }
        int subnets = Inputs.list(vpc, "subnets").size();
        if (subnets == 0) {
            throw EcsRefusals.invalid("subnets can not be empty.");
        }
        if (subnets > MOST_SUBNETS) {
            throw EcsRefusals.invalid("subnets can have at most 16 items.");
        }
        if (Inputs.list(vpc, "securityGroups").size() > MOST_GROUPS) {
            throw EcsRefusals.invalid("securityGroup can have at most 5 items.");
        }
        String publicIp = Inputs.text(vpc, "assignPublicIp").orElse("DISABLED");
        if (!publicIp.equals("ENABLED") && !publicIp.equals("DISABLED")) {
            throw EcsRefusals.invalid("assignPublicIp must be ENABLED or DISABLED.");
        }
        boolean without = launchType.filter(WITHOUT_PUBLIC_IP::contains).isPresent();
        if (publicIp.equals("ENABLED") && without) {
            throw EcsRefusals.invalid("Assign public IP is not supported for this launch type.");
        }
    }

    private static void registry(List<JsonNode> registries) {
        if (registries.size() > 1) {
            throw EcsRefusals.invalid("Only one service registry is supported.");
        }
        for (JsonNode registry : registries) {
            boolean name = registry.hasNonNull("containerName");
            if (name != registry.hasNonNull("containerPort") || (name && registry.hasNonNull("port"))) {
                throw EcsRefusals.invalid(
                        "Specify either a containerName and containerPort combination or a port value for a service registry.");
            }
        }
    }

    private static void tags(List<JsonNode> tags) {
        Set<String> keys = new HashSet<>();
        if (tags.size() > MOST_TAGS) {
            throw EcsRefusals.invalid("The number of tags exceeds the maximum of 50.");
        }
        for (JsonNode tag : tags) {
            String key = Inputs.text(tag, "key").orElse("");
            String value = Inputs.text(tag, "value").orElse("");
            if (!isTag(key, value) || !keys.add(key)) {
                throw EcsRefusals.invalid("Invalid tag: " + key + "=" + value);
            }
        }
    }

    /** Tells whether key and value are within AWS's limits of a tag. */
    static boolean isTag(String key, String value) {
        return TAG_KEY.matcher(key).matches() && TAG_VALUE.matcher(value).matches() && !isKept(key) && !isKept(value);
    }

    private static boolean isKept(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("aws:");
    }
}
