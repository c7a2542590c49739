package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An application specification of AWS CodeDeploy for Amazon ECS, and its deployment group, in the words of {@code CreateService}. The
 * mapping of the hooks is that of ECS's guide "Migrate CodeDeploy blue/green deployments to Amazon ECS blue/green deployments".
 */
final class CodeDeployImport {
    private static final Map<String, String> STAGES = Map.of(
            "BeforeInstall", "PRE_SCALE_UP",
            "AfterInstall", "POST_SCALE_UP",
            "AfterAllowTestTraffic", "POST_TEST_TRAFFIC_SHIFT",
            "BeforeAllowTraffic", "PRE_PRODUCTION_TRAFFIC_SHIFT",
            "AfterAllowTraffic", "POST_PRODUCTION_TRAFFIC_SHIFT");

    private static final Pattern SHIFT =
            Pattern.compile("CodeDeployDefault\\.ECS(Linear|Canary)(\\d+)Percent(?:Every)?(\\d+)Minutes");
    private static final int MOST_BAKE = 1440;
    private static final String CONFIGURATION = "deploymentConfiguration";

    private final SourceDocument document;
    private final ImportNotes notes;
    private final @Nullable SourceDocument groupDocument;
    private final @Nullable ImportNotes groupNotes;
    private final ObjectNode service = SourceDocument.NODES.objectNode();

    private CodeDeployImport(
            SourceDocument document,
            ImportNotes notes,
            @Nullable SourceDocument groupDocument,
            @Nullable ImportNotes groupNotes) {
        this.document = document;
        this.notes = notes;
        this.groupDocument = groupDocument;
        this.groupNotes = groupNotes;
    }

    /** Whether it is an application specification. */
    static boolean is(JsonNode root) {
        return (root.path("Resources").isArray() || root.path("resources").isArray())
                && (root.has("version") || root.has("Hooks") || root.has("hooks"));
    }

    /**
     * The service.
     *
     * @param group the answer of {@code aws deploy get-deployment-group}; null if there is none
     * @throws InvalidSpecException if it is not for Amazon ECS
     */
    static ObjectNode service(
            SourceDocument document,
            ImportNotes notes,
            @Nullable SourceDocument group,
            @Nullable ImportNotes groupNotes) {
        CodeDeployImport made = new CodeDeployImport(document, notes, group, groupNotes);
        made.appSpec();
        made.group();
        return made.service;
    }

    /** CodeDeploy takes both spellings. */
    private static JsonNode member(JsonNode node, String name) {
        String low = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return node.has(name) ? node.get(name) : node.path(low);
    }

    private void appSpec() {
        JsonNode resource = member(document.root(), "Resources").path(0);
        JsonNode target =
                resource.isObject() && !resource.isEmpty() ? resource.iterator().next() : resource;
        String type = member(target, "Type").asText("(missing)");
        if (!type.equals("AWS::ECS::Service")) {
            throw new InvalidSpecException(List.of(document.fault(
                    "Resources[0]", type, "can't be imported", "AWS::ECS::Service: only Amazon ECS is deployed here")));
        }
        JsonNode given = member(target, "Properties");
        String task = member(given, "TaskDefinition").asText("");
        if (task.isEmpty() || task.startsWith("<")) {
            notes.addAt("Resources[0]", "the task definition is left to a pipeline; set the variable TASK_DEFINITION");
            service.put("taskDefinition", ImportNotes.variable("TASK_DEFINITION"));
        } else {
            service.put("taskDefinition", task);
        }
        ObjectNode balancer = service.putArray("loadBalancers").addObject();
        JsonNode info = member(given, "LoadBalancerInfo");
        copy(info, "ContainerName", balancer, "containerName");
        copy(info, "ContainerPort", balancer, "containerPort");
        copy(given, "PlatformVersion", service, "platformVersion");
        JsonNode network = member(member(given, "NetworkConfiguration"), "AwsvpcConfiguration");
        if (network.isObject()) {
            ObjectNode made = service.putObject("networkConfiguration").putObject("awsvpcConfiguration");
            copy(network, "Subnets", made, "subnets");
            copy(network, "SecurityGroups", made, "securityGroups");
            copy(network, "AssignPublicIp", made, "assignPublicIp");
        }
        JsonNode providers = member(given, "CapacityProviderStrategy");
        if (!providers.isEmpty()) {
            ArrayNode made = service.putArray("capacityProviderStrategy");
            for (JsonNode provider : providers) {
                ObjectNode one = made.addObject();
                copy(provider, "CapacityProvider", one, "capacityProvider");
                copy(provider, "Base", one, "base");
                copy(provider, "Weight", one, "weight");
            }
        }
        service.putObject("deploymentController").put("type", "CODE_DEPLOY");
        hooks();
    }

