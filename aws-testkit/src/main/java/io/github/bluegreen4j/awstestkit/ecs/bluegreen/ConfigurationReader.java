package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and validates a {@code deploymentConfiguration}. The bounds are those of the API reference and of the pages about
 * hooks; what ECS checks later, in the deployment, is not checked here.
 */
final class ConfigurationReader {
    private static final int LONGEST_BAKE = 1_440;
    private static final int USUAL_BAKE = 15;
    private static final int LONGEST_PAUSE = 20_160;
    private static final int LONGEST_LAMBDA = 1_440;
    private static final int USUAL_TIMEOUT = 1_440;
    private static final int MOST_HOOKS = 10;
    private static final int TENTHS = 10;
    private static final int ALL = 1_000;

    private ConfigurationReader() {}

    /**
     * Returns a configuration.
     *
     * @param json its strategy is one of the three
     * @throws AwsRefusal if ECS refuses the request that has it
     */
    static DeploymentConfiguration read(ObjectNode json) {
        int bake = minutes(json, "bakeTimeInMinutes", USUAL_BAKE, 0, LONGEST_BAKE);
        List<TrafficStep> steps = steps(json);
        List<Hook> hooks = new ArrayList<>();
        Inputs.list(json, "lifecycleHooks").forEach(hook -> hooks.add(hook(hook)));
        for (Hook.Type type : Hook.Type.values()) {
            if (hooks.stream().filter(hook -> hook.type() == type).count() > MOST_HOOKS) {
                throw BlueGreenRefusals.invalid(
                        "lifecycleHooks can have at most " + MOST_HOOKS + " hooks of the target type " + type + ".");
            }
        }
        for (JsonNode needed : List.of(json.path("alarms"), json.path("deploymentCircuitBreaker"))) {
            if (needed.isObject() && !(needed.has("enable") && needed.has("rollback"))) {
                throw BlueGreenRefusals.invalid("enable and rollback are required.");
            }
        }
        ObjectNode described = json.deepCopy();
        described.put("bakeTimeInMinutes", bake);
        return new DeploymentConfiguration(described, Duration.ofMinutes(bake), steps, hooks);
    }

    private static int minutes(JsonNode json, String field, int usual, int least, int most) {
        int value = Inputs.number(json, field).orElse(usual);
        if (value < least || value > most) {
            throw BlueGreenRefusals.invalid(field + " must be between " + least + " and " + most + ".");
        }
        return value;
    }

    private static List<TrafficStep> steps(JsonNode json) {
        TrafficStep everything = new TrafficStep(100, Duration.ZERO);
        String strategy = Inputs.text(json, "strategy").orElse("");
        for (String other : List.of("LINEAR", "CANARY")) {
            String field = other.equals("LINEAR") ? "linearConfiguration" : "canaryConfiguration";
            if (json.hasNonNull(field) && !strategy.equals(other)) {
                throw BlueGreenRefusals.invalid(field + " is only supported for the strategy " + other + ".");
            }
        }
        switch (strategy) {
            case "CANARY" -> {
                JsonNode canary = json.path("canaryConfiguration");
                int tenths = tenths(canary, "canaryPercent", 5, 1);
                int bake = minutes(canary, "canaryBakeTimeInMinutes", 10, 0, LONGEST_BAKE);
                return List.of(new TrafficStep(tenths / (double) TENTHS, Duration.ofMinutes(bake)), everything);
            }
            case "LINEAR" -> {
                JsonNode linear = json.path("linearConfiguration");
                int tenths = tenths(linear, "stepPercent", 10, 3 * TENTHS);
                Duration bake = Duration.ofMinutes(minutes(linear, "stepBakeTimeInMinutes", 6, 0, LONGEST_BAKE));
                List<TrafficStep> steps = new ArrayList<>();
                for (int reached = tenths; reached < ALL; reached += tenths) {
                    steps.add(new TrafficStep(reached / (double) TENTHS, bake));
                }
                steps.add(everything);
                return steps;
            }
            case "BLUE_GREEN" -> {
                return List.of(everything);
            }
            default -> throw BlueGreenRefusals.invalid("Invalid deployment strategy: " + strategy);
        }
    }

    /** Returns a percentage in tenths. */
    private static int tenths(JsonNode json, String field, double usual, int least) {
        double percent = json.path(field).asDouble(usual);
        int tenths = (int) Math.round(percent * TENTHS);
        if (tenths < least || tenths > ALL || Math.abs(percent * TENTHS - tenths) > 1e-6) {
            throw BlueGreenRefusals.invalid(
                    field + " must be a multiple of 0.1 between " + least / (double) TENTHS + " and 100.0.");
        }
        return tenths;
    }

    private static Hook hook(JsonNode json) {
        String named = Inputs.text(json, "targetType").orElse("AWS_LAMBDA");
        Hook.Type type = Arrays.stream(Hook.Type.values())
                .filter(known -> known.name().equals(named))
                .findFirst()
                .orElseThrow(() -> BlueGreenRefusals.invalid("Invalid targetType: " + named));
        boolean pauses = type == Hook.Type.PAUSE;
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String stage : Inputs.texts(json, "lifecycleStages")) {
            stages.add(stage(stage, pauses));
        }
        if (stages.isEmpty()) {
            throw BlueGreenRefusals.invalid("lifecycleStages can not be empty.");
        }
        String target = Inputs.text(json, "hookTargetArn").orElse("");
        if (!pauses && !target.matches("arn:[^:]+:lambda:.+")) {
            throw BlueGreenRefusals.invalid("hookTargetArn must be the ARN of a Lambda function: " + target);
        }
        JsonNode timeout = json.path("timeoutConfiguration");
        int minutes = minutes(timeout, "timeoutInMinutes", USUAL_TIMEOUT, 1, pauses ? LONGEST_PAUSE : LONGEST_LAMBDA);
        String action = Inputs.text(timeout, "action").orElse("ROLLBACK");
        if (!Set.of("ROLLBACK", "CONTINUE").contains(action)) {
            throw BlueGreenRefusals.invalid("Invalid timeout action: " + action);
        }
        return new Hook(
                type,
                target,
                Inputs.text(json, "roleArn").orElse(""),
                stages,
                Optional.of(json.path("hookDetails"))
                        .filter(JsonNode::isObject)
                        .map(details -> ((ObjectNode) details).deepCopy()),
                Duration.ofMinutes(minutes),
                action.equals("CONTINUE"));
    }

    private static Stage stage(String named, boolean pauses) {
        Stage stage = Arrays.stream(Stage.values())
                .filter(known -> known.name().equals(named) && known.admitsHooks())
                .findFirst()
                .orElseThrow(() -> BlueGreenRefusals.invalid("Invalid lifecycle stage: " + named));
        if (pauses && !stage.admitsPauses()) {
            throw BlueGreenRefusals.invalid("Invalid lifecycle stage provided for Pause Hook: " + named);
        }
        return stage;
    }
}
