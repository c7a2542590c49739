package io.github.bluegreen4j.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bake's clock. It runs only while everything that has to be watched is known to be good.
 *
 * @param remaining what is left of it, when it does not run
 * @param startedAt since when it runs
 * @param endsAt when it will be over, while it runs
 * @param endedAt when it was over
 */
public record Bake(
        Duration remaining, Optional<Instant> startedAt, Optional<Instant> endsAt, Optional<Instant> endedAt) {

    static Bake of(Duration duration) {
        return new Bake(duration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean runs() {
        return endsAt.isPresent();
    }

    public boolean isOver() {
        return endedAt.isPresent();
    }

    Bake started(Instant at, Instant until) {
        return new Bake(remaining, Optional.of(at), Optional.of(until), Optional.empty());
    }

    Bake paused(Duration left) {
        return new Bake(left, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Bake ended(Instant at) {
        return new Bake(Duration.ZERO, Optional.empty(), Optional.empty(), Optional.of(at));
    }

    /** What is left when the last moment at which it was watched is {@code watchedUntil}. */
    Duration remainingAfter(Instant watchedUntil) {
        Duration watched =
                startedAt.map(start -> Duration.between(start, watchedUntil)).orElse(Duration.ZERO);
        Duration left = watched.isNegative() ? remaining : remaining.minus(watched);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
