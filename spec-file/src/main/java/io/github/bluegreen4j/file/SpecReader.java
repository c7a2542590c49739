package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.journal.json.ModelCodec;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Translates a file to the JSON form of a specification, member by member. What the file does not say is what the defaults say.
 * It remembers where each member came from, so that what the model refuses is reported with the file's line and field.
 */
final class SpecReader {
    private static final String CONFIGURATION = "deploymentConfiguration";
    private static final String BLOCK = LaunchFields.BLOCK;
    private static final String BALANCER = "loadBalancers[0]";
    private static final String ADVANCED = BALANCER + ".advancedConfiguration";

    private final SourceDocument document;
    private final JsonNode file;
    private final JsonNode configuration;
    private final JsonNode block;
    private final ObjectNode spec;
    private final Map<String, String> places = new HashMap<>();
    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();

    private SpecReader(SourceDocument document, ObjectNode defaults) {
        this.document = document;
        this.file = document.root();
        this.configuration = file.path(CONFIGURATION);
        this.block = file.path(BLOCK);
        this.spec = defaults;
    }

    /**
     * Reads a specification.
     *
     * @param document a tree that fits the schema
     * @param defaults sets what the file does not say
     * @throws InvalidSpecException with the line and the field of every fault
     */
    static DeploymentSpec read(SourceDocument document, Consumer<DeploymentSpec.Builder> defaults) {
        DeploymentSpec.Builder usual = DeploymentSpec.blueGreen(new ServiceRef("?", "?"))
                .revision("?")
                .productionRoute("?")
                .targetGroups("first", "second");
        defaults.accept(usual);
        SpecReader reader = new SpecReader(document, SpecWriter.tree(usual.build()));
        reader.translate();
        return reader.made();
    }

    private DeploymentSpec made() {
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
        try {
            DeploymentSpec read = ModelCodec.decodeSpec(spec.toString());
            checked(read).build();
            return read;
        } catch (InvalidSpecException refused) {
            throw new InvalidSpecException(
                    refused.faults().stream().map(this::inTheFile).toList());
        }
    }

    /** The builder also checks the fields against the limits. */
    private static DeploymentSpec.Builder checked(DeploymentSpec read) {
        DeploymentSpec.Builder again = read.serve()
                .map(serve -> DeploymentSpec.recovery(read.service(), serve))
                .orElseGet(() -> DeploymentSpec.blueGreen(read.service()).revision(read.revision()));
        read.productionRoutes().forEach(again::productionRoute);
        read.testRoute().ifPresent(again::testRoute);
        read.hooks().forEach(again::hook);
        read.stickinessWait().ifPresent(again::allowStickiness);
        read.otherRoutes().forEach(again::otherRoute);
        read.keepBlue().ifPresent(again::keepBlue);
        read.kept().ifPresent(again::kept);
        read.waivers().forEach(again::waive);
        return again.targetGroups(
                        read.targetGroups().first(), read.targetGroups().second())
                .strategy(read.strategy())
                .bakeTime(read.bakeTime())
                .alarms(read.alarms())
                .analysis(read.analysis())
                .circuitBreaker(read.circuitBreaker())
                .health(read.health())
                .rollback(read.rollback())
                .limits(read.limits());
    }

