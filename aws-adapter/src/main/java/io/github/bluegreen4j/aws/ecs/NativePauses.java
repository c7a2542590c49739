package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** Prepares the engine's pauses on a service of ECS's own controller, and takes back what a deployment changed there. */
final class NativePauses implements AutoScalingGuard {
    private final EcsNative ecs;

    NativePauses(EcsNative ecs) {
        this.ecs = ecs;
    }

    @Override
    public AutoScalingGuard within(SendPermit permit) {
        return new NativePauses(ecs.within(permit));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case READ_SCALE_IN -> ecs.api().costs(EcsNative.READ);
            case SUSPEND_SCALE_IN, RESTORE_SCALE_IN -> ecs.api().costs(EcsNative.CHANGE);
            default -> List.of();
        };
    }

    private NativeService now(EcsApi within, ServiceRef service) {
        return ecs.reader().read(within, service);
    }

    /** {@return a setting that is suspended while the configuration of the service is the engine's} */
    @Override
    public ScaleInSetting read(ServiceRef service) {
        return ecs.api()
                .within(
                        "ecs pauses",
                        service,
                        EcsNative.READ,
                        within -> new ScaleInSetting(
                                true, now(within, service).marks().former().isPresent()));
    }

    /** Stores what the launch will change, so that it can be taken back. */
    @Override
    public void suspend(ServiceRef service) {
        ecs.api().change("ecs prepare", service, EcsNative.CHANGE, within -> {
            NativeService now = now(within, service);
            if (now.marks().former().isEmpty()) {
                within.tag(
                        service,
                        now.service().serviceArn(),
                        NativeMarks.prepared(NativeConfiguration.text(now.configuration())));
            }
        });
    }

    /**
     * Takes back what the launch changed. First, a service deployment of the engine that would still wait for it is stopped, and
     * ended: the engine calls this again until then.
     */
    @Override
    public void restore(ServiceRef service) {
        ecs.api().change("ecs release", service, EcsNative.CHANGE, within -> {
            NativeService now = now(within, service);
            Optional<String> former = now.marks().former();
            if (former.isEmpty()) {
                return;
            }
            if (now.owner().isPresent() && now.isOngoing() && !now.isLetGo()) {
                if (now.goesForward()) {
                    stop(within, now);
                }
                return;
            }
            DeploymentConfiguration present = now.configuration();
            boolean isReleased = NativeConfiguration.isReleased(present, former.get());
            if (isReleased && waitsForUs(now)) {
                NativeService.pause(now.newer())
                        .ifPresent(pause -> within.proceed(
                                service, now.newer().orElseThrow().serviceDeploymentArn(), pause));
            } else if (isReleased) {
                within.tag(service, now.service().serviceArn(), NativeMarks.released());
            } else {
                within.update(
                        service,
                        update -> update.deploymentConfiguration(NativeConfiguration.released(present, former.get())));
            }
        });
    }

    /**
     * Tells whether a service deployment that somebody else started in the middle has the engine's pause hook. Nobody guards it, so it is
     * let through.
     */
    private static boolean waitsForUs(NativeService now) {
        return NativeService.goesForward(now.newer())
                && now.newer().map(ServiceDeployment::deploymentConfiguration).stream()
                        .flatMap(configuration -> configuration.lifecycleHooks().stream())
                        .anyMatch(NativeConfiguration::isOurs)
                && !NativeService.isLast(now.newer());
    }

    /** AWS does not describe {@code ABORT}. Where ECS refuses it, only {@code ROLLBACK} leaves no pause that nobody answers. */
    private static void stop(EcsApi within, NativeService now) {
        String arn = now.deployment().orElseThrow().serviceDeploymentArn();
        try {
            within.stop(now.ref(), arn, StopServiceDeploymentStopType.ABORT);
        } catch (PortException refused) {
            if (refused.problem().kind() != Problem.Kind.REFUSED) {
                throw refused;
            }
            within.stop(now.ref(), arn, StopServiceDeploymentStopType.ROLLBACK);
        }
    }
}
