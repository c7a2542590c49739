package io.github.bluegreen4j.workflow;

import java.time.Duration;

/** Arithmetic of durations. */
final class Spans {
    private Spans() {}

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Multiplies without the big decimals of {@link Duration#multipliedBy}. */
    static Duration times(int many, Duration one) {
        return Duration.ofNanos(Math.multiplyExact(many, one.toNanos()));
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
