package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a file of a service in the words of Amazon ECS's {@code CreateService}, and notes what it could not carry over. */
final class EcsServiceImport {
    private static final String NOT_OF_A_DEPLOYMENT = "a deployment does not change it, and the service keeps it";

    /** Why a field is not carried over. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("desiredCount", "the engine reads it from the service at each deployment"),
            Map.entry("clientToken", "the engine makes its own"),
            Map.entry("role", "a service with target groups uses the service-linked role"),
            Map.entry("volumeConfigurations", "a task set can't have volumes that are configured at launch"),
            Map.entry(
                    "serviceRegistries",
                    "clients that find the service by DNS would reach green before any shift; to accept that, set"
                            + " bluegreen4j.settings.shareServiceDiscovery to \"true\", or give green a registry of its own in"
                            + " serviceRegistries"),
            Map.entry("forceNewDeployment", "every deployment launches a new revision"),
            Map.entry("enableExecuteCommand", NOT_OF_A_DEPLOYMENT),
            Map.entry("enableECSManagedTags", NOT_OF_A_DEPLOYMENT),
            Map.entry("propagateTags", NOT_OF_A_DEPLOYMENT),
            Map.entry("healthCheckGracePeriodSeconds", NOT_OF_A_DEPLOYMENT),
            Map.entry("placementConstraints", NOT_OF_A_DEPLOYMENT),
            Map.entry("placementStrategy", NOT_OF_A_DEPLOYMENT),
            Map.entry("placementStrategies", NOT_OF_A_DEPLOYMENT),
            Map.entry("availabilityZoneRebalancing", NOT_OF_A_DEPLOYMENT),
            Map.entry("monitoring", NOT_OF_A_DEPLOYMENT));

    private static final Set<String> CARRIED = Set.of(
            "cluster",
            "serviceName",
            "taskDefinition",
            "deploymentConfiguration",
            "loadBalancers",
            "deploymentController",
            "schedulingStrategy",
            "serviceConnectConfiguration",
            "vpcLatticeConfigurations",
            "launchType",
            "platformVersion",
            "capacityProviderStrategy",
            "networkConfiguration",
            "tags");

    /** What a revision has of its own only if it is a task set. */
    private static final Set<String> SETTINGS = Set.of(
            "launchType",
            "platformVersion",
            "capacityProviderStrategy",
            "networkConfiguration",
            "tags",
            "serviceRegistries",
            "volumeConfigurations",
            "serviceConnectConfiguration",
            "vpcLatticeConfigurations");

    private static final String ECS = "ECS";
    private static final List<String> COPIED = List.of("launchType", "platformVersion");
    private static final String CONFIGURATION = "deploymentConfiguration";

    private final JsonNode service;
    private final ImportNotes notes;
    private final SpecImport.RuntimeKind runtime;
    private final ObjectNode file = SourceDocument.NODES.objectNode();

    private EcsServiceImport(JsonNode service, ImportNotes notes, SpecImport.RuntimeKind runtime) {
        this.service = service;
        this.notes = notes;
        this.runtime = runtime;
    }

    /**
     * Makes the file.
     *
     * @param service the service; a value that is not known is a variable
     * @param runtime how its revisions will run
     * @throws InvalidSpecException if a service like this can't be deployed
     */
    static ObjectNode file(JsonNode service, ImportNotes notes, SpecImport.RuntimeKind runtime) {
        EcsServiceImport made = new EcsServiceImport(service, notes, runtime);
        made.refuse();
        made.carry();
        return made.file;
    }

