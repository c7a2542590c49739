package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/**
 * How the tasks of a definition behave.
 *
 * @param startsAfter how long a task is pending
 * @param healthyAfter how long it then takes its target group to find the task healthy
 * @param fate what becomes of it
 * @param up how long a task that flaps or exits stays healthy at a time; zero for every other fate
 * @param down how long a task that flaps is then unhealthy; zero for every other fate
 */
public record TaskBehaviour(Duration startsAfter, Duration healthyAfter, Fate fate, Duration up, Duration down) {

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
        /** It starts, is found healthy, and exits; another one is started in its place, again and again. */
        EXITS,
        /** It starts and is found healthy, but answers every request with an error. */
        ERRS
    }

    /** Checks that a task that fails, exits or flaps takes some time to do so. */
    public TaskBehaviour {
        if (startsAfter.isNegative() || healthyAfter.isNegative()) {
            throw new IllegalArgumentException("a behaviour takes no negative time");
        }
        if (fate == Fate.FAILS && startsAfter.isZero()) {
            throw new IllegalArgumentException("a task that fails at once would fail without end");
        }
        check("up", up, fate, fate == Fate.FLAPS || fate == Fate.EXITS, "where it flaps or exits");
        check("down", down, fate, fate == Fate.FLAPS, "where it flaps");
    }

    private static void check(String name, Duration value, Fate fate, boolean needed, String where) {
        if (needed != (value.compareTo(Duration.ZERO) > 0)) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" is not allowed for a task that " + fate
                    + "; allowed: longer than zero " + where + ", zero otherwise");
        }
    }

    private TaskBehaviour(Duration startsAfter, Duration healthyAfter, Fate fate) {
        this(startsAfter, healthyAfter, fate, Duration.ZERO, Duration.ZERO);
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

    /** As this one, but once healthy it is unhealthy and healthy by turns, each for that time, longer than zero. */
    public TaskBehaviour flapping(Duration every) {
        return flapping(every, every);
    }

    /** As this one, but once healthy it stays so for one time and is then unhealthy for another, again and again. */
    public TaskBehaviour flapping(Duration up, Duration down) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.FLAPS, up, down);
    }

    /**
     * As this one, but every task exits so long after it was healthy, longer than zero. It counts as failed, and another one is
     * started in its place.
     */
    public TaskBehaviour exiting(Duration after) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.EXITS, after, Duration.ZERO);
    }

    /** As this one, but it answers every request with an error, although its health checks are good. */
    public TaskBehaviour erring() {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.ERRS);
    }
}
