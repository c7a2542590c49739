package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A target group. Confined to its world's lock. */
final class SimulatedGroup {
    private final List<String> strangers = new ArrayList<>();
    private long checkedSince = SimulatedTask.NEVER;
    private Optional<TargetHealth> read = Optional.empty();
    private int healthy;
    private int erring;
    private long readAs = -1;

    /** Targets that no task of a service is behind. */
    List<String> strangers() {
        return strangers;
    }

    /** Since when some route references it: then its targets are health-checked; {@link SimulatedTask#NEVER} while none does. */
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

    /** What was read of it since the world last changed. */
    Optional<TargetHealth> read(long version) {
        return readAs == version ? read : Optional.empty();
    }

    void read(TargetHealth health, int erringTargets, long version) {
        read = Optional.of(health);
        healthy = health.healthy();
        erring = erringTargets;
        readAs = version;
    }

    /** How many of its targets are healthy, by what was read last. */
    int healthy() {
        return healthy;
    }

    /** How many of those answer requests with errors. */
    int erring() {
        return erring;
    }
}
