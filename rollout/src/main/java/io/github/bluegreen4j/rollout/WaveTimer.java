package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts for how long a rollout has stood as it stands. The instants that others wrote are of other clocks, so a driver counts from when it
 * saw it first, by its monotonic clock. It stores the soak time that has passed now and then, and a driver that takes over continues from
 * there. Not thread-safe.
 */
final class WaveTimer {
    private static final Duration SHORTEST_STEP = Duration.ofMinutes(1);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(15);

    /** What a driver that takes over may lose of the soak time. */
    private static final int STEPS = 20;

    private final RolloutStore store;
    private final TimeSource time;
    private Optional<String> situation = Optional.empty();
    private boolean isSoaking;
    private Duration before = Duration.ZERO;
    private Duration stored = Duration.ZERO;
    private long seenAt;
    private Instant since = Instant.MIN;

    WaveTimer(RolloutStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /** Sees how it stands. */
    RolloutMachine.Sight with(RolloutMachine.Sight sight, Rollout rollout) {
        Optional<String> now = RolloutMachine.situation(rollout.id(), rollout.spec(), rollout.state(), sight);
        if (!now.equals(situation)) {
            boolean soaks = now.isPresent()
                    && rollout.state().stop().isEmpty()
                    && !soak(rollout).isZero();
            Duration known = soaks ? store.soaked(rollout, now.get()) : Duration.ZERO;
            situation = now;
            isSoaking = soaks;
            before = known;
            stored = known;
            seenAt = time.nanos();
            since = sight.now().minus(known);
        }
        return now.isEmpty() ? sight : sight.with(new RolloutMachine.Unchanged(lasted(), since));
    }

    private Duration lasted() {
        return before.plusNanos(time.nanos() - seenAt);
    }

    private static Duration soak(Rollout rollout) {
        return rollout.state()
                .current()
                .map(wave -> rollout.spec().waves().get(wave).soak())
                .orElse(Duration.ZERO);
    }

    /** Stores the soak time that has passed, if it is much more than what is stored. */
    void store(Rollout rollout) {
        Duration step = soak(rollout).dividedBy(STEPS);
        Duration due = step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
        Duration lasted = lasted();
        if (isSoaking && lasted.minus(stored).compareTo(due.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : due) >= 0) {
            store.soaked(rollout, situation.orElseThrow(), lasted);
            stored = lasted;
        }
    }
}
