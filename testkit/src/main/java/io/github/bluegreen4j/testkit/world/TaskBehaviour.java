package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/**
 * How the tasks of a definition behave.
 *
 * @param startsAfter how long a task is pending
 * @param healthyAfter how long a task then runs until its target group finds it healthy
 * @param fate what happens to the task afterwards
 * @param up how long a flapping task stays healthy at a time, or how long an exiting task is healthy before it exits; zero
 *     for every other fate
 * @param down how long a flapping task is then unhealthy; zero for every other fate
 */
public record TaskBehaviour(Duration startsAfter, Duration healthyAfter, Fate fate, Duration up, Duration down) {

    /** What happens to a task. */
    public enum Fate {
        /** The task starts and becomes healthy. */
        HEALTHY,
        /** The task starts, but is found unhealthy. */
        UNHEALTHY,
        /** The task fails before it is running. A replacement starts, and fails, too. */
        FAILS,
        /** The task starts and is healthy and unhealthy in turn. */
        FLAPS,
        /** The task starts, becomes healthy and exits later. A replacement starts, and exits, too. */
        EXITS,
        /** The task starts and becomes healthy, but answers every request with an error. */
        ERRS
    }

    /**
     * Validates the behaviour.
     *
     * @param startsAfter zero or longer; longer than zero for {@link Fate#FAILS}
     * @param healthyAfter zero or longer
     * @param fate what happens to the task
     * @param up longer than zero for {@link Fate#FLAPS} and {@link Fate#EXITS}, zero otherwise
     * @param down longer than zero for {@link Fate#FLAPS}, zero otherwise
     * @throws IllegalArgumentException if a duration is out of range
     */
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

    /** {@return the behaviour of tasks that are running and healthy at once} */
    public static TaskBehaviour instant() {
        return healthy(Duration.ZERO, Duration.ZERO);
    }

    /**
     * Tasks start, and become healthy after a while.
     *
     * @param startsAfter how long a task is pending, zero or longer
     * @param healthyAfter how long a running task takes to become healthy, zero or longer
     * @return the behaviour
     */
    public static TaskBehaviour healthy(Duration startsAfter, Duration healthyAfter) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.HEALTHY);
    }

    /** {@return the behaviour of tasks that are running and unhealthy at once} */
    public static TaskBehaviour unhealthy() {
        return new TaskBehaviour(Duration.ZERO, Duration.ZERO, Fate.UNHEALTHY);
    }

    /**
     * Tasks fail before they are running, and so do their replacements.
     *
     * @param after how long a task is pending before it fails, longer than zero
     * @return the behaviour
     */
    public static TaskBehaviour fails(Duration after) {
        return new TaskBehaviour(after, Duration.ZERO, Fate.FAILS);
    }

    /**
     * Makes tasks alternate between healthy and unhealthy, once they have become healthy.
     *
     * @param every how long each phase lasts, longer than zero
     * @return a behaviour with the same start times
     */
    public TaskBehaviour flapping(Duration every) {
        return flapping(every, every);
    }

    /**
     * Makes tasks alternate between healthy and unhealthy, once they have become healthy.
     *
     * @param up how long a task is healthy at a time, longer than zero
     * @param down how long it is then unhealthy, longer than zero
     * @return a behaviour with the same start times
     */
    public TaskBehaviour flapping(Duration up, Duration down) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.FLAPS, up, down);
    }

    /**
     * Makes tasks exit some time after they became healthy. They count as failed and are replaced.
     *
     * @param after how long a task is healthy before it exits, longer than zero
     * @return a behaviour with the same start times
     */
    public TaskBehaviour exiting(Duration after) {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.EXITS, after, Duration.ZERO);
    }

    /**
     * Makes tasks answer every request with an error, although their health checks succeed.
     *
     * @return a behaviour with the same start times
     */
    public TaskBehaviour erring() {
        return new TaskBehaviour(startsAfter, healthyAfter, Fate.ERRS);
    }
}
