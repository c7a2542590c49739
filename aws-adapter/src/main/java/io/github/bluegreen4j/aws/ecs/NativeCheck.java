package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;

/** Checks by reads alone whether ECS's own controller can deploy a revision of a service under the engine's guard. */
final class NativeCheck {
    private final EcsApi api;
    private final NativeService now;
    private final Refusals refusals = new Refusals();

    NativeCheck(EcsApi api, NativeService now) {
        this.api = api;
        this.now = now;
    }

    /** Refuses a service that ECS's own controller does not deploy with two target groups. */
    static void checkController(ServiceRef ref, Service service) {
        Refusals refusals = new Refusals();
        controller(ref, service, refusals);
        refusals.throwIfAny("ecs:DescribeServices", ref);
    }

    private static void controller(ServiceRef ref, Service service, Refusals refusals) {
        String field = "service " + ref + ": ";
        String controller = ServicePair.controller(service);
        if (!controller.equals(DeploymentControllerType.ECS.toString())) {
            refusals.add(
                    field + "deploymentController",
                    controller,
                    "ECS: ECS's own controller deploys no other; a service with the controller EXTERNAL is deployed with task sets");
            return;
        }
        if (NativeService.balancer(service).isEmpty()) {
            refusals.add(
                    field + "loadBalancers.advancedConfiguration",
                    "(missing)",
                    "alternateTargetGroupArn, productionListenerRule and roleArn: without them ECS cannot shift traffic; deploy the"
                            + " service and its twin as a pair, or add them with aws ecs update-service");
        } else if (service.loadBalancers().size() > 1) {
            refusals.add(
                    field + "loadBalancers",
                    Integer.toString(service.loadBalancers().size()),
                    "one: ECS shifts several one by one, and the engine guards one");
        }
    }

    void check(RevisionSpec revision, TargetGroups groups) {
        Service service = now.service();
        controller(now.ref(), service, refusals);
        refusals.throwIfAny("ecs:UpdateService", now.ref());
        String field = "service " + now.ref() + ": ";
        List<TargetGroupRef> both = NativeService.groups(service);
        if (both.size() < 2 || !both.stream().allMatch(groups::contains)) {
            refusals.add(
                    field + "loadBalancers",
                    both.stream().map(TargetGroupRef::id).collect(Collectors.joining(" and ")),
                    "the two target groups of the specification, " + groups.first() + " and " + groups.second());
        }
        now.configuration().lifecycleHooks().stream()
                .filter(NativeConfiguration::isPause)
                .filter(hook -> !NativeConfiguration.isOurs(hook)
                        || (now.marks().former().isEmpty()
                                && now.marks().guarded().isEmpty()))
                .forEach(hook -> refusals.add(
                        field + "deploymentConfiguration.lifecycleHooks",
                        "PAUSE at " + hook.lifecycleStagesAsStrings(),
                        "no pause hook of your own, since ECS does not say which pause waits: make it a pause hook of the"
                                + " specification"));
        // With the pause hook of an earlier deployment, or as it was before that, this deployment takes it over.
        now.marks()
                .former()
                .filter(former -> now.configuration().lifecycleHooks().stream().noneMatch(NativeConfiguration::isOurs)
                        && !NativeConfiguration.isReleased(now.configuration(), former))
                .ifPresent(former -> refusals.add(
                        field + "tags." + NativeMarks.FORMER,
                        former,
                        "-, if the strategy and bake times of the service shall stay as they are, "
                                + NativeConfiguration.text(now.configuration())
                                + " (aws ecs tag-resource): an earlier deployment could not restore what the tag says, and somebody"
                                + " changed them since"));
        if (!now.isOngoing() && service.currentServiceRevisions().size() > 1) {
            refusals.add(
                    field + "currentServiceRevisions",
                    Integer.toString(service.currentServiceRevisions().size()),
                    "one: let ECS retire the others with a deployment of what serves (aws ecs update-service"
                            + " --force-new-deployment)");
        }
        boolean isFound = now.isAdoptable()
                && now.targetDefinition().equals(Optional.of(PairedService.shortName(revision.definition())));
        if (!isFound && (now.isOngoing() || now.isReplacedNow())) {
            refusals.add(
                    field + "deployments",
                    now.progress(),
                    "no service deployment of somebody else: wait until it has ended, or stop it");
        }
        revision.settings()
                .keySet()
                .forEach(key -> refusals.add(
                        "revision.settings." + key,
                        String.valueOf(revision.settings().get(key)),
                        "none: the settings of a revision are those of its service"));
        if (!PairedService.shortName(revision.definition()).contains(":")) {
            // The family alone means its latest revision, which may be another one when ECS starts it.
            refusals.add("revision", revision.definition(), "a task definition with its revision, as in family:42");
        }
        DefinitionCheck.read(api, revision, refusals)
                .ifPresent(
                        definition -> DefinitionCheck.ports(revision, definition, service.loadBalancers(), refusals));
        // Needed later, while green starts. Reading it now shows whether the permission is missing.
        api.tasks(now.ref(), DesiredStatus.STOPPED);
        refusals.throwIfAny("ecs:UpdateService", now.ref());
    }
}