    private void refuse() {
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        JsonNode balancers = service.path("loadBalancers");
        if (service.path("schedulingStrategy").asText().equals("DAEMON")) {
            faults.add(
                    notes.fault("schedulingStrategy", "DAEMON", "REPLICA: a daemon has no second revision beside it"));
        }
        if (balancers.isEmpty()) {
            faults.add(notes.fault(
                    "loadBalancers", "(missing)", "one load balancer: its rule is what moves traffic to green"));
        } else if (balancers.size() > 1) {
            faults.add(notes.fault(
                    "loadBalancers",
                    balancers.size() + " load balancers",
                    "one with two target groups; deploy a service with several pairs natively, or split it"));
        } else if (balancers.path(0).has("loadBalancerName")) {
            faults.add(
                    notes.fault(
                            "loadBalancers[0].loadBalancerName",
                            SchemaCheck.shown(balancers.path(0).path("loadBalancerName")),
                            "targetGroupArn: a Classic Load Balancer has no weights; move to an Application or Network Load Balancer"));
        }
        if (hasSettings()
                && service.path("serviceConnectConfiguration").path("enabled").asBoolean(false)) {
            faults.add(notes.fault(
                    "serviceConnectConfiguration",
                    "enabled",
                    "no Service Connect: only ECS's own controller can shift it; import it with --runtime native"));
        }
        if (!isNative() && !service.path("vpcLatticeConfigurations").isEmpty()) {
            faults.add(notes.fault(
                    "vpcLatticeConfigurations",
                    service.path("vpcLatticeConfigurations").size() + " configurations",
                    "none: VPC Lattice is not supported; use a load balancer"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
    }

    private void carry() {
        orVariable("cluster", "CLUSTER", "ECS would take the cluster \"default\"");
        orVariable("serviceName", "SERVICE_NAME", "the name is not in the source");
        orVariable("taskDefinition", "TASK_DEFINITION", "the task definition is not in the source");
        controller(service.path("deploymentController").path("type").asText(ECS));
        configuration(service.path(CONFIGURATION));
        balancer();
        if (hasSettings()) {
            COPIED.forEach(name -> copy(service, name, file));
            network();
            providers();
            tags();
        }
        for (Map.Entry<String, JsonNode> field : service.properties()) {
            boolean isSetting = SETTINGS.contains(field.getKey());
            if ((!CARRIED.contains(field.getKey()) || (isSetting && !hasSettings())) && !isNothing(field.getValue())) {
                notes.add(
                        field.getKey(),
                        "not carried over: "
                                + (isSetting && !hasSettings()
                                        ? NOT_OF_A_DEPLOYMENT
                                        : REASONS.getOrDefault(field.getKey(), "no deployment here has such a field")));
            }
        }
    }

    private void controller(String type) {
        if (hasSettings() && !type.equals("EXTERNAL")) {
            notes.add(
                    "deploymentController",
                    "its type is " + type + "; task sets need a service with type EXTERNAL"
                            + (type.equals(ECS)
                                    ? "; to deploy it as it is, import it with --runtime native or pair"
                                    : ""));
        } else if (!hasSettings() && !type.equals(ECS)) {
            notes.add("deploymentController", "its type is " + type + "; this runtime needs a service with type ECS");
        }
    }

    private boolean hasSettings() {
        return runtime == SpecImport.RuntimeKind.TASK_SETS;
    }

    private boolean isNative() {
        return runtime == SpecImport.RuntimeKind.NATIVE;
    }

    /** As ECS answers where there is nothing. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isBoolean() && !value.asBoolean());
    }

    private void orVariable(String name, String variable, String why) {
        if (service.path(name).isTextual()) {
            file.set(name, service.get(name));
        } else {
            notes.missing(name, variable, why);
            file.put(name, ImportNotes.variable(variable));
        }
    }

    private static void copy(JsonNode from, String name, ObjectNode into) {
        if (from.has(name) && !from.get(name).isNull()) {
            into.set(name, from.get(name));
        }
    }

    private void configuration(JsonNode given) {
        ObjectNode made = file.putObject(CONFIGURATION);
        String strategy = given.path("strategy").asText("ROLLING");
        if (strategy.equals("ROLLING")) {
            notes.add(CONFIGURATION + ".strategy", "ROLLING became BLUE_GREEN, which moves all traffic at once");
            strategy = "BLUE_GREEN";
        }
        made.put("strategy", strategy);
        copy(given, "bakeTimeInMinutes", made);
        if (strategy.equals("CANARY")) {
            copy(given, "canaryConfiguration", made);
        }
        if (strategy.equals("LINEAR")) {
            copy(given, "linearConfiguration", made);
        }
        if (given.path("alarms").path("enable").asBoolean(false)) {
            ObjectNode alarms = made.putObject("alarms");
            alarms.set("alarmNames", list(given.path("alarms").path("alarmNames")));
            alarms.put("enable", true);
            copy(given.path("alarms"), "rollback", alarms);
        } else if (!given.path("alarms").path("alarmNames").isEmpty()) {
            notes.add(CONFIGURATION + ".alarms", "not carried over: enable is false");
        }
        if (given.path("deploymentCircuitBreaker").isObject()) {
            made.set("deploymentCircuitBreaker", given.get("deploymentCircuitBreaker"));
        } else {
            notes.add(
                    CONFIGURATION + ".deploymentCircuitBreaker",
                    "is missing, which ECS takes for off; here it is on, and rolls back when half of the tasks failed");
        }
        hooks(given.path("lifecycleHooks"), made);
        percents(given);
        for (String other : List.of("earlySuccessCriteria")) {
            if (given.has(other)) {
                notes.add(CONFIGURATION + "." + other, "not carried over: it is for rolling deployments");
            }
        }
    }

    private void percents(JsonNode given) {
        boolean usual = given.path("maximumPercent").asInt(200) == 200
                && given.path("minimumHealthyPercent").asInt(100) == 100;
        if (!usual) {
            notes.add(
                    CONFIGURATION + ".maximumPercent",
                    "maximumPercent and minimumHealthyPercent are not carried over: green always has as many tasks as blue; how"
                            + " many must be healthy is bluegreen4j.health");
        }
    }

    private void hooks(JsonNode given, ObjectNode made) {
        if (given.isEmpty()) {
            return;
        }
        ArrayNode hooks = SourceDocument.NODES.arrayNode();
        for (int i = 0; i < given.size(); i++) {
            JsonNode hook = given.get(i);
            boolean isPause = hook.path("targetType").asText().equals("PAUSE");
            if (isNative()) {
                notes.add(
                        CONFIGURATION + ".lifecycleHooks[" + i + "]",
                        isPause
                                ? "became a pause of the engine: remove it from the service, which is refused with it"
                                : "not carried over: ECS goes on calling it");
            }
            if (isNative() && !isPause) {
                continue;
            }
            ObjectNode carried = hooks.addObject();
            for (String name :
                    List.of("targetType", "hookTargetArn", "lifecycleStages", "hookDetails", "timeoutConfiguration")) {
                copy(hook, name, carried);
            }
            if (hook.has("roleArn")) {
                notes.add(
                        CONFIGURATION + ".lifecycleHooks[" + i + "].roleArn",
                        "not carried over: the engine calls the function with its own credentials, which need"
                                + " lambda:InvokeFunction");
            }
        }
        if (!hooks.isEmpty()) {
            made.set("lifecycleHooks", hooks);
        }
    }

    private void balancer() {
        JsonNode given = service.path("loadBalancers").path(0);
        ObjectNode made = file.putArray("loadBalancers").addObject();
        String path = "loadBalancers[0]";
        text(given, "targetGroupArn", made, path, "TARGET_GROUP_ARN");
        if (hasSettings()) {
            copy(given, "containerName", made);
            copy(given, "containerPort", made);
        }
        JsonNode advanced = given.path("advancedConfiguration");
        ObjectNode rules = made.putObject("advancedConfiguration");
        String at = path + ".advancedConfiguration";
        text(advanced, "alternateTargetGroupArn", rules, at, "ALTERNATE_TARGET_GROUP_ARN");
        text(advanced, "productionListenerRule", rules, at, "PRODUCTION_LISTENER_RULE");
        copy(advanced, "testListenerRule", rules);
        if (advanced.has("roleArn") && !isNative()) {
            notes.add(at + ".roleArn", "not carried over: the engine writes the rules with its own credentials");
        }
    }

    private void text(JsonNode from, String name, ObjectNode into, String path, String variable) {
        if (from.path(name).isTextual()) {
            into.set(name, from.get(name));
        } else {
            notes.missing(
                    path + "." + name, variable, "a blue/green deployment needs it, and the source does not say it");
            into.put(name, ImportNotes.variable(variable));
        }
    }

    private void network() {
        JsonNode given = service.path("networkConfiguration").path("awsvpcConfiguration");
        if (given.isObject()) {
            ObjectNode made = file.putObject("networkConfiguration").putObject("awsvpcConfiguration");
            for (String name : List.of("subnets", "securityGroups")) {
                if (given.has(name)) {
                    made.set(name, list(given.get(name)));
                }
            }
            copy(given, "assignPublicIp", made);
        }
    }

    /** One value for a whole list is a variable: its elements have commas between them. */
    private static JsonNode list(JsonNode given) {
        return given.isTextual() ? SourceDocument.NODES.arrayNode().add(given) : given;
    }

    private void providers() {
        if (!service.path("capacityProviderStrategy").isEmpty()) {
            file.set("capacityProviderStrategy", service.get("capacityProviderStrategy"));
        }
    }

    private void tags() {
        if (!service.path("tags").isEmpty()) {
            file.set("tags", service.get("tags"));
        }
    }
}
