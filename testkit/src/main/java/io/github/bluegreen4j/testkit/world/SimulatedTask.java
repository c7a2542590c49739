package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;

/** One task. Its state at any instant follows from when it was created and stopped. Guarded by its world's lock. */
final class SimulatedTask {
    /** An instant that is never reached. */
    static final long NEVER = Long.MAX_VALUE;

    private final String id;
    private final TaskBehaviour.Fate fate;
    private final long bornAt;
    private final long startsAt;
    private final long healthyAfter;
    private final long up;
    private final long down;
    private final List<SimulatedRequest> requests = new ArrayList<>(0);
    private long stoppedAt = NEVER;
    private TaskStop why = TaskStop.SCALED_IN;
    private long sickSince = NEVER;

    SimulatedTask(String id, TaskBehaviour behaviour, long bornAt) {
        this.id = id;
        this.fate = behaviour.fate();
        this.bornAt = bornAt;
        this.startsAt = bornAt + behaviour.startsAfter().toNanos();
        this.healthyAfter = behaviour.healthyAfter().toNanos();
        this.up = behaviour.up().toNanos();
        this.down = behaviour.down().toNanos();
    }

    String id() {
        return id;
    }

    /** Returns when it was created. */
    long bornAt() {
        return bornAt;
    }

    /** Returns when it begins to run; if it fails instead, when it fails. */
    long startsAt() {
        return startsAt;
    }

    boolean hasFailed(long now) {
        return fate == TaskBehaviour.Fate.FAILS && !isStopping() && startsAt <= now;
    }

    /** Returns when it exits by itself; {@link #NEVER} if it does not. */
    long exitsAt() {
        return fate == TaskBehaviour.Fate.EXITS && !isStopping() ? startsAt + healthyAfter + up : NEVER;
    }

    /** Tells whether it has started. True while it drains, too. */
    boolean hasStarted(long now) {
        return fate != TaskBehaviour.Fate.FAILS && startsAt <= now;
    }

    boolean isStopping() {
        return stoppedAt != NEVER;
    }

    void stop(TaskStop newWhy, long now) {
        why = newWhy;
        stoppedAt = now;
    }

    /** Returns why it stops. */
    TaskStop why() {
        return why;
    }

    /** Returns when it began to stop; {@link #NEVER} if it did not. */
    long stoppedAt() {
        return stoppedAt;
    }

    /** Returns when it ends: at the end of its drain time. */
    long goneAt(long drainTime) {
        return startsAt > stoppedAt ? stoppedAt : stoppedAt + drainTime;
    }

    boolean isGone(long now, long drainTime) {
        return isStopping() && goneAt(drainTime) <= now;
    }

    void fallSick(long now) {
        sickSince = now;
    }

    void recover() {
        sickSince = NEVER;
    }

    boolean isSick() {
        return sickSince != NEVER;
    }

    /** Tells whether it answers requests with errors. */
    boolean errs() {
        return fate == TaskBehaviour.Fate.ERRS;
    }

    SimulatedRequest begin() {
        SimulatedRequest request = new SimulatedRequest();
        requests.add(request);
        return request;
    }

    void end() {
        requests.forEach(SimulatedRequest::cutOff);
    }

    private long judgedAt(long checkedSince) {
        return Math.max(startsAt, checkedSince) + healthyAfter;
    }

    /** @param checkedSince since when its target group is health-checked; {@link #NEVER} if it is not */
    TargetHealth.State state(long now, long checkedSince) {
        if (isStopping()) {
            return TargetHealth.State.DRAINING;
        }
        if (checkedSince == NEVER) {
            return TargetHealth.State.UNUSED;
        }
        long judged = now - judgedAt(checkedSince);
        if (judged < 0) {
            return TargetHealth.State.INITIAL;
        }
        boolean flapsDown = fate == TaskBehaviour.Fate.FLAPS && judged % (up + down) >= up;
        return isSick() || flapsDown || fate == TaskBehaviour.Fate.UNHEALTHY
                ? TargetHealth.State.UNHEALTHY
                : TargetHealth.State.HEALTHY;
    }

    /** Returns when the scheduler replaces it because it is unhealthy. */
    long replacedAt(long checkedSince, TaskPolicy policy) {
        if (isStopping() || checkedSince == NEVER) {
            return NEVER;
        }
        if (isSick()) {
            return policy.replacedAt(Math.max(sickSince, judgedAt(checkedSince)));
        }
        return fate == TaskBehaviour.Fate.UNHEALTHY ? policy.replacedAt(judgedAt(checkedSince)) : NEVER;
    }

    /** Returns when it next changes by itself. */
    long nextChange(long now, long checkedSince, TaskPolicy policy) {
        if (isStopping()) {
            return goneAt(policy.drainTime());
        }
        if (now < startsAt) {
            return startsAt;
        }
        if (checkedSince == NEVER) {
            return exitsAt();
        }
        long judgedAt = judgedAt(checkedSince);
        if (now < judgedAt) {
            return Math.min(judgedAt, exitsAt());
        }
        long flips = fate == TaskBehaviour.Fate.FLAPS ? flipsAt(now, judgedAt) : exitsAt();
        return Math.min(flips, replacedAt(checkedSince, policy));
    }

    private long flipsAt(long now, long judgedAt) {
        long round = (now - judgedAt) / (up + down);
        long wentUpAt = judgedAt + round * (up + down);
        return now < wentUpAt + up ? wentUpAt + up : wentUpAt + up + down;
    }
}
