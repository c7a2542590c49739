package io.github.bluegreen4j.model;

import java.util.List;
import java.util.Optional;

/**
 * The targets of one target group, with their health and their owners.
 *
 * @param group which group
 * @param targets all registered targets, the draining ones included
 */
public record TargetHealth(TargetGroupRef group, List<Target> targets) {
    public TargetHealth {
        Given.value("group", group);
        targets = Given.list("targets", targets);
    }

    /** How many healthy targets that revision has in this group. */
    public int healthy(RevisionRef owner) {
        int count = 0;
        for (Target target : targets) {
            if (target.state() == State.HEALTHY
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
            if (target.state() == State.HEALTHY) {
                count++;
            }
        }
        return count;
    }

    /** Whether no target is registered any more. */
    public boolean isEmpty() {
        return targets.isEmpty();
    }

    /** The state of a target in its group, in the load balancer's words. */
    public enum State {
        /** Being registered, or its first health checks are under way. */
        INITIAL,
        HEALTHY,
        UNHEALTHY,
        /** Being deregistered; it may still answer requests that were under way. */
        DRAINING,
        /** Not checked, because no route references the group, for example. */
        UNUSED,
        /** Its health is not known. Unknown is not healthy. */
        UNAVAILABLE
    }

    /**
     * One registered target of a target group.
     *
     * @param id the target's identity, an address for example
     * @param state its state
     * @param owner the revision it belongs to; empty when no revision of the service is known to own it
     * @param reason why it is in that state, in the load balancer's words; empty when it gives no reason
     */
    public record Target(String id, TargetHealth.State state, Optional<RevisionRef> owner, String reason) {
        /** Checks that all is there, and makes the texts fit to be journaled. */
        public Target {
            id = Given.foreignText("target.id", id);
            Given.value("target.state", state);
            Given.value("target.owner", owner);
            reason = Given.foreignText("target.reason", reason);
        }

        /** A target in a state for which the load balancer gives no reason. */
        public Target(String id, TargetHealth.State state, Optional<RevisionRef> owner) {
            this(id, state, owner, "");
        }
    }
}
