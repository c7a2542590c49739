package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A watch to keep. The engine makes equal reads of all deployments once. A reading counts only if its call started
 * after the watch was ordered. A value older than the maximum age is unknown.
 *
 * @param watch which watch
 * @param reads the calls that give its result together
 * @param seldom those of them whose value changes the result least: read a fifth as often, and unknown only after five times the age
 * @param interval how often to read
 * @param maximumAge the age after which a value is unknown
 */
public record WatchOrder(Watch watch, List<Call> reads, Set<Call> seldom, Duration interval, Duration maximumAge) {
    private static final int SELDOM = 5;

    public WatchOrder(Watch watch, List<Call> reads, Duration interval, Duration maximumAge) {
        this(watch, reads, Set.of(), interval, maximumAge);
    }

    /** {@return how often to make one of the reads} */
    public Duration interval(Call read) {
        return seldom.contains(read) ? Durations.times(SELDOM, interval) : interval;
    }

    /** {@return the age after which the value of one of the reads is unknown} */
    public Duration maximumAge(Call read) {
        return seldom.contains(read) ? Durations.times(SELDOM, maximumAge) : maximumAge;
    }
}
