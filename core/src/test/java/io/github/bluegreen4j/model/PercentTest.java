package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {

    @Property
    void every_tenth_of_a_percent_is_a_percentage(@ForAll @IntRange(max = 1000) int tenths) {
        assertThat(Percent.of(tenths / 10.0)).isEqualTo(new Percent(tenths));
        assertThat(Percent.of(tenths * 0.1)).isEqualTo(new Percent(tenths));
    }

    @Property
    void what_lies_between_two_tenths_is_none(
            @ForAll @IntRange(max = 999) int tenths, @ForAll @IntRange(min = 1, max = 99) int beyond) {
        assertThat(fieldsRefusedBy(() -> Percent.of(tenths / 10.0 + beyond / 1000.0)))
                .containsExactly("percent");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, 5.05, Double.NaN, Double.POSITIVE_INFINITY, -1e300})
    void what_is_out_of_range_is_refused(double percent) {
        assertThat(faultsOf(() -> Percent.of(percent)))
                .containsExactly("percent: \"" + percent + "\" is not allowed; allowed: 0 to 100 in multiples of 0.1");
    }

    @Test
    void tenths_out_of_range_are_refused_in_percent() {
        assertThat(faultsOf(() -> new Percent(1001)))
                .containsExactly("percent: \"100.1\" is not allowed; allowed: 0 to 100 in multiples of 0.1");
        assertThat(fieldsRefusedBy(() -> new Percent(-1))).containsExactly("percent");
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.1, 0.1%", "5, 5%", "33.3, 33.3%", "100, 100%"})
    void it_is_written_with_a_tenth_only_when_it_has_one(double percent, String text) {
        assertThat(Percent.percent(percent)).hasToString(text);
    }

    @Test
    void only_0_is_zero_and_only_100_is_full() {
        assertThat(Percent.ZERO.isZero()).isTrue();
        assertThat(new Percent(1).isZero()).isFalse();
        assertThat(Percent.HUNDRED.isFull()).isTrue();
        assertThat(new Percent(999).isFull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"50, 1, 1", "50, 25, 13", "100, 7, 7", "0, 7, 0", "0.1, 1000, 1", "0.1, 1001, 2", "33.3, 3, 1"})
    void a_share_of_a_count_is_rounded_up(double percent, int count, int share) {
        assertThat(Percent.of(percent).ceilOf(count)).isEqualTo(share);
    }

    @Property
    void a_share_of_any_count_is_what_exact_arithmetic_says(
            @ForAll @IntRange(max = 1000) int tenths, @ForAll @IntRange(max = Integer.MAX_VALUE) int count) {
        BigDecimal exact =
                BigDecimal.valueOf(tenths).multiply(BigDecimal.valueOf(count)).movePointLeft(3);

        assertThat(new Percent(tenths).ceilOf(count))
                .isEqualTo(exact.setScale(0, RoundingMode.CEILING).intValueExact());
    }

    @Test
    void a_share_of_fewer_than_none_is_refused() {
        assertThat(fieldsRefusedBy(() -> Percent.HUNDRED.ceilOf(-1))).containsExactly("count");
    }

    @Property
    void percentages_are_ordered_by_size(
            @ForAll @IntRange(max = 1000) int one, @ForAll @IntRange(max = 1000) int other) {
        assertThat(new Percent(one).compareTo(new Percent(other))).isEqualTo(Integer.compare(one, other));
    }
}
