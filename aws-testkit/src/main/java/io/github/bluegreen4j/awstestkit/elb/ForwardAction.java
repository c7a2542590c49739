package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of a forward action that the world stores.
 *
 * @param split the target groups and weights
 * @param stickiness how long clients are pinned to a group; empty if they are not
 */
record ForwardAction(TrafficSplit split, Optional<Duration> stickiness) {
    private static final int MOST_GROUPS = 5;
    private static final int MOST_WEIGHT = 999;
    private static final int LONGEST_STICKINESS = 604_800;

    /** Parses the forward action of a request. */
    static ForwardAction of(JsonNode action) {
        JsonNode config = action.path("ForwardConfig");
        List<JsonNode> tuples = Inputs.list(config, "TargetGroups");
        Optional<String> single = Inputs.text(action, "TargetGroupArn");
        if (tuples.isEmpty()) {
            TargetGroupRef group = new TargetGroupRef(single.orElseThrow(
                    () -> ElbRefusals.invalid("A target group ARN must be specified for a forward action")));
            return new ForwardAction(new TrafficSplit(Map.of(group, 1)), stickiness(config));
        }
        if (tuples.size() > MOST_GROUPS) {
            throw ElbRefusals.invalid("A forward action can have at most " + MOST_GROUPS + " target groups");
        }
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        for (JsonNode tuple : tuples) {
            TargetGroupRef group =
                    new TargetGroupRef(Inputs.text(tuple, "TargetGroupArn").orElseThrow(ElbRefusals::noGroup));
            if (weights.put(group, weight(tuple)) != null) {
                throw ElbRefusals.action("Target group '" + group + "' is specified more than once in an action");
            }
        }
        if (single.isPresent() && !weights.keySet().equals(java.util.Set.of(new TargetGroupRef(single.get())))) {
            throw ElbRefusals.invalid("If you specify both ForwardConfig and TargetGroupArn, you can specify only one"
                    + " target group using ForwardConfig and it must be the same target group specified in"
                    + " TargetGroupArn");
        }
        return new ForwardAction(new TrafficSplit(weights), stickiness(config));
    }

    private static int weight(JsonNode tuple) {
        int weight = Inputs.number(tuple, "Weight").orElse(1);
        if (weight < 0 || weight > MOST_WEIGHT) {
            throw ElbRefusals.invalid(
                    "The weight for each target group must be between 0 and " + MOST_WEIGHT + ", inclusive");
        }
        return weight;
    }

    private static Optional<Duration> stickiness(JsonNode config) {
        JsonNode sticky = config.path("TargetGroupStickinessConfig");
        if (!Inputs.flag(sticky, "Enabled")) {
            return Optional.empty();
        }
        int seconds = Inputs.number(sticky, "DurationSeconds").orElse(0);
        if (seconds < 1 || seconds > LONGEST_STICKINESS) {
            throw ElbRefusals.invalid(
                    "Target group stickiness duration must be between 1 and " + LONGEST_STICKINESS + " seconds");
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }

    /** Adds it to an action's description. A single group is named in both forms. */
    void describeIn(ObjectNode action) {
        if (split.groups().size() == 1) {
            action.put("TargetGroupArn", split.groups().iterator().next().id());
        }
        ObjectNode config = action.putObject("ForwardConfig");
        var groups = config.putArray("TargetGroups");
        split.weights()
                .forEach((group, weight) ->
                        groups.addObject().put("TargetGroupArn", group.id()).put("Weight", weight));
        ObjectNode sticky = config.putObject("TargetGroupStickinessConfig").put("Enabled", stickiness.isPresent());
        stickiness.ifPresent(duration -> sticky.put("DurationSeconds", duration.toSeconds()));
    }
}
