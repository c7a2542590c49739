package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One task. Confined to its world's lock; instants are nanoseconds of the world's time. */
final class SimulatedTask {
    private final String id;
    private final TaskBehaviour behaviour;
    private final long bornAt;
    private final List<SimulatedRequest> requests = new ArrayList<>();
    private Optional<Long> stoppedAt = Optional.empty();
    private boolean sick;

    SimulatedTask(String id, TaskBehaviour behaviour, long bornAt) {
        this.id = id;
        this.behaviour = behaviour;
        this.bornAt = bornAt;
    }

    String id() {
        return id;
    }

    /** When it runs, or would if it did not fail instead. */
    long startsAt() {
        return bornAt + behaviour.startsAfter().toNanos();
    }

    boolean hasFailed(long now) {
        return behaviour.fate() == TaskBehaviour.Fate.FAILS && !isStopping() && startsAt() <= now;
    }

    /** Whether it has started, also while it drains. */
    boolean hasStarted(long now) {
        return behaviour.fate() != TaskBehaviour.Fate.FAILS && startsAt() <= now;
    }

    boolean isStopping() {
        return stoppedAt.isPresent();
    }

    void stop(long now) {
        stoppedAt = Optional.of(now);
    }

    /** Whether it is stopped and its drain time is over. */
    boolean isGone(long now, long drainTime) {
        return stoppedAt.isPresent() && (stoppedAt.get() + drainTime <= now || startsAt() > stoppedAt.get());
    }

    void fallSick() {
        sick = true;
    }

    boolean isSick() {
        return sick;
    }

    SimulatedRequest begin() {
        SimulatedRequest request = new SimulatedRequest();
        requests.add(request);
        return request;
    }

    void end() {
        requests.forEach(SimulatedRequest::cutOff);
    }

    /** @param checkedSince since when its target group is health-checked; empty when it is not */
    TargetHealth.State state(long now, Optional<Long> checkedSince) {
        if (isStopping()) {
            return TargetHealth.State.DRAINING;
        }
        if (checkedSince.isEmpty()) {
            return TargetHealth.State.UNUSED;
        }
        long judgedAt = Math.max(startsAt(), checkedSince.get())
                + behaviour.healthyAfter().toNanos();
        if (now < judgedAt) {
            return TargetHealth.State.INITIAL;
        }
        return sick || behaviour.fate() == TaskBehaviour.Fate.UNHEALTHY
                ? TargetHealth.State.UNHEALTHY
                : TargetHealth.State.HEALTHY;
    }
}
