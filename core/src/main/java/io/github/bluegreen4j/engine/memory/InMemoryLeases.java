package io.github.bluegreen4j.engine.memory;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The leases and claims of an {@link InMemoryJournal}, which confines them. An engine has one lease. A service stores
 * its engine and the highest fence that was ever issued for it.
 */
final class InMemoryLeases {
    /** The fence of a service that nobody ever claimed. */
    static final long NEVER_CLAIMED = 0;

    private final TimeSource time;
    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<ServiceRef, Claim> claims = new HashMap<>();

    private record Lease(long since, long length) {}

    private record Claim(Optional<String> engine, long fence) {}

    InMemoryLeases(TimeSource time) {
        this.time = time;
    }

    void renew(String engine, Duration length) {
        leases.put(engine, new Lease(time.nanos(), length.toNanos()));
    }

    /** The difference of two counts is the time that has passed, wherever the count starts. */
    private boolean holds(String engine) {
        Lease lease = leases.get(engine);
        return lease != null && time.nanos() - lease.since() < lease.length();
    }

    Optional<Long> claim(ServiceRef service, String engine) {
        Claim claim = claims.getOrDefault(service, new Claim(Optional.empty(), NEVER_CLAIMED));
        if (!holds(engine)) {
            return Optional.empty();
        }
        if (claim.engine().equals(Optional.of(engine))) {
            return Optional.of(claim.fence());
        }
        if (claim.engine().filter(this::holds).isPresent()) {
            return Optional.empty();
        }
        long fence = claim.fence() + 1;
        claims.put(service, new Claim(Optional.of(engine), fence));
        return Optional.of(fence);
    }

    void release(ServiceRef service, String engine) {
        claims.computeIfPresent(
                service,
                (key, claim) -> claim.engine().equals(Optional.of(engine))
                        ? new Claim(Optional.empty(), claim.fence())
                        : claim);
    }

    /** Whether another engine with a valid lease owns the service. */
    boolean isHeldByAnother(ServiceRef service, String engine) {
        Claim claim = claims.get(service);
        return claim != null
                && claim.engine()
                        .filter(owner -> !owner.equals(engine) && holds(owner))
                        .isPresent();
    }

    /** The highest fence that was ever given for a service. */
    long fence(ServiceRef service) {
        Claim claim = claims.get(service);
        return claim == null ? NEVER_CLAIMED : claim.fence();
    }
}
