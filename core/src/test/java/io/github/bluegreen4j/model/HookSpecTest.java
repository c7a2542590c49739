package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.LifecycleStage.POST_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static io.github.bluegreen4j.model.TimeoutAction.CONTINUE;
import static io.github.bluegreen4j.model.TimeoutAction.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookSpecTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final HookDetails DETAILS = new HookDetails(Map.of("k", "v"));

    @Test
    void a_hook_has_24_hours_by_default_and_then_rolls_back() {
        HookSpec hook = HookSpec.named("smoke", POST_SCALE_UP);

        assertThat(hook.kind()).isEqualTo(HookSpec.Kind.NAMED);
        assertThat(hook.name()).isEqualTo("smoke");
        assertThat(hook.timeout()).isEqualTo(Duration.ofMinutes(1440));
        assertThat(hook.onTimeout()).isEqualTo(ROLLBACK);
        assertThat(hook.details()).isEqualTo(HookDetails.EMPTY);
    }

    @Test
    void every_kind_keeps_what_it_was_given() {
        Set<LifecycleStage> stages = Set.of(POST_SCALE_UP, PRE_SCALE_UP);
        HookSpec named = new HookSpec.Named("n", stages, HOUR, CONTINUE, DETAILS);
        HookSpec lambda = new HookSpec.Lambda("l", "arn:l", stages, HOUR, CONTINUE, DETAILS);
        HookSpec pause = new HookSpec.Pause("p", stages, HOUR, CONTINUE);

        assertThat(named.details()).isEqualTo(DETAILS);
        assertThat(lambda.details()).isEqualTo(DETAILS);
        assertThat(pause.details()).isEqualTo(HookDetails.EMPTY);
        assertThat(named.kind()).isEqualTo(HookSpec.Kind.NAMED);
        assertThat(lambda.kind()).isEqualTo(HookSpec.Kind.LAMBDA);
        assertThat(pause.kind()).isEqualTo(HookSpec.Kind.PAUSE);
        assertThat(named.stages()).containsExactly(PRE_SCALE_UP, POST_SCALE_UP).isUnmodifiable();
        assertThat(lambda.stages()).containsExactly(PRE_SCALE_UP, POST_SCALE_UP);
        assertThat(pause.stages()).containsExactly(PRE_SCALE_UP, POST_SCALE_UP);
        assertThat(HookSpec.pause("p", PRE_SCALE_UP, HOUR, CONTINUE).stages()).containsExactly(PRE_SCALE_UP);
        assertThat(HookSpec.lambda("l", "arn:l", PRE_SCALE_UP))
                .isEqualTo(new HookSpec.Lambda(
                        "l", "arn:l", Set.of(PRE_SCALE_UP), Duration.ofHours(24), ROLLBACK, HookDetails.EMPTY));
    }

    @ParameterizedTest
    @EnumSource
    void hooks_and_pauses_stand_only_where_the_stage_admits_them(LifecycleStage stage) {
        if (stage.admitsHooks()) {
            assertThat(HookSpec.named("a", stage).stages()).containsExactly(stage);
            assertThat(HookSpec.lambda("a", "arn:a", stage).stages()).containsExactly(stage);
        } else {
            assertThat(fieldsRefusedBy(() -> HookSpec.named("a", stage))).containsExactly("hook.stages");
            assertThat(fieldsRefusedBy(() -> HookSpec.lambda("a", "arn:a", stage)))
                    .containsExactly("hook.stages");
        }
        if (stage.admitsPauses()) {
            assertThat(HookSpec.pause("a", stage, HOUR, ROLLBACK).stages()).containsExactly(stage);
        } else {
            assertThat(fieldsRefusedBy(() -> HookSpec.pause("a", stage, HOUR, ROLLBACK)))
                    .containsExactly("hook.stages");
        }
    }

    @Test
    void a_refused_stage_names_those_that_are_allowed() {
        assertThat(faultsOf(() -> HookSpec.pause("a", PRE_ROLLBACK, HOUR, ROLLBACK)))
                .containsExactly(
                        "hook.stages: \"PRE_ROLLBACK\" is not allowed; allowed: RECONCILE_SERVICE, PRE_SCALE_UP, "
                                + "POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, "
                                + "POST_PRODUCTION_TRAFFIC_SHIFT");
        assertThat(fieldsRefusedBy(() -> new HookSpec.Pause("a", Set.of(PRE_ROLLBACK, POST_ROLLBACK), HOUR, ROLLBACK)))
                .containsExactly("hook.stages", "hook.stages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1M", "PT1M1S", "PT24H"})
    void a_hook_may_take_1_to_1440_minutes(Duration timeout) {
        assertThat(named(timeout).timeout()).isEqualTo(timeout);
        assertThat(lambda(timeout).timeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "PT24H1S", "PT1M0.5S"})
    void a_hook_may_take_no_other_time(Duration timeout) {
        assertThat(fieldsRefusedBy(() -> named(timeout))).containsExactly("hook.timeout");
        assertThat(fieldsRefusedBy(() -> lambda(timeout))).containsExactly("hook.timeout");
    }

    @Test
    void a_pause_may_take_14_days() {
        assertThat(HookSpec.pause("a", PRE_SCALE_UP, Duration.ofDays(14), ROLLBACK)
                        .timeout())
                .isEqualTo(Duration.ofMinutes(20160));
        assertThat(faultsOf(() ->
                        HookSpec.pause("a", PRE_SCALE_UP, Duration.ofDays(14).plusSeconds(1), ROLLBACK)))
                .containsExactly("hook.timeout: \"PT336H1S\" is not allowed; allowed: 1 to 20160 minutes");
        assertThat(faultsOf(() -> HookSpec.pause("a", PRE_SCALE_UP, Duration.ofMillis(60_500), ROLLBACK)))
                .containsExactly(
                        "hook.timeout: \"PT1M0.5S\" is not allowed; allowed: 1 to 20160 minutes, in whole seconds");
    }

    @Test
    void a_name_has_1_to_128_characters() {
        assertThat(HookSpec.named("x".repeat(128), PRE_SCALE_UP).name()).hasSize(128);
        assertThat(fieldsRefusedBy(() -> HookSpec.named("x".repeat(129), PRE_SCALE_UP)))
                .containsExactly("hook.name");
        assertThat(fieldsRefusedBy(() -> HookSpec.named(" ", PRE_SCALE_UP))).containsExactly("hook.name");
    }

    @Test
    void everything_wrong_with_a_hook_is_reported_at_once() {
        assertThat(fieldsRefusedBy(() -> new HookSpec.Lambda(null, null, null, null, null, null)))
                .containsExactly(
                        "hook.name",
                        "hook.functionArn",
                        "hook.stages",
                        "hook.timeout",
                        "hook.onTimeout",
                        "hook.details");
        assertThat(fieldsRefusedBy(() -> new HookSpec.Named("a", Set.of(), Duration.ZERO, ROLLBACK, DETAILS)))
                .containsExactly("hook.stages", "hook.timeout");
    }

    private static HookSpec named(Duration timeout) {
        return new HookSpec.Named("a", Set.of(PRE_SCALE_UP), timeout, ROLLBACK, HookDetails.EMPTY);
    }

    private static HookSpec lambda(Duration timeout) {
        return new HookSpec.Lambda("a", "arn:a", Set.of(PRE_SCALE_UP), timeout, ROLLBACK, HookDetails.EMPTY);
    }
}
