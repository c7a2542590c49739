package io.github.bluegreen4j.awstestkit.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;

/**
 * The settings of a scalable target.
 *
 * @param min the minimum capacity
 * @param max the maximum capacity
 * @param inSuspended whether scale-in by policies is suspended; the world stores it for a service with task sets
 * @param outSuspended whether scale-out by policies is suspended
 * @param scheduleSuspended whether scheduled scaling is suspended
 */
record ScalableTarget(int min, int max, boolean inSuspended, boolean outSuspended, boolean scheduleSuspended) {
    static final ScalableTarget USUAL = new ScalableTarget(1, 100, false, false, false);
    static final ScalableTarget AT_REST = new ScalableTarget(0, 0, true, true, true);

    /** Returns the target after a request. Capacities that are not sent stay. */
    ScalableTarget with(JsonNode input) {
        JsonNode suspended = input.path("SuspendedState");
        boolean keeps = suspended.isMissingNode() || suspended.isNull();
        return new ScalableTarget(
                Inputs.number(input, "MinCapacity").orElse(min),
                Inputs.number(input, "MaxCapacity").orElse(max),
                keeps ? inSuspended : Inputs.flag(suspended, "DynamicScalingInSuspended"),
                keeps ? outSuspended : Inputs.flag(suspended, "DynamicScalingOutSuspended"),
                keeps ? scheduleSuspended : Inputs.flag(suspended, "ScheduledScalingSuspended"));
    }

    ScalableTarget withInSuspended(boolean suspended) {
        return new ScalableTarget(min, max, suspended, outSuspended, scheduleSuspended);
    }

    /** The settings that the world does not store. */
    String others() {
        return "min=" + min + ", max=" + max + ", outSuspended=" + outSuspended + ", scheduleSuspended="
                + scheduleSuspended;
    }
}
