package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmPolicyTest {

    @Test
    void by_default_alarms_roll_back_are_read_every_10_s_and_ignored_until_ok() {
        AlarmPolicy alarms = AlarmPolicy.of("5xx", "latency");

        assertThat(alarms.names()).containsExactly("5xx", "latency").isUnmodifiable();
        assertThat(alarms.atStart()).isEqualTo(AlarmPolicy.AtStart.IGNORE_UNTIL_OK);
        assertThat(alarms.rollback()).isTrue();
        assertThat(alarms.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(alarms.isEmpty()).isFalse();
        assertThat(AlarmPolicy.NONE.isEmpty()).isTrue();
    }

    @Test
    void each_part_can_be_changed_alone() {
        AlarmPolicy changed = AlarmPolicy.of("a")
                .withAtStart(AlarmPolicy.AtStart.FAIL_FAST)
                .withRollback(false)
                .withInterval(Duration.ofSeconds(1))
                .withNames(List.of("b"));

        assertThat(changed)
                .isEqualTo(new AlarmPolicy(List.of("b"), AlarmPolicy.AtStart.FAIL_FAST, false, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.9S", "PT1.5S", "PT61S"})
    void they_are_read_every_1_to_60_seconds(Duration interval) {
        assertThat(fieldsRefusedBy(() -> AlarmPolicy.NONE.withInterval(interval)))
                .containsExactly("alarms.interval");
        assertThat(AlarmPolicy.NONE.withInterval(Duration.ofSeconds(60)).interval())
                .hasMinutes(1);
    }

    @Test
    void a_name_is_refused_when_it_is_blank_too_long_or_there_already() {
        assertThat(faultsOf(() -> AlarmPolicy.of("a", "", "b", "a")))
                .containsExactly(
                        "alarms.names[1]: \"\" is blank; allowed: the name of an alarm, 1 to 512 characters",
                        "alarms.names[3]: \"a\" is not allowed; allowed: each alarm once");
        assertThat(fieldsRefusedBy(() -> AlarmPolicy.of("x".repeat(513)))).containsExactly("alarms.names[0]");
        assertThat(AlarmPolicy.of("x".repeat(512)).names()).hasSize(1);
    }

    @Test
    void there_are_100_alarms_at_most() {
        List<String> names =
                new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
        assertThat(AlarmPolicy.NONE.withNames(names).names()).hasSize(100);
        names.add("more");
        assertThat(fieldsRefusedBy(() -> AlarmPolicy.NONE.withNames(names))).containsExactly("alarms.names");
    }

    @Test
    void everything_missing_is_reported_at_once() {
        assertThat(fieldsRefusedBy(() -> new AlarmPolicy(null, null, true, null)))
                .containsExactly("alarms.names", "alarms.atStart", "alarms.interval");
        assertThat(fieldsRefusedBy(() -> AlarmPolicy.of((String) null))).containsExactly("alarms.names[0]");
        assertThat(fieldsRefusedBy(() -> AlarmPolicy.NONE.withNames(Collections.singletonList(null))))
                .containsExactly("alarms.names[0]");
    }
}
