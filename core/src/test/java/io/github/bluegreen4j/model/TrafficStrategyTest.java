package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.Percent.percent;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficStrategy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficStrategyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Step LAST = new Step(Percent.HUNDRED, Duration.ZERO);

    @Test
    void all_at_once_is_one_step() {
        assertThat(TrafficStrategy.allAtOnce().steps()).containsExactly(LAST);
    }

    @Test
    void a_canary_is_two_steps_by_default_5_percent_for_10_minutes() {
        assertThat(TrafficStrategy.canary().steps())
                .containsExactly(new Step(percent(5), Duration.ofMinutes(10)), LAST);
    }

    @Test
    void a_canary_of_everything_is_one_step() {
        assertThat(TrafficStrategy.canary(Percent.HUNDRED, MINUTE).steps()).containsExactly(LAST);
    }

    @Test
    void linear_is_ten_steps_by_default_6_minutes_apart() {
        List<Step> steps = TrafficStrategy.linear().steps();

        assertThat(steps).extracting(Step::share).hasToString("[10%, 20%, 30%, 40%, 50%, 60%, 70%, 80%, 90%, 100%]");
        assertThat(steps.subList(0, 9)).extracting(Step::bake).containsOnly(Duration.ofMinutes(6));
    }

    @Test
    void linear_ends_with_what_is_left() {
        assertThat(TrafficStrategy.linear(percent(33.3), MINUTE).steps())
                .extracting(Step::share)
                .hasToString("[33.3%, 66.6%, 99.9%, 100%]");
    }

    @Property
    void linear_goes_up_by_equal_steps_and_reaches_exactly_100(@ForAll @IntRange(min = 30, max = 1000) int tenths) {
        List<Step> steps = TrafficStrategy.linear(new Percent(tenths), MINUTE).steps();

        assertThat(steps).hasSize((1000 + tenths - 1) / tenths).endsWith(LAST);
        for (int i = 0; i < steps.size() - 1; i++) {
            assertThat(steps.get(i)).isEqualTo(new Step(new Percent(tenths * (i + 1)), MINUTE));
        }
    }

    @Test
    void percentages_out_of_range_are_refused() {
        assertThat(faultsOf(() -> TrafficStrategy.canary(Percent.ZERO, MINUTE)))
                .containsExactly("strategy.canary.percent: \"0%\" is not allowed; allowed: 0.1% to 100%");
        assertThat(faultsOf(() -> TrafficStrategy.linear(percent(2.9), MINUTE)))
                .containsExactly("strategy.linear.step: \"2.9%\" is not allowed; allowed: 3% to 100%");
        assertThat(TrafficStrategy.canary(percent(0.1), MINUTE).steps()).hasSize(2);
        assertThat(TrafficStrategy.linear(percent(3), MINUTE).steps()).hasSize(34);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT24H1S", "PT0.5S"})
    void bakes_are_0_to_1440_minutes_in_whole_seconds(Duration bake) {
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.canary(percent(5), bake)))
                .containsExactly("strategy.canary.bake");
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.linear(percent(5), bake)))
                .containsExactly("strategy.linear.bake");
        assertThat(fieldsRefusedBy(() -> new Step(percent(5), bake))).containsExactly("step.bake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1S", "PT24H"})
    void bakes_in_range_are_accepted(Duration bake) {
        assertThat(TrafficStrategy.canary(percent(5), bake).steps().get(0).bake())
                .isEqualTo(bake);
        assertThat(TrafficStrategy.linear(percent(5), bake).steps().get(0).bake())
                .isEqualTo(bake);
    }

    @Test
    void everything_wrong_with_a_strategy_is_reported_at_once() {
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.canary(Percent.ZERO, null)))
                .containsExactly("strategy.canary.percent", "strategy.canary.bake");
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.linear(null, Duration.ofDays(2))))
                .containsExactly("strategy.linear.step", "strategy.linear.bake");
        assertThat(fieldsRefusedBy(() -> new Step(Percent.ZERO, null))).containsExactly("step.share", "step.bake");
    }

    @Test
    void custom_steps_are_kept_but_for_the_bake_of_the_last() {
        Step first = new Step(percent(1), MINUTE);
        List<Step> given = new ArrayList<>(List.of(first, new Step(Percent.HUNDRED, MINUTE)));
        TrafficStrategy strategy = TrafficStrategy.steps(given);
        given.clear();

        assertThat(strategy.steps()).containsExactly(first, LAST).isUnmodifiable();
    }

    @Test
    void custom_steps_must_grow_and_end_at_100() {
        Step ten = new Step(percent(10), MINUTE);
        assertThat(faultsOf(() -> TrafficStrategy.steps(List.of(ten, ten, new Step(percent(90), MINUTE)))))
                .containsExactly(
                        "strategy.steps[1].share: \"10%\" is not allowed; allowed: more than 10%",
                        "strategy.steps[2].share: \"90%\" is not allowed; allowed: 100% in the last step");
        assertThat(faultsOf(() -> TrafficStrategy.steps(List.of(LAST, ten, LAST))))
                .containsExactly("strategy.steps[1].share: \"10%\" is not allowed; allowed: more than 100%");
    }

    @Test
    void custom_steps_are_1_to_100() {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            steps.add(new Step(new Percent(i), MINUTE));
        }
        steps.add(LAST);
        assertThat(TrafficStrategy.steps(steps).steps()).hasSize(100);
        steps.add(99, new Step(new Percent(999), MINUTE));
        assertThat(faultsOf(() -> TrafficStrategy.steps(steps)))
                .containsExactly("strategy.steps: \"101 steps\" is not allowed; allowed: 1 to 100 steps");
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.steps(List.of()))).containsExactly("strategy.steps");
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.steps(null))).containsExactly("strategy.steps");
        assertThat(fieldsRefusedBy(() -> TrafficStrategy.steps(Collections.singletonList(null))))
                .containsExactly("strategy.steps[0]");
    }
}
