package io.github.bluegreen4j.awstestkit.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code GetMetricData} with the metrics of the world's target groups. As in AWS, a metric has no point for a period in which its
 * value would be zero, points are found by namespace, name and dimensions, and a long answer comes in pages.
 */
final class FakeMetrics {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 100_800;
    private static final int PERIOD = 60;
    private static final String GROUP = ":targetgroup/";

    private final SimulatedWorld world;

    FakeMetrics(SimulatedWorld world) {
        this.world = world;
    }

    /** One metric of one target group, as a query names it. */
    private record Wanted(String id, String metric, String statistic, Optional<TargetGroupRef> group) {}

    ObjectNode getMetricData(ObjectNode input) {
        List<JsonNode> queries = Inputs.list(input, "MetricDataQueries");
        if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
            throw AwsRefusal.of(
                    "ValidationError",
                    "The collection MetricDataQueries must have 1 to " + MOST_QUERIES + " elements, and has "
                            + queries.size());
        }
        Instant from = instant(input, "StartTime");
        Instant to = instant(input, "EndTime");
        int most = Math.min(MOST_POINTS, Inputs.number(input, "MaxDatapoints").orElse(MOST_POINTS));
        int skip = Inputs.text(input, "NextToken").map(Integer::parseInt).orElse(0);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("MetricDataResults");
        Map<TargetGroupRef, List<MetricPoint>> known = new HashMap<>();
        int seen = 0;
        boolean cut = false;
        for (JsonNode query : queries) {
            Wanted wanted = wanted(query);
            List<MetricPoint> points = wanted.group()
                    .map(group -> known.computeIfAbsent(group, world.metrics()::published))
                    .orElse(List.of());
            ObjectNode result = results.addObject();
            result.put("Id", wanted.id()).put("Label", wanted.metric());
            ArrayNode times = result.putArray("Timestamps");
            ArrayNode values = result.putArray("Values");
            for (MetricPoint point : points) {
                OptionalDouble value = value(wanted, point);
                boolean inside = !point.start().isBefore(from) && point.start().isBefore(to);
                if (inside && value.isPresent()) {
                    boolean now = seen >= skip && seen < skip + most;
                    cut |= seen >= skip + most;
                    seen++;
                    if (now) {
                        times.add(point.start().toString());
                        values.add(value.getAsDouble());
                    }
                }
            }
            result.put("StatusCode", cut ? "PartialData" : "Complete");
        }
        if (cut) {
            answer.put("NextToken", Integer.toString(skip + most));
        }
        answer.putArray("Messages");
        return answer;
    }

    private Wanted wanted(JsonNode query) {
        JsonNode stat = query.path("MetricStat");
        JsonNode metric = stat.path("Metric");
        if (Inputs.number(stat, "Period").orElse(0) != PERIOD) {
            throw AwsRefusal.of("ValidationError", "the fake has periods of " + PERIOD + " seconds only");
        }
        Map<String, String> dimensions = new HashMap<>();
        Inputs.list(metric, "Dimensions")
                .forEach(each -> dimensions.put(
                        each.path("Name").asText(), each.path("Value").asText()));
        boolean isBalanced =
                "AWS/ApplicationELB".equals(metric.path("Namespace").asText())
                        && dimensions.size() == 2
                        && dimensions.getOrDefault("LoadBalancer", "").startsWith("app/");
        String suffix = dimensions.getOrDefault("TargetGroup", "");
        return new Wanted(
                query.path("Id").asText(),
                metric.path("MetricName").asText(),
                stat.path("Stat").asText(),
                isBalanced ? find(suffix) : Optional.empty());
    }

    private Optional<TargetGroupRef> find(String suffix) {
        return world.view().groups().stream()
                .filter(group -> group.id().contains(GROUP))
                .filter(group ->
                        group.id().substring(group.id().indexOf(GROUP) + 1).equals(suffix))
                .findFirst();
    }

    private static OptionalDouble value(Wanted wanted, MetricPoint point) {
        if (point.requests() == 0) {
            return OptionalDouble.empty();
        }
        return switch (wanted.metric() + " " + wanted.statistic()) {
            case "RequestCount Sum" -> OptionalDouble.of(point.requests());
            case "HTTPCode_Target_5XX_Count Sum" -> nonzero(point.errors());
            case "TargetResponseTime Maximum" -> nonzero(point.latencies().quantile(1));
            default -> percentile(wanted, point);
        };
    }

    private static OptionalDouble percentile(Wanted wanted, MetricPoint point) {
        if (!wanted.metric().equals("TargetResponseTime") || !wanted.statistic().matches("p\\d+(\\.\\d+)?")) {
            return OptionalDouble.empty();
        }
        return nonzero(
                point.latencies().quantile(Double.parseDouble(wanted.statistic().substring(1)) / 100));
    }

    private static OptionalDouble nonzero(double value) {
        return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** An instant as CBOR has it, in seconds, or as text. */
    private static Instant instant(ObjectNode input, String name) {
        String text = Inputs.text(input, name)
                .orElseThrow(() -> AwsRefusal.of("MissingParameter", "The parameter " + name + " is required."));
        return text.matches("[0-9.E+]+")
                ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
                : Instant.parse(text);
    }
}
