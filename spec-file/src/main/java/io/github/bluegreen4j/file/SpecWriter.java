package io.github.bluegreen4j.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.journal.json.ModelCodec;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Translates the JSON form of a specification to a file; what is usual is left out. */
final class SpecWriter {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectNode USUAL = tree(DeploymentSpec.blueGreen(new ServiceRef("?", "?"))
            .revision("?")
            .productionRoute("?")
            .targetGroups("first", "second")
            .build());

    /** What a block {@code analysis} without fields means. */
    static final JsonNode ANALYSIS = tree(DeploymentSpec.blueGreen(new ServiceRef("?", "?"))
                    .revision("?")
                    .productionRoute("?")
                    .targetGroups("first", "second")
                    .strategy(TrafficStrategy.canary())
                    .analysis()
                    .build())
            .path("analysis");

    private final ObjectNode spec;
    private final ObjectNode file = SourceDocument.NODES.objectNode();
    private final ObjectNode configuration = SourceDocument.NODES.objectNode();
    private final ObjectNode block = SourceDocument.NODES.objectNode();

    private SpecWriter(ObjectNode spec) {
        this.spec = spec;
    }

    /** The JSON form of a specification. */
    static ObjectNode tree(DeploymentSpec spec) {
        try {
            return (ObjectNode) MAPPER.readTree(ModelCodec.encode(spec));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The file. */
    static ObjectNode file(DeploymentSpec spec) {
        SpecWriter writer = new SpecWriter(tree(spec));
        writer.write(spec.isRecovery());
        return writer.file;
    }

    private void write(boolean isRecovery) {
        file.set("cluster", spec.path("service").path("cluster"));
        file.set("serviceName", spec.path("service").path("name"));
        if (isRecovery) {
            block.put("recovery", true);
        } else {
            file.set("taskDefinition", spec.path("revision").path("definition"));
        }
        copy("serve");
        copy("kept");
        copy("keepBlue");
        strategy();
        bakeTime();
        alarms();
        analysis();
        circuitBreaker();
        hooks();
        file.set("deploymentConfiguration", configuration);
        traffic();
        Map<String, String> settings = new TreeMap<>();
        spec.path("revision")
                .path("settings")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        LaunchFields.write(settings, file, block);
        for (String part : List.of("health", "rollback", "limits")) {
            differences(part, List.of());
        }
        for (String word : List.of("drift", "concurrency")) {
            if (!spec.path(word).equals(USUAL.path(word))) {
                copy(word);
            }
        }
        copy("stickinessWait");
        if (!block.isEmpty()) {
            file.set("bluegreen4j", block);
        }
    }

    private void copy(String name) {
        if (spec.has(name)) {
            block.set(name, spec.get(name));
        }
    }

    private void traffic() {
        ObjectNode balancer = file.putArray("loadBalancers").addObject();
        balancer.set("targetGroupArn", spec.path("targetGroups").path("first"));
        ObjectNode advanced = balancer.putObject("advancedConfiguration");
        advanced.set("alternateTargetGroupArn", spec.path("targetGroups").path("second"));
        advanced.set("productionListenerRule", spec.path("productionRoutes").path(0));
        if (spec.has("testRoute")) {
            advanced.set("testListenerRule", spec.get("testRoute"));
        }
        if (spec.path("productionRoutes").size() > 1) {
            ArrayNode more = block.putArray("productionRoutes");
            spec.path("productionRoutes").forEach(more::add);
            more.remove(0);
        }
        if (!spec.path("otherRoutes").isEmpty()) {
            copy("otherRoutes");
        }
        if (!spec.path("waivers").isEmpty()) {
            copy("waivers");
        }
    }

    private void strategy() {
        JsonNode strategy = spec.path("strategy");
        String type = strategy.path("type").asText();
        if (type.equals("ALL_AT_ONCE")) {
            configuration.put("strategy", "BLUE_GREEN");
            return;
        }
        OptionalInt bake = strategy.has("bake")
                ? FileDurations.minutes(strategy.path("bake").asText())
                : OptionalInt.empty();
        if (bake.isEmpty()) {
            copy("strategy");
            return;
        }
        configuration.put("strategy", type);
        if (type.equals("CANARY")) {
            ObjectNode canary = configuration.putObject("canaryConfiguration");
            canary.set("canaryPercent", strategy.path("percent"));
            canary.put("canaryBakeTimeInMinutes", bake.getAsInt());
        } else {
            ObjectNode linear = configuration.putObject("linearConfiguration");
            linear.set("stepPercent", strategy.path("step"));
            linear.put("stepBakeTimeInMinutes", bake.getAsInt());
        }
    }

    private void bakeTime() {
        FileDurations.minutes(spec.path("bakeTime").asText())
                .ifPresentOrElse(minutes -> configuration.put("bakeTimeInMinutes", minutes), () -> copy("bakeTime"));
    }

    private void alarms() {
        JsonNode alarms = spec.path("alarms");
        boolean isUsual = alarms.path("rollback").equals(USUAL.path("alarms").path("rollback"));
        if (!alarms.path("names").isEmpty() || !isUsual) {
            ObjectNode written = configuration.putObject("alarms");
            written.set("alarmNames", alarms.path("names"));
            written.put("enable", true);
            written.set("rollback", alarms.path("rollback"));
        }
        differences("alarms", List.of("names", "rollback"));
    }

    private void analysis() {
        if (spec.has("analysis")) {
            ObjectNode written = block.putObject("analysis");
            for (Map.Entry<String, JsonNode> member : spec.path("analysis").properties()) {
                if (!member.getValue().equals(ANALYSIS.path(member.getKey()))) {
                    written.set(member.getKey(), member.getValue());
                }
            }
        }
    }

    private void circuitBreaker() {
        JsonNode breaker = spec.path("circuitBreaker");
        if (breaker.equals(USUAL.path("circuitBreaker"))) {
            return;
        }
        ObjectNode written = configuration.putObject("deploymentCircuitBreaker");
        written.set("enable", breaker.path("enabled"));
        written.set("rollback", breaker.path("rollback"));
        written.set("resetOnHealthyTask", breaker.path("resetOnHealthyTask"));
        ObjectNode threshold = written.putObject("thresholdConfiguration");
        threshold.set("type", breaker.path("threshold"));
        threshold.set("value", breaker.path("value"));
    }

    /** The members that are not what is usual. */
    private void differences(String part, List<String> elsewhere) {
        ObjectNode different = SourceDocument.NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : spec.path(part).properties()) {
            boolean isUsual = member.getValue().equals(USUAL.path(part).path(member.getKey()));
            if (!isUsual && !elsewhere.contains(member.getKey())) {
                different.set(member.getKey(), member.getValue());
            }
        }
        if (!different.isEmpty()) {
            block.set(part, different);
        }
    }

    private void hooks() {
        if (spec.path("hooks").isEmpty()) {
            return;
        }
        ArrayNode hooks = configuration.putArray("lifecycleHooks");
        Map<String, Integer> usualNames = new TreeMap<>();
        for (JsonNode hook : spec.path("hooks")) {
            ObjectNode written = hook(hook);
            hooks.add(written);
            usualNames.merge(SpecReader.usualName(written), 1, Integer::sum);
            usualNames.merge(hook.path("name").asText(), 1, Integer::sum);
        }
        for (int i = 0; i < hooks.size(); i++) {
            ObjectNode written = (ObjectNode) hooks.get(i);
            String name = spec.path("hooks").path(i).path("name").asText();
            boolean isUsual = name.equals(SpecReader.usualName(written))
                    && usualNames.getOrDefault(name, 0) == 2
                    && !written.path("targetType").asText().equals("IN_PROCESS");
            if (!isUsual) {
                written.withObject("/bluegreen4j").put("name", name);
            }
        }
    }

    private static ObjectNode hook(JsonNode hook) {
        ObjectNode written = SourceDocument.NODES.objectNode();
        switch (hook.path("type").asText()) {
            case "LAMBDA" -> written.put("targetType", "AWS_LAMBDA").set("hookTargetArn", hook.path("functionArn"));
            case "PAUSE" -> written.put("targetType", "PAUSE");
            default -> written.put("targetType", "IN_PROCESS");
        }
        written.set("lifecycleStages", hook.path("stages"));
        if (!hook.path("details").isEmpty()) {
            written.set("hookDetails", hook.path("details"));
        }
        if (hook.has("approvals")) {
            written.withObject("/bluegreen4j").set("approvals", hook.get("approvals"));
        }
        String timeout = hook.path("timeout").asText();
        OptionalInt minutes = FileDurations.minutes(timeout);
        boolean isUsual = minutes.isPresent() && minutes.getAsInt() == 1440;
        boolean rollsBack = hook.path("onTimeout").asText().equals("ROLLBACK");
        if (!isUsual || !rollsBack) {
            ObjectNode configured = SourceDocument.NODES.objectNode();
            minutes.ifPresentOrElse(
                    whole -> configured.put("timeoutInMinutes", whole),
                    () -> written.withObject("/bluegreen4j").put("timeout", timeout));
            if (!rollsBack) {
                configured.set("action", hook.path("onTimeout"));
            }
            if (!configured.isEmpty()) {
                written.set("timeoutConfiguration", configured);
            }
        }
        return written;
    }
}