    private InvalidSpecException.Fault inTheFile(InvalidSpecException.Fault fault) {
        String known = fault.field();
        while (!known.isEmpty() && !places.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        String field = known.isEmpty()
                ? SourceDocument.member(BLOCK, fault.field())
                : places.get(known) + fault.field().substring(known.length());
        return document.fault(field, fault.value(), fault.wrong(), fault.allowed());
    }

    private void translate() {
        service();
        traffic();
        if (block.has("strategy")) {
            ownStrategy();
        } else {
            strategy();
        }
        bakeTime();
        alarms();
        analysis();
        circuitBreaker();
        hooks();
        for (String part : List.of("health", "rollback", "limits")) {
            overlay((ObjectNode) spec.get(part), block.path(part), BLOCK + "." + part);
        }
        for (String word : List.of("drift", "concurrency")) {
            if (block.has(word)) {
                spec.set(word, block.get(word));
            }
        }
        if (block.has("stickinessWait")) {
            spec.put("stickinessWait", duration(block.get("stickinessWait"), BLOCK + ".stickinessWait"));
        }
        places.put("allowStickiness", BLOCK + ".stickinessWait");
    }

    private void service() {
        spec.putObject("service")
                .put("cluster", file.path("cluster").asText())
                .put("name", file.path("serviceName").asText());
        places.put("service", "serviceName");
        places.put("service.cluster", "cluster");
        places.put("service.name", "serviceName");
        places.put("revision", "taskDefinition");
        places.put("revision.settings", BLOCK + ".settings");
        boolean isRecovery = block.path("recovery").asBoolean(false);
        boolean isNamed = file.has("taskDefinition");
        if (isRecovery && isNamed) {
            fault("taskDefinition", file.get("taskDefinition"), "nothing, in a recovery, which launches nothing");
        } else if (!isRecovery && !isNamed) {
            faults.add(document.fault("taskDefinition", "(missing)", "", "what to launch: family:revision or an ARN"));
        }
        Map<String, String> settings = LaunchFields.settings(file);
        for (String twice : LaunchFields.saidTwice(file)) {
            String path = BLOCK + ".settings." + twice;
            fault(path, block.path("settings").path(twice), "once: the file says it in ECS's words, too");
        }
        ObjectNode revision = spec.putObject("revision");
        revision.put(
                "definition",
                isRecovery
                        ? RevisionSpec.NONE.definition()
                        : file.path("taskDefinition").asText());
        ObjectNode all = revision.putObject("settings");
        settings.forEach(all::put);
        if (block.has("serve")) {
            spec.set("serve", block.get("serve"));
        }
        places.put("serve", BLOCK + ".serve");
        if (block.has("kept")) {
            spec.set("kept", block.get("kept"));
        }
        places.put("kept", BLOCK + ".kept");
        keepBlue();
    }

    private void keepBlue() {
        places.put("keepBlue", BLOCK + ".keepBlue");
        if (block.has("keepBlue")) {
            JsonNode given = block.get("keepBlue");
            ObjectNode made = spec.putObject("keepBlue");
            made.put("time", duration(given.path("time"), BLOCK + ".keepBlue.time"));
            made.set("scale", or(given.path("scale"), 100));
        }
    }

    private void traffic() {
        JsonNode balancer = file.path("loadBalancers").path(0);
        JsonNode advanced = balancer.path("advancedConfiguration");
        spec.putObject("targetGroups").set("first", balancer.path("targetGroupArn"));
        ((ObjectNode) spec.get("targetGroups")).set("second", advanced.path("alternateTargetGroupArn"));
        places.put("targetGroups.first", BALANCER + ".targetGroupArn");
        places.put("targetGroups.second", ADVANCED + ".alternateTargetGroupArn");
        ArrayNode routes = spec.putArray("productionRoutes").add(advanced.path("productionListenerRule"));
        places.put("productionRoutes[0]", ADVANCED + ".productionListenerRule");
        for (JsonNode more : block.path("productionRoutes")) {
            places.put(
                    "productionRoutes[" + routes.size() + "]",
                    SourceDocument.element(BLOCK + ".productionRoutes", routes.size() - 1));
            routes.add(more);
        }
        if (advanced.has("testListenerRule")) {
            spec.set("testRoute", advanced.get("testListenerRule"));
        }
        places.put("testRoute", ADVANCED + ".testListenerRule");
        if (block.has("otherRoutes")) {
            spec.set("otherRoutes", block.get("otherRoutes"));
        }
        if (block.has("waivers")) {
            places.put("waivers", BLOCK + ".waivers");
            spec.withArray("waivers").addAll((ArrayNode) block.get("waivers"));
        }
    }

    private void strategy() {
        places.put("strategy", CONFIGURATION + ".strategy");
        String strategy = configuration.path("strategy").asText("BLUE_GREEN");
        only(strategy, "CANARY", "canaryConfiguration");
        only(strategy, "LINEAR", "linearConfiguration");
        ObjectNode made = spec.putObject("strategy");
        switch (strategy) {
            case "CANARY" -> {
                String path = CONFIGURATION + ".canaryConfiguration";
                JsonNode canary = configuration.path("canaryConfiguration");
                made.put("type", "CANARY");
                made.set("percent", or(canary.path("canaryPercent"), 5));
                made.put(
                        "bake",
                        FileDurations.ofMinutes(
                                canary.path("canaryBakeTimeInMinutes").asInt(10)));
                places.put("strategy.canary.percent", path + ".canaryPercent");
                places.put("strategy.canary.bake", path + ".canaryBakeTimeInMinutes");
            }
            case "LINEAR" -> {
                String path = CONFIGURATION + ".linearConfiguration";
                JsonNode linear = configuration.path("linearConfiguration");
                made.put("type", "LINEAR");
                made.set("step", or(linear.path("stepPercent"), 10));
                made.put(
                        "bake",
                        FileDurations.ofMinutes(
                                linear.path("stepBakeTimeInMinutes").asInt(6)));
                places.put("strategy.linear.step", path + ".stepPercent");
                places.put("strategy.linear.bake", path + ".stepBakeTimeInMinutes");
            }
            default -> made.put("type", "ALL_AT_ONCE");
        }
    }

    private static JsonNode or(JsonNode given, int usual) {
        return given.isMissingNode() ? SourceDocument.NODES.numberNode(usual) : given;
    }

    private void only(String strategy, String owner, String field) {
        if (!strategy.equals(owner) && configuration.has(field)) {
            fault(CONFIGURATION + "." + field, configuration.get(field), "nothing, unless strategy is " + owner);
        }
    }

    /** The block has the form of the model. */
    private void ownStrategy() {
        String path = BLOCK + ".strategy";
        places.put("strategy", path);
        for (String field : List.of("strategy", "canaryConfiguration", "linearConfiguration")) {
            if (configuration.has(field)) {
                fault(CONFIGURATION + "." + field, configuration.get(field), "nothing beside " + path);
            }
        }
        JsonNode given = block.get("strategy");
        String type = given.path("type").asText();
        Map<String, List<String>> members = Map.of(
                "STEPS", List.of("steps"), "CANARY", List.of("percent", "bake"), "LINEAR", List.of("step", "bake"));
        List<String> wanted = members.getOrDefault(type, List.of());
        ObjectNode made = spec.putObject("strategy").put("type", type);
        for (String name : List.of("percent", "step", "bake", "steps")) {
            String at = path + "." + name;
            if (given.has(name) && !wanted.contains(name)) {
                fault(at, given.get(name), "nothing with " + type);
            } else if (!given.has(name) && wanted.contains(name)) {
                faults.add(document.fault(at, "(missing)", "", "a value, with " + type));
            } else if (given.has(name)) {
                made.set(name, name.equals("steps") ? steps(given.get(name), at) : given.get(name));
            }
        }
        if (made.has("bake")) {
            made.put("bake", duration(made.get("bake"), path + ".bake"));
        }
        places.put("strategy.canary", path);
        places.put("strategy.linear", path);
    }

    private ArrayNode steps(JsonNode given, String path) {
        ArrayNode steps = SourceDocument.NODES.arrayNode();
        for (JsonNode step : given) {
            String at = SourceDocument.element(path, steps.size());
            ObjectNode made = steps.addObject();
            made.set("share", step.path("share"));
            made.put("bake", step.has("bake") ? duration(step.get("bake"), at + ".bake") : "PT0S");
        }
        return steps;
    }

    private void bakeTime() {
        String minutes = CONFIGURATION + ".bakeTimeInMinutes";
        String own = BLOCK + ".bakeTime";
        places.put("bakeTime", block.has("bakeTime") ? own : minutes);
        if (block.has("bakeTime")) {
            if (configuration.has("bakeTimeInMinutes")) {
                fault(own, block.get("bakeTime"), "nothing beside " + minutes);
            }
            spec.put("bakeTime", duration(block.get("bakeTime"), own));
        } else if (configuration.has("bakeTimeInMinutes")) {
            spec.put(
                    "bakeTime",
                    FileDurations.ofMinutes(
                            configuration.path("bakeTimeInMinutes").asInt()));
        }
    }

    private void alarms() {
        JsonNode given = configuration.path("alarms");
        ObjectNode alarms = (ObjectNode) spec.get("alarms");
        if (given.path("enable").asBoolean(true) && given.has("alarmNames")) {
            alarms.set("names", given.get("alarmNames"));
        }
        if (given.has("rollback")) {
            alarms.set("rollback", given.get("rollback"));
        }
        overlay(alarms, block.path("alarms"), BLOCK + ".alarms");
        places.put("alarms.names", CONFIGURATION + ".alarms.alarmNames");
    }

    /** A block without fields stands for the defaults; a margin may name some of its fields. */
    private void analysis() {
        JsonNode given = block.path("analysis");
        if (given.isMissingNode()) {
            return;
        }
        String path = BLOCK + ".analysis";
        ObjectNode usual = spec.has("analysis") ? (ObjectNode) spec.get("analysis") : SpecWriter.ANALYSIS.deepCopy();
        ObjectNode fields = given.deepCopy();
        for (String margin : List.of("errors", "latency")) {
            overlay((ObjectNode) usual.get(margin), fields.path(margin), path + "." + margin);
            fields.remove(margin);
        }
        overlay(usual, fields, path);
        spec.set("analysis", usual);
        places.put("analysis", path);
    }

    private void circuitBreaker() {
        JsonNode given = configuration.path("deploymentCircuitBreaker");
        ObjectNode breaker = (ObjectNode) spec.get("circuitBreaker");
        set(breaker, "enabled", given.path("enable"));
        set(breaker, "rollback", given.path("rollback"));
        set(breaker, "resetOnHealthyTask", given.path("resetOnHealthyTask"));
        set(breaker, "threshold", given.path("thresholdConfiguration").path("type"));
        set(breaker, "value", given.path("thresholdConfiguration").path("value"));
        String path = CONFIGURATION + ".deploymentCircuitBreaker";
        places.put("circuitBreaker", path);
        places.put("circuitBreaker.value", path + ".thresholdConfiguration.value");
    }

    private static void set(ObjectNode into, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            into.set(name, value);
        }
    }

