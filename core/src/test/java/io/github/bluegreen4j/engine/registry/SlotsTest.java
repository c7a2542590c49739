package io.github.bluegreen4j.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(2);
    private final List<Runnable> underWay = new ArrayList<>();

    @Test
    void noMoreTasksThanSlotsAreUnderWay() {
        for (int i = 0; i < 5; i++) {
            slots.enter(underWay::add);
        }
        assertThat(underWay).hasSize(2);
        underWay.get(0).run();
        underWay.get(0).run();
        assertThat(underWay).as("after one has left, twice").hasSize(3);
    }

    @Test
    void manyTasksThatFinishAtOnceDoNotNest() {
        AtomicInteger finished = new AtomicInteger();
        slots.enter(underWay::add);
        slots.enter(underWay::add);
        for (int i = 0; i < 100_000; i++) {
            slots.enter(leave -> {
                finished.incrementAndGet();
                leave.run();
            });
        }
        underWay.get(0).run();
        assertThat(finished).hasValue(100_000);
    }

    @Test
    void aTaskThatThrowsLeaves() {
        Slots only = new Slots(1);
        only.enter(leave -> {
            throw new IllegalStateException("a defect");
        });
        only.enter(underWay::add);
        assertThat(underWay).hasSize(1);
    }
}
