package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may act for a service, as the journal has promised it. */
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

    /** Whether an engine owns a service, and will for so long. */
    boolean holds(ServiceRef service, String engine, long now, Duration length) {
        Claim claim = claims.get(service);
        return claim != null
                && claim.engine().equals(engine)
                && heldUntil.getOrDefault(engine, Long.MIN_VALUE) >= now + length.toNanos();
    }

    /** Whether another engine, whose lease is live, owns a service. */
    boolean isHeldByAnother(ServiceRef service, String engine, long now) {
        Claim claim = claims.get(service);
        return claim != null
                && !claim.engine().equals(engine)
                && heldUntil.getOrDefault(claim.engine(), Long.MIN_VALUE) > now;
    }

    /** The engine that owns a service; empty when none does. */
    Optional<String> owner(ServiceRef service) {
        return Optional.ofNullable(claims.get(service)).map(Claim::engine);
    }

    /** Whether that is the fence of the last claim on a service. */
    boolean isFence(ServiceRef service, long fence) {
        Claim claim = claims.get(service);
        return claim != null && claim.fence() == fence;
    }
}
