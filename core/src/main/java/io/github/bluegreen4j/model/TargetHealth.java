package io.github.bluegreen4j.model;

import java.util.List;

/**
 * The targets of one target group, with their health and their owners.
 *
 * @param group which group
 * @param targets all registered targets, the draining ones included
 */
public record TargetHealth(TargetGroupRef group, List<Target> targets) {
    public TargetHealth {
        targets = List.copyOf(targets);
    }

    /** How many healthy targets that revision has in this group. */
    public int healthy(RevisionRef owner) {
        int count = 0;
        for (Target target : targets) {
            if (target.state() == TargetState.HEALTHY
                    && target.owner().isPresent()
                    && target.owner().get().equals(owner)) {
                count++;
            }
        }
        return count;
    }

    /** How many targets are healthy, whoever owns them. */
    public int healthy() {
        int count = 0;
        for (Target target : targets) {
            if (target.state() == TargetState.HEALTHY) {
                count++;
            }
        }
        return count;
    }

    /** Whether no target is registered any more. */
    public boolean isEmpty() {
        return targets.isEmpty();
    }
}
