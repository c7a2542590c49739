package io.github.bluegreen4j.examples.local.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakageTest {

    private final AtomicLong now = new AtomicLong(-5);

    @Test
    void aGoodTaskNeverBreaks() {
        TaskBreakage breakage = new TaskBreakage(Behaviour.of(Map.of()), now::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(breakage.refusesNext()).isFalse();
            now.addAndGet(Duration.ofDays(1).toNanos());
        }
    }

    @Test
    void theTimeToBreakRunsFromTheFirstRequest() {
        TaskBreakage breakage = new TaskBreakage(Behaviour.of(Map.of("break-after", "PT3S")), now::get);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(breakage.refusesNext()).isFalse();

        now.addAndGet(Duration.ofSeconds(3).toNanos() - 1);
        assertThat(breakage.refusesNext()).isFalse();
        now.addAndGet(1);
        assertThat(breakage.refusesNext()).isTrue();
    }
}
