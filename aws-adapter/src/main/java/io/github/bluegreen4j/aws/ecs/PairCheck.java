package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;

/** Checks by reads alone whether a revision can be launched in either service of a pair. */
final class PairCheck {
    /** What must be the same for both services, because green is launched with the settings of the idle one. */
    private static final Map<String, Function<Service, Object>> SAME = new LinkedHashMap<>();

    static {
        SAME.put("launchType", service -> String.valueOf(service.launchTypeAsString()));
        SAME.put("capacityProviderStrategy", Service::capacityProviderStrategy);
        SAME.put("platformVersion", service -> String.valueOf(service.platformVersion()));
        SAME.put("networkConfiguration", service -> String.valueOf(service.networkConfiguration()));
        SAME.put("placementConstraints", Service::placementConstraints);
        SAME.put("placementStrategy", Service::placementStrategy);
        SAME.put("loadBalancers.containerName", service -> balancers(service, LoadBalancer::containerName));
        SAME.put("loadBalancers.containerPort", service -> balancers(service, LoadBalancer::containerPort));
        SAME.put("serviceConnectConfiguration", PairCheck::serviceConnect);
    }

    private final EcsApi api;
    private final ServicePair pair;
    private final RevisionSpec revision;
    private final Optional<ScalableTargets> scalable;
    private final Refusals refusals = new Refusals();

    PairCheck(EcsApi api, ServicePair pair, RevisionSpec revision, Optional<ScalableTargets> scalable) {
        this.scalable = scalable;
        this.api = api;
        this.pair = pair;
        this.revision = revision;
    }

    private static Object balancers(Service service, Function<LoadBalancer, Object> part) {
        return service.loadBalancers().stream().map(part).map(String::valueOf).toList();
    }

    private static Object serviceConnect(Service service) {
        return service.deployments().stream()
                .filter(rollout -> "PRIMARY".equals(rollout.status()))
                .map(rollout -> String.valueOf(rollout.serviceConnectConfiguration()))
                .findFirst()
                .orElse("null");
    }

    void check(TargetGroups groups) {
        if (pair.answer().find(pair.ref()).isEmpty()) {
            pair.answer().get(pair.ref());
        }
        pair.services().forEach(service -> ServicePair.controllers(service, refusals));
        refusals.throwIfAny("ecs:UpdateService", pair.ref());
        checkTwin();
        pair.services().forEach(service -> check(service, groups));
        revision.settings()
                .keySet()
                .forEach(key -> refusals.add(
                        "revision.settings." + key,
                        String.valueOf(revision.settings().get(key)),
                        "none: the settings of a pair are those of its services"));
        if (!PairedService.shortName(revision.definition()).contains(":")) {
            // The family alone means its latest revision, which may be another one when ECS starts it.
            refusals.add("revision", revision.definition(), "a task definition with its revision, as in family:42");
        }
        DefinitionCheck.read(api, revision, refusals)
                .ifPresent(definition -> DefinitionCheck.ports(
                        revision, definition, pair.services().get(0).service().loadBalancers(), refusals));
        scalable.ifPresent(targets -> PairScaling.read(targets, pair).check(refusals));
        // Needed later, while green starts. Reading it now shows whether the permission is missing.
        api.tasks(pair.ref(), DesiredStatus.STOPPED);
        refusals.throwIfAny("ecs:UpdateService", pair.ref());
    }

    private void checkTwin() {
        if (pair.services().size() < 2) {
            refusals.add(
                    "service",
                    pair.ref().toString(),
                    "a service with a twin: create " + pair.twin() + " with \"bluegreen pair create\"");
            refusals.throwIfAny("ecs:DescribeServices", pair.ref());
        }
        twin(pair.services().get(0), pair.services().get(1), refusals);
    }

    /** Refuses a service that is not the twin of the other, or differs from it in what must be the same. */
    static void twin(PairedService service, PairedService twin, Refusals refusals) {
        String arn = service.service().serviceArn();
        if (!twin.marks().twinOf().equals(Optional.of(arn))) {
            refusals.add(
                    "service " + twin.ref() + ": tag " + PairMarks.TWIN_OF,
                    twin.marks().twinOf().orElse("(missing)"),
                    arn + ": the tag says that the engine may change this service");
        }
        differences(service.service(), twin.service())
                .forEach((field, values) -> refusals.add(
                        "service " + twin.ref() + ": " + field,
                        values.get(1),
                        values.get(0) + ", as in " + service.ref() + ": update one of them"));
    }

    /** Refuses what no pair can have. */
    static void shape(PairedService service, Refusals refusals) {
        String field = "service " + service.ref() + ": ";
        int balancers = service.service().loadBalancers().size();
        if (balancers != 1) {
            refusals.add(field + "loadBalancers", balancers + " of them", "one, with a target group");
        }
        if (!service.service().serviceRegistries().isEmpty()) {
            refusals.add(
                    field + "serviceRegistries",
                    service.service().serviceRegistries().size() + " of them",
                    "none: clients that find it by DNS would reach green before any shift, and nothing afterwards");
        }
        if (service.service().schedulingStrategy() == SchedulingStrategy.DAEMON) {
            refusals.add(field + "schedulingStrategy", "DAEMON", "REPLICA: a daemon has no desired count");
        }
    }

    /** Returns the fields in which two services differ and must not, with both values. */
    static Map<String, List<String>> differences(Service service, Service twin) {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        SAME.forEach((field, value) -> {
            if (!Objects.equals(value.apply(service), value.apply(twin))) {
                differences.put(
                        field, List.of(String.valueOf(value.apply(service)), String.valueOf(value.apply(twin))));
            }
        });
        return differences;
    }

    private void check(PairedService service, TargetGroups groups) {
        ServiceRef ref = service.ref();
        shape(service, refusals);
        if (!groups.contains(service.group())) {
            refusals.add(
                    "service " + ref + ": loadBalancers.targetGroupArn",
                    service.group().id(),
                    "one of the two target groups of the specification, " + groups.first() + " and " + groups.second());
        }
        if (pair.services().stream()
                        .filter(other -> other.group().equals(service.group()))
                        .count()
                > 1) {
            refusals.add(
                    "service " + ref + ": loadBalancers.targetGroupArn",
                    service.group().id(),
                    "another target group than that of the other service of the pair");
        }
        if (service.isReplacedByOthers()) {
            refusals.add(
                    "service " + ref + ": deployments",
                    service.newestId() + " of " + service.definition() + " is in progress",
                    "no rolling deployment of somebody else: wait until it is completed");
        }
    }
}
