package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.DeploymentLimits.DEFAULTS;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentLimitsTest {

    /** One limit: how to change it, how to read it, and its range. */
    private record Limit(
            String name,
            BiFunction<DeploymentLimits, Duration, DeploymentLimits> with,
            Function<DeploymentLimits, Duration> read,
            Duration min,
            Duration max) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Limit> limits() {
        Duration second = Duration.ofSeconds(1);
        Duration milli = Duration.ofMillis(1);
        Duration minute = Duration.ofMinutes(1);
        Duration minutes = Duration.ofMinutes(10);
        Duration day = Duration.ofDays(1);
        return Stream.of(
                new Limit(
                        "deployment",
                        DeploymentLimits::withDeployment,
                        DeploymentLimits::deployment,
                        second,
                        Duration.ofDays(30)),
                new Limit("stage", DeploymentLimits::withStage, DeploymentLimits::stage, second, day),
                new Limit("cleanUpGate", DeploymentLimits::withCleanUpGate, DeploymentLimits::cleanUpGate, second, day),
                new Limit("cleanUp", DeploymentLimits::withCleanUp, DeploymentLimits::cleanUp, second, day),
                new Limit("drain", DeploymentLimits::withDrain, DeploymentLimits::drain, milli, day),
                new Limit(
                        "closing",
                        DeploymentLimits::withClosing,
                        DeploymentLimits::closing,
                        second,
                        Duration.ofHours(1)),
                new Limit(
                        "call",
                        DeploymentLimits::withCall,
                        DeploymentLimits::call,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(30)),
                new Limit("grace", DeploymentLimits::withGrace, DeploymentLimits::grace, milli, minute),
                new Limit(
                        "freshness",
                        DeploymentLimits::withFreshness,
                        DeploymentLimits::freshness,
                        second,
                        Duration.ofSeconds(10)),
                new Limit(
                        "watchAge",
                        DeploymentLimits::withWatchAge,
                        DeploymentLimits::watchAge,
                        Duration.ofSeconds(10),
                        minutes),
                new Limit("poll", DeploymentLimits::withPoll, DeploymentLimits::poll, milli, minutes),
                new Limit("backOff", DeploymentLimits::withBackOff, DeploymentLimits::backOff, milli, minute));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void each_limit_can_be_changed_within_its_range_and_nothing_else_changes(Limit limit) {
        Duration before = limit.read.apply(DEFAULTS);
        DeploymentLimits least = limit.with.apply(DEFAULTS, limit.min);
        DeploymentLimits most = limit.with.apply(DEFAULTS, limit.max);

        assertThat(limit.read.apply(least)).isEqualTo(limit.min);
        assertThat(limit.read.apply(most)).isEqualTo(limit.max);
        assertThat(limit.with.apply(least, before)).isEqualTo(DEFAULTS);
        assertThat(before).isBetween(limit.min, limit.max);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void each_limit_is_refused_outside_its_range(Limit limit) {
        String field = "limits." + limit.name;

        assertThat(fieldsRefusedBy(() -> limit.with.apply(DEFAULTS, limit.min.minusNanos(1))))
                .containsExactly(field);
        assertThat(fieldsRefusedBy(() -> limit.with.apply(DEFAULTS, limit.max.plusNanos(1))))
                .containsExactly(field);
        assertThat(fieldsRefusedBy(() -> limit.with.apply(DEFAULTS, null))).containsExactly(field);
        assertThat(limit.min).isPositive();
    }

    @Test
    void numbers_of_tries_have_ranges_too() {
        assertThat(DEFAULTS.withBackOffDoublings(0).backOffDoublings()).isZero();
        assertThat(DEFAULTS.withBackOffDoublings(10).backOffDoublings()).isEqualTo(10);
        assertThat(fieldsRefusedBy(() -> DEFAULTS.withBackOffDoublings(-1))).containsExactly("limits.backOffDoublings");
        assertThat(fieldsRefusedBy(() -> DEFAULTS.withBackOffDoublings(11))).containsExactly("limits.backOffDoublings");
        assertThat(DEFAULTS.withHookTries(1).hookTries()).isEqualTo(1);
        assertThat(DEFAULTS.withHookTries(10).hookTries()).isEqualTo(10);
        assertThat(fieldsRefusedBy(() -> DEFAULTS.withHookTries(0))).containsExactly("limits.hookTries");
        assertThat(faultsOf(() -> DEFAULTS.withHookTries(11)))
                .containsExactly("limits.hookTries: \"11\" is not allowed; allowed: 1 to 10");
    }

    @Test
    void the_defaults_are_the_documented_ones() {
        assertThat(DEFAULTS)
                .isEqualTo(new DeploymentLimits(
                        Duration.ofDays(30),
                        Duration.ofHours(24),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        5,
                        3));
    }

    @Test
    void a_range_is_written_in_its_largest_units() {
        assertThat(faultsOf(() -> DEFAULTS.withCall(Duration.ofMinutes(1))))
                .containsExactly("limits.call: \"PT1M\" is not allowed; allowed: 100 ms to 30 seconds");
        assertThat(faultsOf(() -> DEFAULTS.withDeployment(Duration.ofDays(31))))
                .containsExactly("limits.deployment: \"PT744H\" is not allowed; allowed: 1 second to 30 days");
    }
}
