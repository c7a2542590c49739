package io.github.bluegreen4j.testkit.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A target group. Confined to its world's lock. */
final class SimulatedGroup {
    private final List<String> strangers = new ArrayList<>();
    private Optional<Long> checkedSince = Optional.empty();

    /** Targets that no task of a service is behind. */
    List<String> strangers() {
        return strangers;
    }

    /** Since when some route references it: then its targets are health-checked. */
    Optional<Long> checkedSince() {
        return checkedSince;
    }

    void referenced(boolean now, long at) {
        if (!now) {
            checkedSince = Optional.empty();
        } else if (checkedSince.isEmpty()) {
            checkedSince = Optional.of(at);
        }
    }
}
