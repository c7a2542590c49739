package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * The scalable targets of a pair, as they were just read. At any time at least one of them has the limits that the user set; the one of
 * the service at rest is at rest, too: minimum and maximum 0, all scaling suspended.
 *
 * <p>The limits move with the tasks. Each change is made before the request to ECS that makes it necessary or visible, so a call that was
 * cut off is repeated: green may scale out before the engine finds it launched, and blue's target rests before blue is scaled to 0.
 */
final class PairScaling {
    private static final Logger LOG = LoggerFactory.getLogger(PairScaling.class);
    static final SuspendedState EVERYTHING = SuspendedState.builder()
            .dynamicScalingInSuspended(true)
            .dynamicScalingOutSuspended(true)
            .scheduledScalingSuspended(true)
            .build();

    private final ScalableTargets api;
    private final ServicePair pair;
    private final Map<ServiceRef, ScalableTarget> targets;

    PairScaling(ScalableTargets api, ServicePair pair, Map<ServiceRef, ScalableTarget> targets) {
        this.api = api;
        this.pair = pair;
        this.targets = targets;
    }

    static PairScaling read(ScalableTargets api, ServicePair pair) {
        return new PairScaling(api, pair, api.of(List.of(pair.ref(), pair.twin())));
    }

    /** Returns the limits of a service, unless it has no scalable target or a resting one. */
    private Optional<ScalingLimits> limits(ServiceRef service) {
        return Optional.ofNullable(targets.get(service)).map(ScalingLimits::of).filter(limits -> !limits.isAtRest());
    }

    private ScalableTarget target(ServiceRef service) {
        return Objects.requireNonNull(targets.get(service), "the service has no scalable target");
    }

    private ServiceRef other(ServiceRef service) {
        return service.equals(pair.ref()) ? pair.twin() : pair.ref();
    }

    private Optional<PairedService> paired(ServiceRef service) {
        return pair.services().stream().filter(one -> one.ref().equals(service)).findFirst();
    }

    static SuspendedState suspended(ScalableTarget target) {
        return target.suspendedState() == null ? SuspendedState.builder().build() : target.suspendedState();
    }

    static boolean isScaleInSuspended(ScalableTarget target) {
        return Boolean.TRUE.equals(suspended(target).dynamicScalingInSuspended());
    }

    /** Returns the limits that a service takes over from the other one; empty if it has none to take. */
    Optional<ScalingLimits> taken(ServiceRef service) {
        return targets.containsKey(service) ? limits(other(service)) : Optional.empty();
    }

    /**
     * Lets a service scale out before its tasks are started. It gets the other one's maximum, and what is suspended there, but no minimum:
     * that could start tasks of the old task definition.
     */
    void prepare(ServiceRef service) {
        taken(service).map(ScalingLimits::withoutMinimum).ifPresent(wanted -> {
            SuspendedState state = suspended(target(other(service)));
            limits(service)
                    .filter(own -> !own.equals(wanted))
                    .ifPresent(own -> LOG.warn(
                            "service {}: its scalable target is {}, though it should be at rest; it becomes {}, as that of {}",
                            service,
                            own,
                            wanted,
                            other(service)));
            boolean isDone = limits(service).equals(Optional.of(wanted))
                    && suspended(target(service)).equals(state);
            if (!isDone) {
                api.set(service, wanted, state);
            }
        });
    }

    /** Gives a service the other one's minimum, once its tasks have been started. */
    void complete(ServiceRef service) {
        taken(service).filter(wanted -> wanted.min() > 0).ifPresent(wanted -> api.set(service, wanted));
    }

    /** Puts the target of a service at rest, unless it is the only one with limits. */
    void rest(ServiceRef service) {
        ScalableTarget target = targets.get(service);
        boolean isResting = target != null
                && ScalingLimits.of(target).equals(ScalingLimits.AT_REST)
                && suspended(target).equals(EVERYTHING);
        if (target != null && !isResting && limits(other(service)).isPresent()) {
            api.set(service, ScalingLimits.AT_REST, EVERYTHING);
        }
    }

