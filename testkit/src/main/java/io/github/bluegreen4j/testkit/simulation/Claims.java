package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The claims and leases that the journal has granted. */
final class Claims {
    private final Map<String, Long> heldUntil = new HashMap<>();
    private final Map<ServiceRef, Claim> claims = new HashMap<>();

    private record Claim(String engine, long fence) {}

    void renewed(String engine, Duration length, long now) {
        heldUntil.put(engine, now + length.toNanos());
    }

    void claimed(ServiceRef service, String engine, long fence) {
        claims.put(service, new Claim(engine, fence));
    }

    void released(ServiceRef service, String engine) {
        claims.computeIfPresent(service, (key, claim) -> claim.engine().equals(engine) ? null : claim);
    }

    /** Tells whether an engine owns a service and will own it for a given time. */
    boolean holds(ServiceRef service, String engine, long now, Duration length) {
        Claim claim = claims.get(service);
        return claim != null
                && claim.engine().equals(engine)
                && heldUntil.getOrDefault(engine, Long.MIN_VALUE) >= now + length.toNanos();
    }

    /** Tells whether another engine with a valid lease owns a service. */
    boolean isHeldByAnother(ServiceRef service, String engine, long now) {
        Claim claim = claims.get(service);
        return claim != null
                && !claim.engine().equals(engine)
                && heldUntil.getOrDefault(claim.engine(), Long.MIN_VALUE) > now;
    }

    /** Returns the engine that owns a service; empty if none does. */
    Optional<String> owner(ServiceRef service) {
        return Optional.ofNullable(claims.get(service)).map(Claim::engine);
    }

    /** Tells whether a fence is that of the last claim on a service. */
    boolean isFence(ServiceRef service, long fence) {
        Claim claim = claims.get(service);
        return claim != null && claim.fence() == fence;
    }
}