    private void hooks() {
        JsonNode given = configuration.path("lifecycleHooks");
        places.put("hooks", CONFIGURATION + ".lifecycleHooks");
        if (given.isMissingNode()) {
            return;
        }
        Set<String> names = new HashSet<>();
        given.forEach(hook -> names.add(hook.path(BLOCK).path("name").asText("")));
        ArrayNode hooks = spec.putArray("hooks");
        for (JsonNode hook : given) {
            String path = SourceDocument.element(CONFIGURATION + ".lifecycleHooks", hooks.size());
            String field = "hooks[" + hooks.size() + "]";
            hooks.add(hook(hook, path, field, names));
        }
    }

    private ObjectNode hook(JsonNode given, String path, String field, Set<String> names) {
        String type = given.path("targetType").asText("AWS_LAMBDA");
        boolean isPause = type.equals("PAUSE");
        boolean isLambda = type.equals("AWS_LAMBDA");
        ObjectNode hook = SourceDocument.NODES.objectNode();
        hook.put("type", isPause ? "PAUSE" : isLambda ? "LAMBDA" : "NAMED");
        if (isLambda && !given.has("hookTargetArn")) {
            faults.add(document.fault(path + ".hookTargetArn", "(missing)", "", "the ARN of a Lambda function"));
        } else if (!isLambda && given.has("hookTargetArn")) {
            fault(path + ".hookTargetArn", given.get("hookTargetArn"), "nothing with targetType " + type);
        }
        if (isPause && given.has("hookDetails")) {
            fault(path + ".hookDetails", given.get("hookDetails"), "nothing with targetType " + type);
        }
        JsonNode own = given.path(BLOCK);
        if (own.has("name")) {
            hook.set("name", own.get("name"));
        } else if (isLambda || isPause) {
            hook.put("name", unused(usualName(given), names));
        } else {
            faults.add(document.fault(path + "." + BLOCK + ".name", "(missing)", "", "the name of a registered hook"));
        }
        if (isLambda) {
            hook.set("functionArn", given.path("hookTargetArn"));
        }
        hook.set("stages", given.path("lifecycleStages"));
        String minutes = path + ".timeoutConfiguration.timeoutInMinutes";
        JsonNode timeout = given.path("timeoutConfiguration");
        if (own.has("timeout")) {
            String at = path + "." + BLOCK + ".timeout";
            if (timeout.has("timeoutInMinutes")) {
                fault(at, own.get("timeout"), "nothing beside " + minutes);
            }
            hook.put("timeout", duration(own.get("timeout"), at));
            places.put(field + ".timeout", at);
        } else {
            hook.put(
                    "timeout",
                    FileDurations.ofMinutes(timeout.path("timeoutInMinutes").asInt(1440)));
            places.put(field + ".timeout", minutes);
        }
        String approvals = path + "." + BLOCK + ".approvals";
        if (own.has("approvals")) {
            if (!isPause) {
                fault(approvals, own.get("approvals"), "nothing with targetType " + type);
            } else {
                hook.set("approvals", own.get("approvals"));
            }
        }
        places.put(field + ".approvals", approvals);
        hook.put("onTimeout", timeout.path("action").asText("ROLLBACK"));
        if (!isPause) {
            hook.set(
                    "details", given.has("hookDetails") ? given.get("hookDetails") : SourceDocument.NODES.objectNode());
        }
        places.put(field, path);
        places.put(field + ".name", path + "." + BLOCK + ".name");
        places.put(field + ".functionArn", path + ".hookTargetArn");
        places.put(field + ".stages", path + ".lifecycleStages");
        places.put(field + ".details", path + ".hookDetails");
        return hook;
    }

