package io.github.bluegreen4j.model;

/**
 * How many failed tasks of green end the deployment. On by default, with a bounded 50 %. Source: "How the Amazon ECS
 * deployment circuit breaker detects failures" in the ECS developer guide.
 *
 * @param enabled whether failed tasks are counted
 * @param rollback true: reaching the threshold rolls the deployment back; false: the deployment stops and stays as it
 *     is
 * @param type how the threshold is computed
 * @param value 1 to 100 percent of the desired count; with {@link Threshold#COUNT} a number of tasks, 1 or more
 * @param resetOnHealthyTask true: a task that becomes healthy resets the count to 0; false: failures add up
 */
public record CircuitBreakerPolicy(
        boolean enabled, boolean rollback, Threshold type, int value, boolean resetOnHealthyTask) {

    /** How the threshold is computed. */
    public enum Threshold {
        /** A percentage of the desired count, rounded up; at least 3 and at most 200 tasks. */
        BOUNDED_PERCENT,
        /** A percentage of the desired count, rounded up; at least 1 task. */
        UNBOUNDED_PERCENT,
        /** A fixed number of tasks. */
        COUNT
    }

    private static final int LEAST = 3;
    private static final int MOST = 200;

    /** On, with rollback, at 50 % of the desired count (3 to 200 tasks), counting consecutive failures. */
    public static final CircuitBreakerPolicy DEFAULT =
            new CircuitBreakerPolicy(true, true, Threshold.BOUNDED_PERCENT, 50, true);

    /** Off: failed tasks are not counted. */
    public static final CircuitBreakerPolicy DISABLED =
            new CircuitBreakerPolicy(false, false, Threshold.BOUNDED_PERCENT, 50, true);

    /**
     * Checks the value against its type.
     *
     * @param enabled whether failed tasks are counted
     * @param rollback true: reaching the threshold rolls the deployment back
     * @param type how the threshold is computed
     * @param value 1 to 100 percent of the desired count
     * @param resetOnHealthyTask true: a task that becomes healthy resets the count to 0
     * @throws InvalidSpecException if the type is missing or the value is out of range
     */
    public CircuitBreakerPolicy {
        SpecFaults faults = new SpecFaults();
        if (faults.present("circuitBreaker.type", type)) {
            if (type == Threshold.COUNT) {
                faults.require(value >= 1, "circuitBreaker.value", value, "1 or more tasks");
            } else {
                faults.require(value >= 1 && value <= 100, "circuitBreaker.value", value, "1 to 100 percent");
            }
        }
        faults.throwIfAny();
    }

    /**
     * {@return a copy with another threshold}
     *
     * @param newType how it is computed
     * @param newValue 1 to 100 percent, or with {@link Threshold#COUNT} 1 or more tasks
     */
    public CircuitBreakerPolicy withThreshold(Threshold newType, int newValue) {
        return new CircuitBreakerPolicy(enabled, rollback, newType, newValue, resetOnHealthyTask);
    }

    /**
     * {@return a copy that rolls back when the threshold is reached, or stops}
     *
     * @param newRollback true to roll back, false to stop and stay as it is
     */
    public CircuitBreakerPolicy withRollback(boolean newRollback) {
        return new CircuitBreakerPolicy(enabled, newRollback, type, value, resetOnHealthyTask);
    }

    /**
     * {@return a copy that counts consecutive failures, or all of them}
     *
     * @param newReset true to reset the count when a task becomes healthy
     */
    public CircuitBreakerPolicy withResetOnHealthyTask(boolean newReset) {
        return new CircuitBreakerPolicy(enabled, rollback, type, value, newReset);
    }

    /**
     * {@return the number of failed tasks at which the deployment fails; at least 1}
     *
     * @param desiredCount the service's latest desired count, 0 or more
     */
    public int threshold(int desiredCount) {
        return switch (type) {
            case BOUNDED_PERCENT -> Math.min(MOST, Math.max(LEAST, share(desiredCount)));
            case UNBOUNDED_PERCENT -> Math.max(1, share(desiredCount));
            case COUNT -> value;
        };
    }

    private int share(int desiredCount) {
        return new Percent(value * 10).ceilOf(desiredCount);
    }
}
