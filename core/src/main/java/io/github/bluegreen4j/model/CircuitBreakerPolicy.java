package io.github.bluegreen4j.model;

/**
 * How many failed tasks of green are too many ("How the Amazon ECS deployment circuit breaker detects failures" in the ECS
 * developer guide). On by default, as bounded 50 %.
 *
 * @param enabled whether failed tasks are counted
 * @param rollback whether too many roll the deployment back; otherwise it stops and is frozen as it stands
 * @param type how the threshold is computed
 * @param value 1 to 100 percent of the desired count, or with {@link Threshold#COUNT} the number of tasks, 1 or more
 * @param resetOnHealthyTask whether a task that becomes healthy sets the count back to 0; otherwise failures add up
 */
public record CircuitBreakerPolicy(
        boolean enabled, boolean rollback, Threshold type, int value, boolean resetOnHealthyTask) {

    /** How the threshold is computed. */
    public enum Threshold {
        /** The percentage of the desired count, rounded up, at least 3 and at most 200. */
        BOUNDED_PERCENT,
        /** The percentage of the desired count, rounded up. */
        UNBOUNDED_PERCENT,
        /** A number of tasks. */
        COUNT
    }

    private static final int LEAST = 3;
    private static final int MOST = 200;

    /** On, with rollback, at 50 % of the desired count (3 to 200 tasks), counting consecutive failures. */
    public static final CircuitBreakerPolicy DEFAULT =
            new CircuitBreakerPolicy(true, true, Threshold.BOUNDED_PERCENT, 50, true);

    /** Off. */
    public static final CircuitBreakerPolicy DISABLED =
            new CircuitBreakerPolicy(false, false, Threshold.BOUNDED_PERCENT, 50, true);

    /** Checks the value against its type. */
    public CircuitBreakerPolicy {
        Faults faults = new Faults();
        if (faults.present("circuitBreaker.type", type)) {
            if (type == Threshold.COUNT) {
                faults.require(value >= 1, "circuitBreaker.value", value, "1 or more tasks");
            } else {
                faults.require(value >= 1 && value <= 100, "circuitBreaker.value", value, "1 to 100 percent");
            }
        }
        faults.throwIfAny();
    }

    /** The same policy with another threshold. */
    public CircuitBreakerPolicy withThreshold(Threshold newType, int newValue) {
        return new CircuitBreakerPolicy(enabled, rollback, newType, newValue, resetOnHealthyTask);
    }

    /** The same policy, with or without rolling back. */
    public CircuitBreakerPolicy withRollback(boolean newRollback) {
        return new CircuitBreakerPolicy(enabled, newRollback, type, value, resetOnHealthyTask);
    }

    /** The same policy, counting consecutive failures or all of them. */
    public CircuitBreakerPolicy withResetOnHealthyTask(boolean newReset) {
        return new CircuitBreakerPolicy(enabled, rollback, type, value, newReset);
    }

    /**
     * How many failed tasks are too many: the deployment has failed when the count reaches this. At least 1.
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
