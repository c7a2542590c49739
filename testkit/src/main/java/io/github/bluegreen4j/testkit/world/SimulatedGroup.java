package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A target group. Guarded by its world's lock. */
final class SimulatedGroup {
    private final List<String> strangers = new ArrayList<>();
    private long checkedSince = SimulatedTask.NEVER;
    private Optional<TargetHealth> read = Optional.empty();
    private int healthy;
    private int erring;
    private long readAs = -1;

    /** Returns the targets that belong to no task of a service. */
    List<String> strangers() {
        return strangers;
    }

    /**
     * Returns since when a route references the group, so that its targets are health-checked; {@link SimulatedTask#NEVER}
     * if none does.
     */
    long checkedSince() {
        return checkedSince;
    }

    void referenced(boolean now, long at) {
        if (!now) {
            checkedSince = SimulatedTask.NEVER;
        } else if (checkedSince == SimulatedTask.NEVER) {
            checkedSince = at;
        }
    }

    /** Returns the cached reading, if the world has not changed since. */
    Optional<TargetHealth> read(long version) {
        return readAs == version ? read : Optional.empty();
    }

    void read(TargetHealth health, int erringTargets, long version) {
        read = Optional.of(health);
        healthy = health.healthy();
        erring = erringTargets;
        readAs = version;
    }

    /** Returns the number of healthy targets at the last reading. */
    int healthy() {
        return healthy;
    }

    /** Returns how many of the healthy targets answer requests with errors. */
    int erring() {
        return erring;
    }
}
