package io.github.bluegreen4j.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DueReadsTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final WatchPool.Place nowhere = null;
    private final DueReads due = new DueReads();

    private SharedRead read(int number, Instant at) {
        return new SharedRead(new Call.DescribeService(new ServiceRef("prod", "s-" + number)), nowhere, number, at);
    }

    @Test
    void whateverIsAddedRemovedAndTakenTheRestComesInOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeSet<SharedRead> expected = new TreeSet<>(SharedRead.BY_DUE_TIME);
        List<SharedRead> all = new ArrayList<>();
        for (int number = 0; number < 2_000; number++) {
            SharedRead read = read(number, START.plusMillis(random.nextInt(20_000)));
            all.add(read);
            due.add(read);
            expected.add(read);
            if (random.nextInt(3) == 0) {
                SharedRead victim = all.get(random.nextInt(all.size()));
                due.remove(victim); // perhaps for the second time
                expected.remove(victim);
            }
            if (random.nextInt(4) == 0 && !expected.isEmpty()) {
                assertThat(due.takeFirst()).as("seed %d", seed).isSameAs(expected.pollFirst());
            }
            if (random.nextInt(50) == 0) {
                assertThat(due.first(30))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(expected.stream().limit(30).toList());
            }
        }
        while (!expected.isEmpty()) {
            assertThat(due.isEmpty()).isFalse();
            assertThat(due.takeFirst()).as("seed %d", seed).isSameAs(expected.pollFirst());
        }
        assertThat(due.isEmpty()).isTrue();
    }
}
