package io.github.bluegreen4j.model;

import java.util.List;
import java.util.Optional;

/**
 * The targets of one target group, with their health and their owners.
 *
 * @param group the target group
 * @param targets all registered targets, including the draining ones
 */
public record TargetHealth(TargetGroupRef group, List<Target> targets) {
    /**
     * Checks that nothing is missing.
     *
     * @param group the target group
     * @param targets all registered targets, including the draining ones
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public TargetHealth {
        Given.value("group", group);
        targets = Given.list("targets", targets);
    }

    /**
     * {@return how many healthy targets of one revision are in this group}
     *
     * @param owner the revision
     */
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

    /** {@return how many targets are healthy, whoever owns them} */
    public int healthy() {
        int count = 0;
        for (Target target : targets) {
            if (target.state() == State.HEALTHY) {
                count++;
            }
        }
        return count;
    }

    /** {@return whether no target is registered} */
    public boolean isEmpty() {
        return targets.isEmpty();
    }

    /**
     * The state of a target in its group, as Elastic Load Balancing names it (page {@code target-group-health-checks}
     * of the guide for Application Load Balancers).
     */
    public enum State {
        /** The target is being registered, or its first health checks are running. */
        INITIAL,
        /** The target passes its health checks. */
        HEALTHY,
        /** The target fails its health checks. */
        UNHEALTHY,
        /** The target is being deregistered; it may still answer requests that had started. */
        DRAINING,
        /** The target is not checked, for example because no route references the group. */
        UNUSED,
        /** The target's health is unknown. Unknown never counts as healthy. */
        UNAVAILABLE
    }

    /**
     * One registered target of a target group.
     *
     * @param id the target's id, for example an IP address
     * @param state its health
     * @param owner the revision it belongs to; empty if no revision of the service is known to own it
     * @param reason the load balancer's reason for this state; empty if it gives none
     */
    public record Target(String id, TargetHealth.State state, Optional<RevisionRef> owner, String reason) {
        /**
         * Checks that all is there, and makes the texts fit to be journaled.
         *
         * @param id the target's id, for example an IP address
         * @param state its health
         * @param owner the revision it belongs to
         * @param reason the load balancer's reason for this state
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Target {
            id = Given.foreignText("target.id", id);
            Given.value("target.state", state);
            Given.value("target.owner", owner);
            reason = Given.foreignText("target.reason", reason);
        }

        /**
         * A target whose state has no reason.
         *
         * @param id the target's id, for example an IP address
         * @param state its health
         * @param owner the revision it belongs to
         */
        public Target(String id, TargetHealth.State state, Optional<RevisionRef> owner) {
            this(id, state, owner, "");
        }
    }
}
