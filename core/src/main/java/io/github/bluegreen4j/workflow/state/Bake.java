package io.github.bluegreen4j.workflow.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The clock of a bake. It runs only while everything that must be watched is known to be good.
 *
 * @param remaining the rest of the bake time while the clock stands still
 * @param startedAt when the clock was started; empty while it stands still
 * @param endsAt when the bake will be over; empty while the clock stands still
 * @param endedAt when the bake was over; empty before
 */
public record Bake(
        Duration remaining, Optional<Instant> startedAt, Optional<Instant> endsAt, Optional<Instant> endedAt) {

    static Bake of(Duration duration) {
        return new Bake(duration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@return whether bake time counts now} */
    public boolean runs() {
        return endsAt.isPresent();
    }

    /** {@return whether the bake is over} */
    public boolean isOver() {
        return endedAt.isPresent();
    }

    public Bake started(Instant at, Instant until) {
        return new Bake(remaining, Optional.of(at), Optional.of(until), Optional.empty());
    }

    Bake paused(Duration left) {
        return new Bake(left, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Bake ended(Instant at) {
        return new Bake(Duration.ZERO, Optional.empty(), Optional.empty(), Optional.of(at));
    }

    /** The rest of the bake time if it was watched until {@code watchedUntil}. */
    public Duration remainingAfter(Instant watchedUntil) {
        Duration watched =
                startedAt.map(start -> Duration.between(start, watchedUntil)).orElse(Duration.ZERO);
        Duration left = watched.isNegative() ? remaining : remaining.minus(watched);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The same bake with another instant of its end, if it has ended. */
    Bake withEnd(UnaryOperator<Instant> change) {
        return new Bake(remaining, startedAt, endsAt, endedAt.map(change));
    }
}