    /**
     * Gives the service that becomes PRIMARY the limits that the other one has now. What somebody set on it in the middle stays. An idle
     * service that lent its limits to a first deployment rests afterwards.
     */
    void settle(PairedService primary) {
        ServiceRef service = primary.ref();
        ServiceRef other = other(service);
        Optional<ScalingLimits> theirs = limits(other);
        if (!targets.containsKey(service) || theirs.isEmpty()) {
            return;
        }
        ScalingLimits own = ScalingLimits.of(target(service));
        Optional<ScalingLimits> launched = primary.marks().limits();
        boolean isOurs = own.isAtRest() || isLaunched(own, launched);
        if (own.equals(theirs.get())) {
            LOG.debug("service {}: its scalable target is {}", service, own);
        } else if (launched.isPresent() && !theirs.equals(launched)) {
            LOG.warn(
                    "service {}: somebody changed its scalable target from {} to {} during the deployment; {}",
                    other,
                    launched.get(),
                    theirs.get(),
                    isOurs ? service + " gets the same" : service + " keeps " + own + ", which somebody set there");
        } else if (!isOurs) {
            LOG.warn(
                    "service {}: somebody changed its scalable target to {} during the deployment; that stays",
                    service,
                    own);
        }
        if (own.isAtRest()) {
            api.set(service, theirs.get(), suspended(target(other)));
        } else if (isOurs && !theirs.get().equals(own)) {
            api.set(service, theirs.get());
        }
        if (paired(other).filter(PairedService::hasRevision).isEmpty()) {
            api.set(other, ScalingLimits.AT_REST, EVERYTHING);
        }
    }

    private static boolean isLaunched(ScalingLimits own, Optional<ScalingLimits> launched) {
        return launched.filter(limits -> own.equals(limits) || own.equals(limits.withoutMinimum()))
                .isPresent();
    }

    /** Returns the services whose targets scale them: those that run a revision, or all that are not at rest if none does. */
    List<ServiceRef> awake() {
        List<ServiceRef> all = targets.keySet().stream()
                .filter(service -> limits(service).isPresent())
                .toList();
        List<ServiceRef> used = all.stream()
                .filter(service ->
                        paired(service).filter(PairedService::hasRevision).isPresent())
                .toList();
        return used.isEmpty() ? all : used;
    }

    void suspend() {
        awake().stream()
                .filter(service -> !isScaleInSuspended(target(service)))
                .forEach(service -> api.set(service, state(service, true)));
    }

    /**
     * Allows scale-in again, with its minimum where the launch was cut off. A target of a service without a revision rests, if a launch
     * that was cut off, or never took effect, woke it.
     */
    void restore() {
        List<ServiceRef> awake = awake();
        targets.keySet().stream()
                .filter(service -> !awake.contains(service) && limits(service).isPresent())
                .forEach(this::rest);
        for (ServiceRef service : awake) {
            // What is PRIMARY has its minimum. If it is 0 there, somebody wants it so.
            paired(service)
                    .filter(one -> !one.isPrimary())
                    .map(PairedService::marks)
                    .flatMap(PairMarks::limits)
                    .filter(launched ->
                            launched.min() > 0 && limits(service).equals(Optional.of(launched.withoutMinimum())))
                    .ifPresent(launched -> api.set(service, launched));
            if (isScaleInSuspended(target(service))) {
                api.set(service, state(service, false));
            }
        }
    }

    ScaleInSetting setting() {
        List<ServiceRef> awake = awake();
        return awake.isEmpty()
                ? ScaleInSetting.NOT_SCALABLE
                : new ScaleInSetting(true, awake.stream().anyMatch(service -> isScaleInSuspended(target(service))));
    }

    /** Refuses a pair in which one service has no scalable target, or both have one at rest. */
    void check(Refusals refusals) {
        if (targets.isEmpty()) {
            return;
        }
        List.of(pair.ref(), pair.twin()).stream()
                .filter(service -> !targets.containsKey(service))
                .forEach(service -> refusals.add(
                        "service.scalableTarget",
                        ScalableTargets.id(service) + ": (missing)",
                        "one for each service, or none: "
                                + (service.equals(pair.twin())
                                        ? "\"bluegreen pair create\" makes that of the twin"
                                        : "register it, or deregister that of " + pair.twin())));
        if (limits(pair.ref()).isEmpty() && limits(pair.twin()).isEmpty()) {
            refusals.add(
                    "service.scalableTarget",
                    ScalableTargets.id(pair.ref()) + ": maximum 0",
                    "a minimum and a maximum for the service that serves; the other one gets them from it");
        }
    }

    private SuspendedState state(ServiceRef service, boolean suspendsScaleIn) {
        return suspended(target(service)).toBuilder()
                .dynamicScalingInSuspended(suspendsScaleIn)
                .build();
    }
}
