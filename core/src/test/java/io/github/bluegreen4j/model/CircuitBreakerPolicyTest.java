package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.CircuitBreakerPolicy.DEFAULT;
import static io.github.bluegreen4j.model.CircuitBreakerPolicy.Threshold.BOUNDED_PERCENT;
import static io.github.bluegreen4j.model.CircuitBreakerPolicy.Threshold.COUNT;
import static io.github.bluegreen4j.model.CircuitBreakerPolicy.Threshold.UNBOUNDED_PERCENT;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerPolicyTest {

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "6, 3", "7, 4", "25, 13", "400, 200", "800, 200"})
    void half_of_the_desired_count_within_bounds_is_the_default(int desired, int threshold) {
        assertThat(DEFAULT.threshold(desired)).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "25, 13", "800, 400"})
    void without_bounds_it_is_half_and_at_least_one(int desired, int threshold) {
        assertThat(DEFAULT.withThreshold(UNBOUNDED_PERCENT, 50).threshold(desired))
                .isEqualTo(threshold);
    }

    @Property
    void a_count_does_not_depend_on_the_desired_count(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int value, @ForAll @IntRange(max = 5000) int desired) {
        assertThat(DEFAULT.withThreshold(COUNT, value).threshold(desired)).isEqualTo(value);
    }

    @Property
    void more_tasks_never_lower_the_threshold(
            @ForAll @IntRange(min = 1, max = 100) int value, @ForAll @IntRange(max = 5000) int desired) {
        CircuitBreakerPolicy bounded = DEFAULT.withThreshold(BOUNDED_PERCENT, value);
        CircuitBreakerPolicy unbounded = DEFAULT.withThreshold(UNBOUNDED_PERCENT, value);

        assertThat(bounded.threshold(desired + 1)).isGreaterThanOrEqualTo(bounded.threshold(desired));
        assertThat(bounded.threshold(desired)).isBetween(3, 200);
        assertThat(unbounded.threshold(desired + 1)).isGreaterThanOrEqualTo(unbounded.threshold(desired));
    }

    @ParameterizedTest
    @EnumSource(names = {"BOUNDED_PERCENT", "UNBOUNDED_PERCENT"})
    void a_percentage_is_1_to_100(CircuitBreakerPolicy.Threshold type) {
        assertThat(DEFAULT.withThreshold(type, 1).value()).isEqualTo(1);
        assertThat(DEFAULT.withThreshold(type, 100).value()).isEqualTo(100);
        assertThat(faultsOf(() -> DEFAULT.withThreshold(type, 0)))
                .containsExactly("circuitBreaker.value: \"0\" is not allowed; allowed: 1 to 100 percent");
        assertThat(fieldsRefusedBy(() -> DEFAULT.withThreshold(type, 101))).containsExactly("circuitBreaker.value");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_count_is_1_or_more(int value) {
        assertThat(fieldsRefusedBy(() -> DEFAULT.withThreshold(COUNT, value))).containsExactly("circuitBreaker.value");
        assertThat(fieldsRefusedBy(() -> DEFAULT.withThreshold(null, value))).containsExactly("circuitBreaker.type");
    }

    @Test
    void it_is_on_by_default_rolls_back_and_counts_consecutive_failures() {
        assertThat(DEFAULT).isEqualTo(new CircuitBreakerPolicy(true, true, BOUNDED_PERCENT, 50, true));
        assertThat(DEFAULT.withRollback(false).withResetOnHealthyTask(false))
                .isEqualTo(new CircuitBreakerPolicy(true, false, BOUNDED_PERCENT, 50, false));
        assertThat(CircuitBreakerPolicy.DISABLED.enabled()).isFalse();
    }
}
