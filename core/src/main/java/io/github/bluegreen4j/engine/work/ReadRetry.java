package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a throttled read is repeated once before its script is told. Otherwise the script would restart its
 * whole round; if every second read is throttled, no round of two would ever be complete. It is useful only while the
 * earlier reads are still fresh. Work that restores a route never waits: it judges by what it has.
 */
final class ReadRetry {
    private ReadRetry() {}

    /** After which pause the call is made once more; empty when its script is told. */
    static Optional<Duration> pause(DeploymentState state, Step.Next next, Answer answer, Instant now) {
        boolean turnedAway = answer.result() instanceof Answer.Failed failed
                && failed.problem().kind() == Problem.Kind.UNAVAILABLE;
        if (!turnedAway || next.call().mutates() || next.script().effect() instanceof Effect.RestoreRoute) {
            return Optional.empty();
        }
        DeploymentLimits limits =
                state.running().orElseThrow().identity().spec().limits();
        Instant then = Loop.later(now, limits.backOff());
        return next.script()
                .oldest()
                .filter(oldest -> !Loop.later(oldest, limits.freshness()).isBefore(then))
                .map(oldest -> limits.backOff());
    }
}