    private static void copy(JsonNode from, String name, ObjectNode into, String as) {
        JsonNode value = member(from, name);
        if (!value.isMissingNode() && !value.isNull()) {
            into.set(as, value);
        }
    }

    private ObjectNode configuration() {
        return service.withObject("/" + CONFIGURATION);
    }

    private void hooks() {
        int index = 0;
        for (JsonNode entry : member(document.root(), "Hooks")) {
            for (Map.Entry<String, JsonNode> hook : entry.properties()) {
                String path = "Hooks[" + index + "]." + hook.getKey();
                String stage = STAGES.get(hook.getKey());
                if (stage == null) {
                    notes.addAt(path, "not carried over: it is not an event of Amazon ECS in CodeDeploy");
                    continue;
                }
                ObjectNode made = configuration().withArray("/lifecycleHooks").addObject();
                made.set("hookTargetArn", hook.getValue());
                made.putArray("lifecycleStages").add(stage);
                made.putObject("timeoutConfiguration").put("timeoutInMinutes", 60);
                notes.addAt(
                        path,
                        "became a hook at " + stage + "; change the function: it has to answer {\"hookStatus\":"
                                + " \"SUCCEEDED\"} or FAILED, and no longer calls PutLifecycleEventHookExecutionStatus");
            }
            index++;
        }
    }

    private void group() {
        if (groupDocument == null || groupNotes == null) {
            notes.addAt(
                    "",
                    "cluster, service, target groups, listeners, strategy and alarms are in the deployment group: give"
                            + " --deployment-group the answer of 'aws deploy get-deployment-group'");
            return;
        }
        JsonNode root = groupDocument.root();
        String base = root.has("deploymentGroupInfo") ? "deploymentGroupInfo" : "";
        JsonNode group = base.isEmpty() ? root : root.get(base);
        JsonNode ecs = group.path("ecsServices").path(0);
        if (ecs.has("clusterName")) {
            service.set("cluster", ecs.get("clusterName"));
        }
        if (ecs.has("serviceName")) {
            service.set("serviceName", ecs.get("serviceName"));
        }
        strategy(group, SourceDocument.member(base, "deploymentConfigName"), groupNotes);
        waits(group, base, groupNotes);
        alarms(group);
        routes(group, base, groupNotes);
    }

    private void strategy(JsonNode group, String path, ImportNotes said) {
        String name = group.path("deploymentConfigName").asText("CodeDeployDefault.ECSAllAtOnce");
        Matcher shift = SHIFT.matcher(name);
        ObjectNode made = configuration();
        if (shift.matches()) {
            int percent = Integer.parseInt(shift.group(2));
            int minutes = Integer.parseInt(shift.group(3));
            boolean isCanary = shift.group(1).equals("Canary");
            made.put("strategy", isCanary ? "CANARY" : "LINEAR");
            made.putObject(isCanary ? "canaryConfiguration" : "linearConfiguration")
                    .put(isCanary ? "canaryPercent" : "stepPercent", percent)
                    .put(isCanary ? "canaryBakeTimeInMinutes" : "stepBakeTimeInMinutes", minutes);
            return;
        }
        made.put("strategy", "BLUE_GREEN");
        if (!name.equals("CodeDeployDefault.ECSAllAtOnce")) {
            said.addAt(
                    path,
                    "\"" + name + "\" is a configuration of your own and became BLUE_GREEN; see 'aws deploy"
                            + " get-deployment-config', and write CANARY or LINEAR with its numbers");
        }
    }

