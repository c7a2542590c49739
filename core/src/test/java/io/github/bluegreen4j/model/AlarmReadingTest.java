package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlarmReadingTest {
    private static final AlarmReading TWO =
            AlarmReading.of(Map.of("errors", AlarmReading.State.ALARM, "latency", AlarmReading.State.OK));

    @Test
    void a_reading_of_some_alarms_says_nothing_of_the_others() {
        AlarmReading errors = TWO.only(List.of("errors", "unheard-of"));

        assertThat(errors.states()).containsExactly(Map.entry("errors", AlarmReading.State.ALARM));
        assertThat(TWO.states()).hasSize(2);
    }

    @Test
    void a_reading_of_all_that_it_has_is_itself() {
        assertThat(TWO.only(List.of("latency", "errors", "unheard-of"))).isEqualTo(TWO);
    }
}
