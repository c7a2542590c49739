package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.Percent.percent;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthAndRollbackPolicyTest {
    private static final HealthPolicy HEALTH = HealthPolicy.DEFAULT;
    private static final RollbackPolicy ROLLBACK = RollbackPolicy.DEFAULT;

    @Test
    void by_default_all_targets_open_the_gate_and_half_of_them_for_a_minute_are_too_few() {
        assertThat(HEALTH).isEqualTo(new HealthPolicy(percent(100), percent(50), Duration.ofMinutes(1)));
    }

    @Test
    void each_part_of_the_health_policy_can_be_changed_alone() {
        assertThat(HEALTH.withWatch(percent(1)).withFloor(percent(1)).withUnhealthyFor(Duration.ofSeconds(1)))
                .isEqualTo(new HealthPolicy(percent(1), percent(1), Duration.ofSeconds(1)));
    }

    @Test
    void floor_and_watch_are_1_to_100_percent() {
        assertThat(fieldsRefusedBy(() -> HEALTH.withFloor(percent(0.9)))).contains("health.floor");
        assertThat(faultsOf(() -> HEALTH.withWatch(percent(0.9))))
                .containsExactly("health.watch: \"0.9%\" is not allowed; allowed: 1% to 100%");
        assertThat(fieldsRefusedBy(() -> new HealthPolicy(null, null, null)))
                .containsExactly("health.floor", "health.watch", "health.unhealthyFor");
    }

    @Test
    void a_watch_above_the_floor_is_refused() {
        assertThat(faultsOf(() -> HEALTH.withFloor(percent(40))))
                .containsExactly("health.watch: \"50%\" is not allowed; allowed: 1% to 40%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.1S", "PT1H1S"})
    void patience_with_unhealthy_targets_is_1_s_to_1_hour(Duration time) {
        assertThat(fieldsRefusedBy(() -> HEALTH.withUnhealthyFor(time))).containsExactly("health.unhealthyFor");
        assertThat(HEALTH.withUnhealthyFor(Duration.ofHours(1)).unhealthyFor()).hasHours(1);
    }

    @Test
    void by_default_a_rollback_has_an_hour_and_waits_5_minutes_for_a_weak_blue() {
        assertThat(ROLLBACK)
                .isEqualTo(new RollbackPolicy(
                        Duration.ofHours(1), percent(50), Duration.ofMinutes(5), Duration.ofMinutes(5)));
    }

    @Test
    void each_part_of_the_rollback_policy_can_be_changed_alone() {
        assertThat(ROLLBACK.withDeadline(Duration.ofSeconds(10))
                        .withFloor(percent(1))
                        .withWeakBlueWait(Duration.ZERO)
                        .withHookBound(Duration.ofSeconds(2)))
                .isEqualTo(
                        new RollbackPolicy(Duration.ofSeconds(10), percent(1), Duration.ZERO, Duration.ofSeconds(2)));
    }

    @Test
    void parts_of_the_rollback_policy_that_are_out_of_range_are_refused() {
        Duration tooLong = Duration.ofHours(24).plusSeconds(1);
        assertThat(faultsOf(() -> ROLLBACK.withDeadline(Duration.ofSeconds(9))))
                .containsExactly("rollback.deadline: \"PT9S\" is not allowed; allowed: 10 seconds to 1 day");
        assertThat(fieldsRefusedBy(() -> new RollbackPolicy(tooLong, percent(0.5), tooLong, tooLong)))
                .containsExactly("rollback.deadline", "rollback.floor", "rollback.weakBlueWait", "rollback.hookBound");
        assertThat(faultsOf(() -> ROLLBACK.withHookBound(Duration.ofSeconds(-1))))
                .containsExactly("rollback.hookBound: \"PT-1S\" is not allowed; allowed: 0 to 1 day");
    }
}
