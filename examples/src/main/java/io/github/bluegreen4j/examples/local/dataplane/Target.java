package io.github.bluegreen4j.examples.local.dataplane;

import java.util.OptionalLong;

/** A registered target: its health, and what it has in flight. Guarded by the load balancer's lock. */
final class Target {

    private final String id;
    private final String owner;
    private final int port;
    private final Settings settings;
    private TargetState health = TargetState.INITIAL;
    private int passed;
    private int failed;
    private int inFlight;
    private OptionalLong drainsUntil = OptionalLong.empty();

    Target(String id, String owner, int port, Settings settings) {
        this.id = id;
        this.owner = owner;
        this.port = port;
        this.settings = settings;
    }

    int port() {
        return port;
    }

    boolean isSame(String otherOwner, int otherPort) {
        return owner.equals(otherOwner) && port == otherPort;
    }

    /** Takes the answer of a health check. */
    void checked(boolean well) {
        passed = well ? passed + 1 : 0;
        failed = well ? 0 : failed + 1;
        if (passed >= settings.healthyAfter()) {
            health = TargetState.HEALTHY;
        } else if (failed >= settings.unhealthyAfter()) {
            health = TargetState.UNHEALTHY;
        }
    }

    /** Nobody has checked it for a while: what was known is no longer. */
    void forgetHealth() {
        health = TargetState.INITIAL;
        passed = 0;
        failed = 0;
    }

    void drain(long now) {
        if (drainsUntil.isEmpty()) {
            drainsUntil = OptionalLong.of(now + settings.deregistrationDelay().toNanos());
        }
    }

    void stopDraining() {
        drainsUntil = OptionalLong.empty();
        forgetHealth();
    }

    boolean isDraining() {
        return drainsUntil.isPresent();
    }

    /** Whether it was deregistered and has nothing left to finish, or no time left for it. */
    boolean isDrained(long now) {
        return isDraining() && (inFlight == 0 || now - drainsUntil.getAsLong() >= 0);
    }

    boolean takesRequests() {
        return health == TargetState.HEALTHY && !isDraining();
    }

    void begin() {
        inFlight++;
    }

    void end() {
        inFlight--;
    }

    TargetView view(boolean groupIsUsed) {
        TargetState unlessDraining = groupIsUsed ? health : TargetState.UNUSED;
        return new TargetView(id, owner, port, isDraining() ? TargetState.DRAINING : unlessDraining, inFlight);
    }
}
