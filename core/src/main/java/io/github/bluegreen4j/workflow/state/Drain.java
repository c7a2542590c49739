package io.github.bluegreen4j.workflow.state;

import java.time.Instant;
import java.util.Optional;

/**
 * The window in which requests in flight may finish before the tasks behind them are reduced.
 *
 * @param endsAt when it ends; empty until it has started
 * @param ended whether it is over
 */
public record Drain(Optional<Instant> endsAt, boolean ended) {
    public static final Drain NOT_BEGUN = new Drain(Optional.empty(), false);

    public static Drain until(Instant end) {
        return new Drain(Optional.of(end), false);
    }

    public Drain over() {
        return new Drain(endsAt, true);
    }

    public boolean runs() {
        return begun() && !ended;
    }

    public boolean begun() {
        return endsAt.isPresent();
    }
}