    /** The name of a hook that has none: that of its function, or of its stage. */
    static String usualName(JsonNode hook) {
        if (hook.path("targetType").asText().equals("PAUSE")) {
            return "pause-" + hook.path("lifecycleStages").path(0).asText();
        }
        String arn = hook.path("hookTargetArn").asText();
        int function = arn.indexOf(":function:");
        return function < 0
                ? arn
                : arn.substring(function + ":function:".length()).replaceFirst(":.*", "");
    }

    private static String unused(String usual, Set<String> names) {
        String name = usual;
        for (int number = 2; !names.add(name); number++) {
            name = usual + "-" + number;
        }
        return name;
    }

    /** Changes the members that are given; what has the form of a duration there is one here. */
    private void overlay(ObjectNode into, JsonNode given, String path) {
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            String name = member.getKey();
            boolean isDuration = into.path(name).asText().startsWith("PT");
            if (isDuration) {
                into.put(name, duration(member.getValue(), path + "." + name));
            } else {
                into.set(name, member.getValue());
            }
        }
    }

    private String duration(JsonNode value, String path) {
        try {
            return FileDurations.iso(value.asText());
        } catch (ArithmeticException | DateTimeException noDuration) {
            fault(path, value, "a duration like 30s, 10m, 4h or PT10M");
            return "PT0S";
        }
    }

    private void fault(String path, JsonNode value, String allowed) {
        faults.add(document.fault(path, SchemaCheck.shown(value), "is not allowed", allowed));
    }
}