    private void waits(JsonNode group, String base, ImportNotes said) {
        JsonNode given = group.path("blueGreenDeploymentConfiguration");
        String path = SourceDocument.member(base, "blueGreenDeploymentConfiguration");
        JsonNode end = given.path("terminateBlueInstancesOnDeploymentSuccess");
        int minutes = end.path("terminationWaitTimeInMinutes").asInt(0);
        configuration().put("bakeTimeInMinutes", Math.min(minutes, MOST_BAKE));
        if (minutes > MOST_BAKE) {
            said.addAt(
                    path + ".terminateBlueInstancesOnDeploymentSuccess.terminationWaitTimeInMinutes",
                    minutes + " became a bake of " + MOST_BAKE + " minutes, the longest there is");
        }
        if (end.path("action").asText().equals("KEEP_ALIVE")) {
            said.addAt(
                    path + ".terminateBlueInstancesOnDeploymentSuccess.action",
                    "KEEP_ALIVE is not carried over: blue is retired after the bake");
        }
        JsonNode ready = given.path("deploymentReadyOption");
        if (ready.path("actionOnTimeout").asText().equals("STOP_DEPLOYMENT")) {
            ObjectNode pause = configuration().withArray("/lifecycleHooks").addObject();
            pause.put("targetType", "PAUSE");
            pause.putArray("lifecycleStages").add("PRE_PRODUCTION_TRAFFIC_SHIFT");
            pause.putObject("timeoutConfiguration")
                    .put(
                            "timeoutInMinutes",
                            Math.max(1, ready.path("waitTimeInMinutes").asInt(60)))
                    .put("action", "ROLLBACK");
            said.addAt(
                    path + ".deploymentReadyOption",
                    "became a pause at PRE_PRODUCTION_TRAFFIC_SHIFT, which rolls back when nobody answers");
        }
    }

    private void alarms(JsonNode group) {
        JsonNode given = group.path("alarmConfiguration");
        if (given.path("alarms").isEmpty()) {
            return;
        }
        ObjectNode made = configuration().putObject("alarms");
        ArrayNode names = made.putArray("alarmNames");
        given.path("alarms").forEach(alarm -> names.add(alarm.path("name")));
        made.set("enable", given.path("enabled"));
        boolean rollsBack = false;
        for (JsonNode event : group.path("autoRollbackConfiguration").path("events")) {
            rollsBack |= event.asText().equals("DEPLOYMENT_STOP_ON_ALARM");
        }
        made.put(
                "rollback",
                rollsBack
                        && group.path("autoRollbackConfiguration")
                                .path("enabled")
                                .asBoolean(true));
    }

    private void routes(JsonNode group, String base, ImportNotes said) {
        JsonNode pair =
                group.path("loadBalancerInfo").path("targetGroupPairInfoList").path(0);
        String path = SourceDocument.member(base, "loadBalancerInfo") + ".targetGroupPairInfoList[0]";
        ObjectNode balancer = (ObjectNode) service.withArray("/loadBalancers").get(0);
        ObjectNode advanced = balancer.putObject("advancedConfiguration");
        group(pair, 0, balancer, "targetGroupArn", path, said);
        group(pair, 1, advanced, "alternateTargetGroupArn", path, said);
        listener(pair.path("prodTrafficRoute"), "PRODUCTION", advanced, path + ".prodTrafficRoute", said);
        listener(pair.path("testTrafficRoute"), "TEST", advanced, path + ".testTrafficRoute", said);
    }

    private static void group(JsonNode pair, int index, ObjectNode into, String field, String path, ImportNotes said) {
        String name = pair.path("targetGroups").path(index).path("name").asText("");
        if (!name.isEmpty()) {
            String variable = ImportNotes.variable(name + "_ARN");
            into.put(field, variable);
            said.needs(
                    path + ".targetGroups[" + index + "]",
                    "only the name is known",
                    variable,
                    " to the ARN that 'aws elbv2 describe-target-groups --names " + name + "' prints");
        }
    }

    private static void listener(JsonNode route, String which, ObjectNode into, String path, ImportNotes said) {
        String arn = route.path("listenerArns").path(0).asText("");
        if (arn.isEmpty()) {
            return;
        }
        String field = which.equals("TEST") ? "testListenerRule" : "productionListenerRule";
        if (arn.contains(":listener/net/")) {
            into.put(field, arn);
            return;
        }
        String variable = ImportNotes.variable(which + "_LISTENER_RULE");
        into.put(field, variable);
        said.needs(
                path,
                "CodeDeploy moves a whole listener, and here one rule moves",
                variable,
                " to the rule, which is the default one if there are no others: 'aws elbv2 describe-rules --listener-arn "
                        + arn + "'");
    }
}
