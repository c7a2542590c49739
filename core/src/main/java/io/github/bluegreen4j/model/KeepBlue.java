package io.github.bluegreen4j.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long blue stays after a deployment has ended as {@code SUCCESSFUL}, and at which size. While it stays, one command takes production
 * back to it. Connections that blue still serves last longer, too.
 *
 * @param time how long blue stays; 1 minute to 7 days, in whole seconds
 * @param scale the share of the service's desired count that blue runs meanwhile, at least one task; more than 0 to 100 %. An undo of a
 *     scaled blue first scales it up and waits for its health
 */
public record KeepBlue(Duration time, Percent scale) {
    private static final DurationRange TIME = DurationRange.seconds(Duration.ofMinutes(1), Duration.ofDays(7));

    /**
     * Checks both values.
     *
     * @param time how long blue stays
     * @param scale the share of the desired count that blue runs meanwhile
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public KeepBlue {
        SpecFaults faults = new SpecFaults();
        check(faults, time, scale);
        faults.throwIfAny();
    }

    static void check(SpecFaults faults, @Nullable Duration time, @Nullable Percent scale) {
        faults.duration("keepBlue.time", time, TIME);
        if (faults.present("keepBlue.scale", scale) && scale != null) {
            faults.require(scale.tenths() > 0, "keepBlue.scale", scale, "more than 0 to 100 %");
        }
    }

    @Override
    public String toString() {
        return time + " at " + scale;
    }

    /**
     * {@return how many tasks a kept blue runs; at least 1}
     *
     * @param desired the service's desired count
     */
    public int tasks(int desired) {
        return Math.max(1, scale.ceilOf(desired));
    }
}
