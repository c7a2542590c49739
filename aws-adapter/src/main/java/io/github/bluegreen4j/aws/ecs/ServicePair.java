package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * A service and its twin.
 *
 * @param ref the service, by which specifications name the pair
 * @param twin its twin
 * @param services those of the two that exist, the service first
 * @param answer why the others are missing
 */
record ServicePair(ServiceRef ref, ServiceRef twin, List<PairedService> services, EcsApi.Answer answer) {

    static ServicePair read(EcsApi api, ServiceRef ref, ServiceRef twin) {
        return of(ref, twin, api.servicesWithTags(List.of(ref, twin)));
    }

    static ServicePair of(ServiceRef ref, ServiceRef twin, EcsApi.Answer answer) {
        int first = answer.find(ref).map(PairMarks::of).map(PairMarks::primary).orElse(0);
        int second =
                answer.find(twin).map(PairMarks::of).map(PairMarks::primary).orElse(0);
        List<PairedService> services = new ArrayList<>();
        // Until a deployment was successful, the service that was there first is PRIMARY.
        answer.find(ref)
                .ifPresent(service -> services.add(new PairedService(
                        ref, service, PairMarks.of(service), first >= second && isUsed(service), isUsed(service))));
        answer.find(twin)
                .ifPresent(service ->
                        services.add(new PairedService(twin, service, PairMarks.of(service), second > first, false)));
        return new ServicePair(ref, twin, services, answer);
    }

    /** Tells whether a service runs, or ran, tasks. One that only says how many a first deployment shall run did not. */
    private static boolean isUsed(Service service) {
        PairMarks marks = PairMarks.of(service);
        return marks.primary() > 0
                || marks.desiredCount() == 0
                || Optional.ofNullable(service.desiredCount()).orElse(0) > 0;
    }

    /** Returns the service's desired count: that of the PRIMARY one, or what a first deployment shall run. */
    int desiredCount() {
        List<PairedService> used =
                services.stream().filter(PairedService::hasRevision).toList();
        return used.stream()
                .filter(PairedService::isPrimary)
                .findFirst()
                .map(PairedService::desired)
                .orElseGet(() -> Math.max(
                        services.stream()
                                .mapToInt(service -> service.marks().desiredCount())
                                .max()
                                .orElse(0),
                        used.stream().mapToInt(PairedService::desired).max().orElse(0)));
    }

    int highestPrimary() {
        return services.stream()
                .mapToInt(service -> service.marks().primary())
                .max()
                .orElse(0);
    }

    /** Tells whether the engine may change both services. */
    boolean isRolling() {
        return services.stream().allMatch(service -> isRolling(service.service()));
    }

    static boolean isRolling(Service service) {
        return controller(service).equals(DeploymentControllerType.ECS.toString())
                && strategy(service).equals(DeploymentStrategy.ROLLING.toString());
    }

    static String controller(Service service) {
        return service.deploymentController() == null
                ? DeploymentControllerType.ECS.toString()
                : service.deploymentController().typeAsString();
    }

    static String strategy(Service service) {
        return Optional.ofNullable(service.deploymentConfiguration())
                .flatMap(configuration -> Optional.ofNullable(configuration.strategyAsString()))
                .orElse(DeploymentStrategy.ROLLING.toString());
    }

    /** Refuses services that do not have ECS's rolling controller. */
    void checkControllers() {
        Refusals refusals = new Refusals();
        services.forEach(service -> controllers(service, refusals));
        refusals.throwIfAny("ecs:DescribeServices", ref);
    }

    static void controllers(PairedService paired, Refusals refusals) {
        Service service = paired.service();
        String field = "service " + paired.ref() + ": ";
        if (!controller(service).equals(DeploymentControllerType.ECS.toString())) {
            refusals.add(
                    field + "deploymentController",
                    controller(service),
                    "ECS: a pair needs two ordinary services; a service with the controller EXTERNAL is deployed with task sets");
        } else if (!strategy(service).equals(DeploymentStrategy.ROLLING.toString())) {
            refusals.add(
                    field + "deploymentConfiguration.strategy",
                    strategy(service),
                    "ROLLING: with any other strategy, ECS itself shifts the traffic");
        }
    }

    /** Returns the service whose tasks register in a target group. */
    PairedService in(TargetGroupRef group) {
        for (ServiceRef required : List.of(ref, twin)) {
            if (answer.find(required).isEmpty()) {
                answer.get(required);
            }
        }
        return services.stream()
                .filter(service -> service.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.REFUSED,
                        "ecs:UpdateService",
                        ref.toString(),
                        "neither " + ref + " nor " + twin + " registers its tasks in " + group)));
    }

    /** Returns the service that runs a revision now; empty if none does. */
    Optional<PairedService> find(RevisionRef revision) {
        return services.stream()
                .filter(service -> service.hasRevision() && service.revision().equals(revision))
                .findFirst();
    }

    /** Returns the service that runs a revision, which must exist. */
    PairedService get(RevisionRef revision) {
        return find(revision).orElseThrow(() -> {
            if (services.isEmpty()) {
                answer.get(ref);
            }
            return new PortException(new Problem(
                    Problem.Kind.GONE,
                    "ecs:DescribeServices",
                    revision.id(),
                    "neither " + ref + " nor " + twin + " runs it"));
        });
    }
}
