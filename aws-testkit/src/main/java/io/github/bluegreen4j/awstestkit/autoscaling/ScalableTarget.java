package io.github.bluegreen4j.awstestkit.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;

/**
 * The settings of a scalable target that the world does not store.
 *
 * @param min the minimum capacity
 * @param max the maximum capacity
 * @param outSuspended whether scale-out by policies is suspended
 * @param scheduleSuspended whether scheduled scaling is suspended
 */
record ScalableTarget(int min, int max, boolean outSuspended, boolean scheduleSuspended) {
    static final ScalableTarget USUAL = new ScalableTarget(1, 100, false, false);

    /** Returns the target after a request. Capacities that are not sent stay. */
    ScalableTarget with(JsonNode input) {
        JsonNode suspended = input.path("SuspendedState");
        boolean keeps = suspended.isMissingNode() || suspended.isNull();
        return new ScalableTarget(
                Inputs.number(input, "MinCapacity").orElse(min),
                Inputs.number(input, "MaxCapacity").orElse(max),
                keeps ? outSuspended : Inputs.flag(suspended, "DynamicScalingOutSuspended"),
                keeps ? scheduleSuspended : Inputs.flag(suspended, "ScheduledScalingSuspended"));
    }
}
