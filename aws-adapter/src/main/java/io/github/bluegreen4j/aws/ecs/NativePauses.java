package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

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
                                true, isChanged(now(within, service)), ScaleInSetting.Kind.PAUSE_HOOK));
    }

    private static boolean isChanged(NativeService now) {
        return now.marks().former().isPresent()
                || (now.marks().guarded().isEmpty()
                        && now.configuration().lifecycleHooks().stream().anyMatch(NativeConfiguration::isOurs));
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
                        NativeMarks.prepared(
                                now.marks().guarded().isPresent()
                                        ? NativeConfiguration.textWithPause(now.configuration())
                                        : NativeConfiguration.text(now.configuration())));
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
            if (!isChanged(now)) {
                return;
            }
            if (now.isOurs() && now.isOngoing() && !now.isLetGo()) {
                EcsNative.rollBack(within, now);
                return;
            }
            DeploymentConfiguration present = now.configuration();
            // If somebody removed the tag, only the hook is known to be the engine's.
            String former = now.marks().former().orElseGet(() -> NativeConfiguration.text(present));
            Optional<ServiceDeployment> waiting = waitsForUs(now);
            if (!NativeConfiguration.isReleased(present, former)) {
                within.update(
                        service,
                        update -> update.deploymentConfiguration(
                                NativeConfiguration.released(present, former, now.shiftsTest())));
            } else if (waiting.isPresent()) {
                NativeService.pause(waiting)
                        .ifPresent(
                                pause -> within.proceed(service, waiting.get().serviceDeploymentArn(), pause));
            } else {
                within.tag(service, now.service().serviceArn(), NativeMarks.released());
            }
        });
    }

    /**
     * Returns a service deployment that somebody else started in the middle, with the engine's pause hook. Without a
     * guard, it is let through.
     */
    private static Optional<ServiceDeployment> waitsForUs(NativeService now) {
        Optional<ServiceDeployment> others = now.isOurs() ? now.newer() : now.deployment();
        boolean waits = now.marks().guarded().isEmpty()
                && NativeService.goesForward(others)
                && NativeService.hasOurPause(others)
                && !NativeService.isLast(others);
        return waits ? others : Optional.empty();
    }
}
