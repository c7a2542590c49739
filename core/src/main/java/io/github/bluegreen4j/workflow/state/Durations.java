package io.github.bluegreen4j.workflow.state;

import java.time.Duration;

/** Arithmetic of durations. */
public final class Durations {
    private Durations() {}

    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Multiplies without the big decimals of {@link Duration#multipliedBy}. */
    public static Duration times(int many, Duration one) {
        return Duration.ofNanos(Math.multiplyExact(many, one.toNanos()));
    }

    public static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
