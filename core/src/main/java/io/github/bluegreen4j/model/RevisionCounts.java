package io.github.bluegreen4j.model;

/**
 * The task counts of one service revision, as its runtime reports them.
 *
 * @param desired how many tasks the revision is asked to run
 * @param pending how many are starting
 * @param running how many run
 * @param failed how many tasks have failed since the revision was launched: each task counts once; a task that was
 *     stopped by scaling, by a user or by a Spot interruption does not count
 * @param steady whether the runtime calls the revision steady: running equals desired, none is pending
 */
public record RevisionCounts(int desired, int pending, int running, int failed, boolean steady) {
    public RevisionCounts {
        Faults.check(desired >= 0, "desired", desired, "0 or more");
        Faults.check(pending >= 0, "pending", pending, "0 or more");
        Faults.check(running >= 0, "running", running, "0 or more");
        Faults.check(failed >= 0, "failed", failed, "0 or more");
    }
}
