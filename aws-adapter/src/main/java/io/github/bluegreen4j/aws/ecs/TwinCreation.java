package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.TargetGroupRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Creates the twin of an existing service, which is only read. */
final class TwinCreation {
    private static final String OPERATION = "ecs:CreateService";

    private final EcsApi api;
    private final ServicePair pair;
    private final TargetGroupRef group;
    private final Optional<ScalableTargets> scalable;
    private final Refusals refusals = new Refusals();

    TwinCreation(EcsApi api, ServicePair pair, TargetGroupRef group, Optional<ScalableTargets> scalable) {
        this.scalable = scalable;
        this.api = api;
        this.pair = pair;
        this.group = group;
    }

    Twin create() {
        if (pair.answer().find(pair.ref()).isEmpty()) {
            pair.answer().get(pair.ref());
        }
        PairedService service = pair.services().get(0);
        check(service);
        Optional<PairedService> existing = pair.services().stream().skip(1).findFirst();
        existing.ifPresent(twin -> check(service, twin));
        refusals.throwIfAny(OPERATION, pair.twin());
        return existing.map(twin -> twin(service, twin.service(), twin.isEmpty(), false))
                .orElseGet(() -> twin(service, api.create(pair.twin(), request(service.service())), true, true));
    }

    private Twin twin(PairedService service, Service twin, boolean isIdle, boolean created) {
        List<String> notes = scalable.map(
                        targets -> new TwinScaling(targets, service, pair.twin(), group).create(isIdle))
                .orElse(List.of());
        return new Twin(
                pair.ref(),
                pair.twin(),
                twin.serviceArn(),
                PairedService.shortName(twin.taskDefinition()),
                group,
                created,
                notes);
    }

    private void check(PairedService service) {
        ServicePair.controllers(service, refusals);
        PairCheck.shape(service, refusals);
        if (service.group().equals(group)) {
            refusals.add("targetGroup", group.id(), "another target group than that of " + service.ref());
        }
    }

    /** Refuses a twin that exists and differs. */
    private void check(PairedService service, PairedService twin) {
        ServicePair.controllers(twin, refusals);
        PairCheck.shape(twin, refusals);
        PairCheck.twin(service, twin, refusals);
        if (!twin.group().equals(group)) {
            refusals.add("targetGroup", group.id(), "that of the existing " + twin.ref() + ", " + twin.group());
        }
    }

    private CreateServiceRequest request(Service service) {
        LoadBalancer balancer = service.loadBalancers().get(0);
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .cluster(pair.twin().cluster())
                .serviceName(pair.twin().name())
                .clientToken(UUID.nameUUIDFromBytes(
                                ("twin of " + service.serviceArn() + " in " + group).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .taskDefinition(service.taskDefinition())
                .desiredCount(0)
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(group.id())
                        .containerName(balancer.containerName())
                        .containerPort(balancer.containerPort())
                        .build())
                .deploymentConfiguration(service.deploymentConfiguration())
                .networkConfiguration(service.networkConfiguration())
                .platformVersion(service.platformVersion())
                .healthCheckGracePeriodSeconds(service.healthCheckGracePeriodSeconds())
                .enableECSManagedTags(service.enableECSManagedTags())
                .enableExecuteCommand(service.enableExecuteCommand())
                .availabilityZoneRebalancing(service.availabilityZoneRebalancing())
                .tags(tags(service));
        if (service.propagateTags() != PropagateTags.NONE) {
            request.propagateTags(service.propagateTags());
        }
        if (!service.placementConstraints().isEmpty()) {
            request.placementConstraints(service.placementConstraints());
        }
        if (!service.placementStrategy().isEmpty()) {
            request.placementStrategy(service.placementStrategy());
        }
        // A service has either capacity providers or a launch type.
        if (service.capacityProviderStrategy().isEmpty()) {
            request.launchType(service.launchTypeAsString());
        } else {
            request.capacityProviderStrategy(service.capacityProviderStrategy());
        }
        newest(service).ifPresent(rollout -> {
            request.serviceConnectConfiguration(rollout.serviceConnectConfiguration());
            if (!rollout.volumeConfigurations().isEmpty()) {
                request.volumeConfigurations(rollout.volumeConfigurations());
            }
        });
        return request.build();
    }

    private static Optional<Deployment> newest(Service service) {
        return service.deployments().stream()
                .filter(rollout -> "PRIMARY".equals(rollout.status()))
                .findFirst();
    }

    private static boolean isOfSomebody(@Nullable String key) {
        return key != null && !key.startsWith("aws:") && !key.startsWith(EngineTags.PREFIX);
    }

    private static List<Tag> tags(Service service) {
        List<Tag> tags = new ArrayList<>();
        service.tags().stream().filter(tag -> isOfSomebody(tag.key())).forEach(tags::add);
        tags.add(
                Tag.builder().key(PairMarks.TWIN_OF).value(service.serviceArn()).build());
        return tags;
    }
}
