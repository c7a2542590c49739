package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something that deployments change, and that a tool for infrastructure as code must therefore leave alone. The guide {@code
 * docs/infrastructure-as-code.md} says how, for each tool. Immutable.
 *
 * @param resource the ARN or the name of the resource
 * @param attribute the attribute, in the words of its API
 * @param change how deployments change it
 * @param terraform the Terraform resource type, and what belongs into its {@code ignore_changes}
 * @param cloudFormation the CloudFormation type and property
 * @param actions the IAM actions that change it
 */
public record OwnedAttribute(
        String resource,
        String attribute,
        String change,
        String terraform,
        String cloudFormation,
        Set<String> actions) {
    private static final String LISTENER = ":listener/";
    private static final String FORWARD = "the weights of the forward action";

    /**
     * Copies the actions.
     *
     * @param resource the ARN or the name of the resource
     * @param attribute the attribute
     * @param change how deployments change it
     * @param terraform the Terraform resource type and attribute
     * @param cloudFormation the CloudFormation type and property
     * @param actions the IAM actions that change it
     */
    public OwnedAttribute {
        Given.value("resource", resource);
        Given.value("attribute", attribute);
        Given.value("change", change);
        Given.value("terraform", terraform);
        Given.value("cloudFormation", cloudFormation);
        actions = Set.copyOf(Given.value("actions", actions));
    }

    /**
     * {@return what deployments with task sets change}
     *
     * @param spec the specification of such a deployment
     */
    public static List<OwnedAttribute> ofTaskSets(DeploymentSpec spec) {
        List<OwnedAttribute> owned = new ArrayList<>(routes(spec));
        owned.add(new OwnedAttribute(
                spec.service().toString(),
                "taskSets",
                "created, scaled, made PRIMARY and deleted",
                "aws_ecs_task_set: none for this service",
                "AWS::ECS::TaskSet, AWS::ECS::PrimaryTaskSet: none for this service",
                Set.of(
                        "ecs:CreateTaskSet",
                        "ecs:UpdateTaskSet",
                        "ecs:DeleteTaskSet",
                        "ecs:UpdateServicePrimaryTaskSet")));
        owned.add(suspension(spec.service()));
        return List.copyOf(owned);
    }

    /**
     * {@return what deployments with a pair of ordinary services change}
     *
     * @param spec the specification of such a deployment
     * @param twin the other service of the pair
     */
    public static List<OwnedAttribute> ofServicePair(DeploymentSpec spec, ServiceRef twin) {
        List<OwnedAttribute> owned = new ArrayList<>(routes(spec));
        for (ServiceRef service : List.of(spec.service(), twin)) {
            owned.add(attribute(
                    service,
                    "taskDefinition",
                    "the idle service gets the new one",
                    "task_definition",
                    "TaskDefinition",
                    "ecs:UpdateService"));
            owned.add(attribute(
                    service,
                    "desiredCount",
                    "the idle service gets the tasks of the other, which is scaled to 0 at the end",
                    "desired_count",
                    "DesiredCount",
                    "ecs:UpdateService"));
            owned.add(attribute(
                    service,
                    "tags",
                    "those whose key begins with bluegreen4j:",
                    "tags, tags_all",
                    "Tags",
                    "ecs:TagResource"));
        }
        for (ServiceRef service : List.of(spec.service(), twin)) {
            owned.add(scaling(
                    service,
                    "MinCapacity, MaxCapacity",
                    "the service that serves has them, the other one rests with 0 and 0",
                    "min_capacity, max_capacity",
                    "MinCapacity, MaxCapacity"));
            owned.add(scaling(
                    service,
                    "SuspendedState",
                    "scale-in is suspended during a deployment; at rest, everything is",
                    "suspended_state",
                    "SuspendedState"));
        }
        return List.copyOf(owned);
    }

    /**
     * {@return what deployments by ECS's own controller, guarded by the engine, change} ECS writes the weights of the routes. The engine
     * writes them only to restore them after ECS has stopped.
     *
     * @param spec the specification of such a deployment
     */
    public static List<OwnedAttribute> ofNative(DeploymentSpec spec) {
        ServiceRef service = spec.service();
        List<OwnedAttribute> owned = new ArrayList<>(routes(spec));
        owned.add(attribute(
                service, "taskDefinition", "the new one", "task_definition", "TaskDefinition", "ecs:UpdateService"));
        owned.add(attribute(
                service,
                "deploymentConfiguration",
                "strategy, bakeTimeInMinutes, canaryConfiguration, linearConfiguration, and a PAUSE hook in lifecycleHooks;"
                        + " restored at the end of a deployment",
                "deployment_configuration",
                "DeploymentConfiguration",
                "ecs:UpdateService"));
        owned.add(attribute(
                service,
                "tags",
                "those whose key begins with bluegreen4j:",
                "tags, tags_all",
                "Tags",
                "ecs:TagResource"));
        owned.add(new OwnedAttribute(
                service.toString(),
                "service deployments",
                "started, continued and stopped",
                "none",
                "none: no update of the service during a deployment",
                Set.of("ecs:UpdateService", "ecs:ContinueServiceDeployment", "ecs:StopServiceDeployment")));
        return List.copyOf(owned);
    }

    private static OwnedAttribute attribute(
            ServiceRef service,
            String attribute,
            String change,
            String terraform,
            String cloudFormation,
            String action) {
        return new OwnedAttribute(
                service.toString(),
                attribute,
                change,
                "aws_ecs_service: " + terraform,
                "AWS::ECS::Service: " + cloudFormation,
                Set.of(action));
    }

    private static OwnedAttribute suspension(ServiceRef service) {
        return scaling(
                service,
                "suspendedState",
                "scale-in is suspended during a deployment, and restored at its end",
                "suspended_state",
                "SuspendedState");
    }

    private static OwnedAttribute scaling(
            ServiceRef service, String attribute, String change, String terraform, String cloudFormation) {
        return new OwnedAttribute(
                "scalable target of " + service,
                attribute,
                change,
                "aws_appautoscaling_target: " + terraform,
                "AWS::ApplicationAutoScaling::ScalableTarget: " + cloudFormation,
                Set.of("application-autoscaling:RegisterScalableTarget"));
    }

    private static List<OwnedAttribute> routes(DeploymentSpec spec) {
        return spec.routes().stream().map(OwnedAttribute::route).toList();
    }

    private static OwnedAttribute route(RouteRef route) {
        return route.id().contains(LISTENER)
                ? new OwnedAttribute(
                        route.id(),
                        "defaultActions",
                        FORWARD,
                        "aws_lb_listener: default_action",
                        "AWS::ElasticLoadBalancingV2::Listener: DefaultActions",
                        Set.of("elasticloadbalancing:ModifyListener"))
                : new OwnedAttribute(
                        route.id(),
                        "actions",
                        FORWARD,
                        "aws_lb_listener_rule: action",
                        "AWS::ElasticLoadBalancingV2::ListenerRule: Actions",
                        Set.of("elasticloadbalancing:ModifyRule"));
    }

    /** {@return one line for each component, for people} */
    public String toText() {
        return resource + "\n  attribute       " + attribute + ": " + change + "\n  Terraform       " + terraform
                + "\n  CloudFormation  " + cloudFormation + "\n";
    }
}
