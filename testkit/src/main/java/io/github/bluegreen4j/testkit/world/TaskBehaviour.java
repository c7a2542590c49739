package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/**
 * How the tasks of a definition behave.
 *
 * @param startsAfter how long a task is pending
 * @param healthyAfter how long it then takes its target group to find the task healthy
 * @param fate what becomes of it
 * @param period how long a flapping task stays healthy or unhealthy; zero for every other fate
 */
public record TaskBehaviour(Duration startsAfter, Duration healthyAfter, Fate fate, Duration period) {

    /** What becomes of a task. */
    public enum Fate {
        /** It starts, and is found healthy. */
        HEALTHY,
        /** It starts, and is found unhealthy. */
        UNHEALTHY,
        /** It fails instead of starting, and another one is started in its place, again and again. */
        FAILS,
        /** It starts, and is found healthy and unhealthy by turns. */
        FLAPS,
        /** It starts and is found healthy, but answers every request with an error. */
        ERRS
    }

    /** Checks that a task that fails, or flaps, takes some time to do so. */
    public TaskBehaviour {
        if (startsAfter.isNegative() || healthyAfter.isNegative()) {
            throw new IllegalArgumentException("a behaviour takes no negative time");
        }
        if (fate == Fate.FAILS && startsAfter.isZero()) {
            throw new IllegalArgumentException("a task that fails at once would fail without end");
        }
        if ((fate == Fate.FLAPS) != (period.compareTo(Duration.ZERO) > 0)) {
            throw new IllegalArgumentException("period: " + period + " is not allowed for a task that " + fate
                    + "; allowed: longer than zero where it flaps, zero otherwise");
        }
    }

    private TaskBehaviour(Duration startsAfter, Duration healthyAfter, Fate fate) {
        this(startsAfter, healthyAfter, fate, Duration.ZERO);
    }

    /** Running and healthy at once. */
    public static TaskBehaviour instant() {
        return healthy(Duration.ZERO, Duration.ZERO);
    }

    /** Running after one time and healthy after another. */
    public static TaskBehaviour healthy(Duration startsAfter, Duration healthyAfter) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.HEALTHY);
    }

    /** Running at once, and found unhealthy at once. */
    public static TaskBehaviour unhealthy() {
        return new TaskBehaviour(Duration.ZERO, Duration.ZERO, Fate.UNHEALTHY);
    }

    /** Every task fails after that time, longer than zero. */
    public static TaskBehaviour fails(Duration after) {
        return new TaskBehaviour(after, Duration.ZERO, Fate.FAILS);
    }

    /** As this one, but once healthy it is unhealthy and healthy by turns. */
    public TaskBehaviour flapping(Duration every) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.FLAPS, every);
    }

    /** As this one, but it answers every request with an error, although its health checks are good. */
    public TaskBehaviour erring() {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.ERRS);
    }
}
