package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A revision of the little world: tasks that take time to start, and that a test can make sick. */
final class Rev {
    final RevisionRef ref;
    final String definition;
    final TargetGroupRef group;
    final Optional<DeploymentId> owner;
    boolean primary;
    int failed;

    /** When each task turns healthy, if nothing is wrong with it. */
    final List<Instant> tasks = new ArrayList<>();

    /** At most so many targets are healthy; the others are unhealthy. */
    int healthyAtMost = Integer.MAX_VALUE;

    /** Tasks start and fail and start again. */
    boolean crashing;

    /** Since a retirement began: when its targets have drained. */
    Optional<Instant> drainedAt = Optional.empty();

    Rev(RevisionRef ref, String definition, TargetGroupRef group, Optional<DeploymentId> owner) {
        this.ref = ref;
        this.definition = definition;
        this.group = group;
        this.owner = owner;
    }

    void scale(int desired, Instant healthyAt) {
        while (tasks.size() > desired) {
            tasks.remove(tasks.size() - 1);
        }
        while (tasks.size() < desired) {
            tasks.add(healthyAt);
        }
    }

    boolean isRetiring() {
        return drainedAt.isPresent();
    }

    int healthy(Instant now) {
        if (crashing || isRetiring()) {
            return 0;
        }
        int started = (int) tasks.stream().filter(at -> !at.isAfter(now)).count();
        return Math.min(started, healthyAtMost);
    }

    int running(Instant now) {
        return crashing
                ? 0
                : (int) tasks.stream().filter(at -> !at.isAfter(now)).count();
    }
}
