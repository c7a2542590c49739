package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.spi.CallRunner.Operation;
import java.time.Duration;

/**
 * Whether an engine renews its lease in time (I18): when a third of it is over, or as soon as the last try has failed, whatever else it
 * has to do.
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

    /** The lease is that long: the next try begins a third of it later, or after the longest that one may take and a pause. */
    void lasts(Duration lease) {
        long nanos = lease.toNanos();
        limit = nanos / 3 + Math.min(LONGEST_TRY, nanos / 3 * 2) + PAUSE;
    }

    /** The engine begins a call. */
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

    /** The engine stands still until then. */
    void standsStill(long until) {
        lastTry = Math.max(lastTry, until);
    }

    /** The engine closes, and needs its lease no longer. */
    void ends() {
        ended = true;
    }
}
