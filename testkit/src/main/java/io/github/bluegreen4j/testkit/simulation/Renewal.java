package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.spi.CallRunner.Operation;
import java.time.Duration;

/**
 * Checks that an engine renews its lease in time (I18): after a third of its length, or as soon as the last attempt has
 * failed, whatever else it does.
 */
final class Renewal {
    private static final long LONGEST_TRY = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final String engine;
    private long limit = Long.MAX_VALUE;
    private long lastTry;
    private boolean ended;

    Renewal(String engine, long now) {
        this.engine = engine;
        this.lastTry = now;
    }

    /**
     * Sets the length of the lease. The next attempt must start a third of it later, or after the longest attempt and a
     * pause.
     */
    void lasts(Duration lease) {
        long nanos = lease.toNanos();
        limit = nanos / 3 + Math.min(LONGEST_TRY, nanos / 3 * 2) + PAUSE;
    }

    /** Records that the engine starts a call. */
    void began(Operation operation, long now) {
        if (operation == Operation.RENEW) {
            lastTry = Math.max(lastTry, now);
        } else if (!ended) {
            WorldInvariant.I18.require(
                    now - lastTry <= limit,
                    () -> engine + " begins " + operation + ", but has not tried to renew its lease for "
                            + Duration.ofNanos(now - lastTry));
        }
    }

    /** Records that the engine is suspended until an instant. */
    void standsStill(long until) {
        lastTry = Math.max(lastTry, until);
    }

    /** Records that the engine closes and no longer needs its lease. */
    void ends() {
        ended = true;
    }
}
