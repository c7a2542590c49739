package io.github.bluegreen4j.examples.local.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.task.Counts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrafficVerdictTest {

    @Test
    void allAnsweredOnceIsGood() {
        LoadSummary load = load(10, Map.of("blue", 6L, "green", 4L), Map.of());

        assertThat(TrafficVerdict.of(load, Map.of("blue", counts(6, 6), "green", counts(4, 4)))
                        .faults())
                .isEmpty();
    }

    @Test
    void aFailedRequestIsAFault() {
        LoadSummary load = load(10, Map.of("blue", 9L), Map.of("HTTP 502", 1L));

        assertThat(TrafficVerdict.of(load, Map.of("blue", counts(9, 9))).faults())
                .containsExactly("1 requests failed: HTTP 502");
    }

    @Test
    void anAnswerThatNoTaskCountedIsAFault() {
        LoadSummary load = load(10, Map.of("blue", 10L), Map.of());

        assertThat(TrafficVerdict.of(load, Map.of("blue", counts(9, 9))).faults())
                .containsExactly("blue: clients saw 10 answers, its tasks counted 9");
    }

    @Test
    void aRequestWithoutAnyAnswerIsAFault() {
        LoadSummary load = load(10, Map.of("blue", 9L), Map.of());

        assertThat(TrafficVerdict.of(load, Map.of("blue", counts(9, 9))).faults())
                .containsExactly("10 sent, but 9 succeeded and 0 failed");
    }

    @Test
    void aRequestThatReachedTwoTasksIsAFault() {
        LoadSummary load = load(10, Map.of("blue", 5L, "green", 5L), Map.of());

        assertThat(TrafficVerdict.of(load, Map.of("blue", counts(6, 5), "green", counts(5, 5)))
                        .faults())
                .containsExactly("11 requests reached tasks, only 10 were sent: somebody sent one twice");
    }

    @Test
    void aFailureThatNobodyCouldPreventIsNoFaultButHasToAddUp() {
        LoadSummary load = load(10, Map.of("blue", 7L), Map.of("HTTP 500", 1L, "HTTP 502", 2L));
        Set<String> excused = Set.of("HTTP 500", "HTTP 502");

        assertThat(TrafficVerdict.of(load, Map.of("blue", new Counts(9, 8, 8, 1)), excused)
                        .faults())
                .isEmpty();
        assertThat(TrafficVerdict.of(load, Map.of("blue", new Counts(9, 8, 8, 1)), Set.of("HTTP 500"))
                        .faults())
                .containsExactly("2 requests failed: HTTP 502");
        assertThat(TrafficVerdict.of(load, Map.of("blue", new Counts(10, 10, 8, 1)), excused)
                        .faults())
                .containsExactly("blue: clients saw 7 answers, its tasks counted 10");
        assertThat(TrafficVerdict.of(load, Map.of("blue", new Counts(9, 8, 8, 0)), excused)
                        .faults())
                .containsExactly("clients saw 1 refusals, tasks counted 0");
    }

    private static LoadSummary load(long sent, Map<String, Long> succeeded, Map<String, Long> failed) {
        return new LoadSummary(sent, new TreeMap<>(succeeded), new TreeMap<>(failed), 5, false);
    }

    private static Counts counts(long received, long promised) {
        return new Counts(received, promised, promised, 0);
    }
}
