package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;

/** Suspends scale-in of a pair: of both services while both run tasks. Thread-safe. */
final class PairAutoScaling implements AutoScalingGuard {
    private static final Map<ApiGroup, Integer> READ =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.AUTO_SCALING_READ, 1);
    private static final Map<ApiGroup, Integer> CHANGE =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.AUTO_SCALING_READ, 1, ApiGroup.AUTO_SCALING_MODIFY, 1);

    private final EcsApi api;
    private final ScalableTargets targets;
    private final UnaryOperator<ServiceRef> twins;

    PairAutoScaling(EcsApi api, ScalableTargets targets, UnaryOperator<ServiceRef> twins) {
        this.api = api;
        this.targets = targets;
        this.twins = twins;
    }

    @Override
    public AutoScalingGuard within(SendPermit permit) {
        return new PairAutoScaling(api.within(permit), targets.within(permit), twins);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case READ_SCALE_IN -> targets.costs(READ);
            case SUSPEND_SCALE_IN, RESTORE_SCALE_IN -> targets.costs(CHANGE);
            default -> List.of();
        };
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code scaling-policies} warns of policies that only one of the services has, or that count the requests of the other one's
     * target group, in four requests.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(new WarningCheck(
                PairPolicyCheck.NAME,
                spec -> new PairAutoScaling(api.at(Urgency.START), targets.at(Urgency.START), twins)
                        .policies(spec.service())));
    }

    private List<Finding> policies(ServiceRef service) {
        ServiceRef twin = twins.apply(service);
        if (targets.of(List.of(service, twin)).isEmpty()) {
            return List.of(PairPolicyCheck.passed(service.toString(), "has no scalable target"));
        }
        List<PairedService> services = ServicePair.read(api, service, twin).services();
        return services.size() < 2
                ? List.of()
                : new PairPolicyCheck(
                                services.get(0), targets.policies(service), services.get(1), targets.policies(twin))
                        .findings();
    }

    /** Reads both scalable targets, and both services if there are any. */
    private PairScaling scaling(ServiceRef service) {
        ServiceRef twin = twins.apply(service);
        Map<ServiceRef, ScalableTarget> found = targets.of(List.of(service, twin));
        List<ServiceRef> read = found.isEmpty() ? List.of() : List.of(service, twin);
        return new PairScaling(targets, ServicePair.of(service, twin, api.servicesWithTags(read)), found);
    }

    @Override
    public ScaleInSetting read(ServiceRef service) {
        return scaling(service).setting();
    }

    @Override
    public void suspend(ServiceRef service) {
        scaling(service).suspend();
    }

    @Override
    public void restore(ServiceRef service) {
        scaling(service).restore();
    }
}
