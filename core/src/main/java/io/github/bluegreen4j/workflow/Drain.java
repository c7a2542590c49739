package io.github.bluegreen4j.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * The window in which requests in flight may finish before the tasks behind them are reduced.
 *
 * @param endsAt when it ends; empty until it has started
 * @param ended whether it is over
 */
public record Drain(Optional<Instant> endsAt, boolean ended) {
    static final Drain NOT_BEGUN = new Drain(Optional.empty(), false);

    static Drain until(Instant end) {
        return new Drain(Optional.of(end), false);
    }

    Drain over() {
        return new Drain(endsAt, true);
    }

    boolean begun() {
        return endsAt.isPresent();
    }
}
