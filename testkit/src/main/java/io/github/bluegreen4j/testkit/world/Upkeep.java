package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/** How a world's scheduler treats the tasks. Confined to its world's lock. */
final class Upkeep {
    private long drainTime;
    private long replaceAfter = SimulatedTask.NEVER;

    /** How long a stopped task still answers what is under way. */
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

    /** When a task is replaced that is unhealthy since then. */
    long replacedAt(long unhealthySince) {
        boolean never = unhealthySince == SimulatedTask.NEVER || replaceAfter == SimulatedTask.NEVER;
        return never ? SimulatedTask.NEVER : unhealthySince + replaceAfter;
    }
}
