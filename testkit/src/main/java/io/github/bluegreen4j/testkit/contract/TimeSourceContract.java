package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link TimeSource}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class TimeSourceContract extends ContractSuite<TimeSourceFixture> {
    private static final int READINGS = 10_000;

    /** Prevents a monotonic count that stands still, so that no timer fires and no lease expires. */
    @Test
    public final void theCountAdvancesAsTimePasses() {
        long before = fixture.time().nanos();
        Duration passed = fixture.letPass();
        assertThat(passed).as("the time that the fixture let pass").isPositive();
        assertThat(fixture.time().nanos() - before)
                .as("nanoseconds counted while at least %s passed", passed)
                .isGreaterThanOrEqualTo(passed.toNanos());
    }

    /** Prevents a count in another unit, which would end a bake time of an hour after some seconds. */
    @Test
    public final void theCountAndTheWallClockAdvanceTogether() {
        Instant wall = fixture.time().wall();
        assertThat(wall).as("the wall clock").isNotNull();
        long before = fixture.time().nanos();
        fixture.letPass();
        long counted = fixture.time().nanos() - before;
        Duration shown = Duration.between(wall, fixture.time().wall());
        assertThat(counted).as("nanoseconds counted").isPositive();
        assertThat(shown).as("what the wall clock shows to have passed").isPositive();
        assertThat((double) shown.toNanos() / counted)
                .as("seconds of the wall clock for each second of the count")
                .isBetween(0.2, 5.0);
    }

    /** Prevents a lease that is believed to be valid for longer than it is. */
    @Test
    public final void theCountNeverGoesBackForAnyThread() {
        long before = fixture.time().nanos();
        List<Long> steps = together(4, reader -> {
            long smallest = Long.MAX_VALUE;
            long last = fixture.time().nanos();
            for (int i = 0; i < READINGS; i++) {
                long next = fixture.time().nanos();
                smallest = Math.min(smallest, next - last);
                last = next;
            }
            return smallest;
        });
        assertThat(steps).as("the smallest step that each thread saw").allMatch(step -> step >= 0);
        fixture.letPass();
        assertThat(fixture.time().nanos() - before)
                .as("nanoseconds counted in the end")
                .isPositive();
    }

    /**
     * Prevents a correction of the machine's clock from shortening or extending a bake time. If the wall clock cannot be
     * made to jump, it must advance with the count.
     */
    @Test
    public final void aJumpOfTheWallClockIsNotCounted() {
        Instant wall = fixture.time().wall();
        assertThat(wall).as("the wall clock").isNotNull();
        long before = fixture.time().nanos();
        boolean jumped = fixture.wallJumpsBack();
        Duration passed = fixture.letPass();
        if (jumped) {
            assertThat(fixture.time().wall()).as("the wall clock, an hour back").isBefore(wall);
        } else {
            assertThat(fixture.time().wall()).as("the wall clock").isAfter(wall);
        }
        assertThat(fixture.time().nanos() - before)
                .as("nanoseconds counted while at least %s passed and the wall clock jumped: %s", passed, jumped)
                .isGreaterThanOrEqualTo(passed.toNanos());
    }
}
