package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * An autoscaler that decides at an interval, and scales in only while that is not suspended. Guarded by its world's lock.
 */
final class SimulatedAutoscaler {
    private final ServiceRef service;
    private final long every;
    private final ToIntFunction<Duration> wanted;
    private final long start;
    private long next;

    /** @param wanted the desired count, given the time since the autoscaler was added */
    SimulatedAutoscaler(ServiceRef service, Duration every, ToIntFunction<Duration> wanted, long now) {
        if (every.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("every: \"" + every + "\" is not allowed; allowed: longer than zero");
        }
        this.service = service;
        this.every = every.toNanos();
        this.wanted = wanted;
        this.start = now;
        this.next = now + this.every;
    }

    boolean scales(ServiceRef other) {
        return service.equals(other);
    }

    /** Makes its service scalable and leaves the suspension of scale-in as it is. */
    void enable(SimulatedState state) {
        SimulatedService scaled = state.service(service);
        scaled.scaleIn(new ScaleInSetting(true, scaled.scaleIn().suspended()));
    }

    long next() {
        return next;
    }

    void look(SimulatedState state, long now) {
        if (now < next) {
            return;
        }
        next += every;
        SimulatedService scaled = state.service(service);
        int count = wanted.applyAsInt(Duration.ofNanos(now - start));
        boolean in = count < scaled.desired();
        if (count != scaled.desired() && !(in && scaled.scaleIn().suspended())) {
            scaled.desire(count, now);
        }
    }
}
