package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/** How a world's scheduler treats tasks. Guarded by its world's lock. */
final class TaskPolicy {
    private long drainTime;
    private long replaceAfter = SimulatedTask.NEVER;

    /** Returns how long a stopping task still answers the requests it has begun. */
    long drainTime() {
        return drainTime;
    }

    void drainTime(Duration newDrainTime) {
        drainTime = newDrainTime.toNanos();
    }

    void replaceAfter(Duration unhealthy) {
        if (unhealthy.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException(
                    "after: \"" + unhealthy + "\" is not allowed; allowed: longer than zero");
        }
        replaceAfter = unhealthy.toNanos();
    }

    /** Returns when a task is replaced that has been unhealthy since an instant. */
    long replacedAt(long unhealthySince) {
        boolean never = unhealthySince == SimulatedTask.NEVER || replaceAfter == SimulatedTask.NEVER;
        return never ? SimulatedTask.NEVER : unhealthySince + replaceAfter;
    }
}
