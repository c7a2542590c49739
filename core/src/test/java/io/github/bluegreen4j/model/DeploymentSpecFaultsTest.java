package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static io.github.bluegreen4j.model.TimeoutAction.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentSpecFaultsTest {
    private static final ServiceRef SERVICE = new ServiceRef("shop", "checkout");
    private static final Duration HOUR = Duration.ofHours(1);

    private static DeploymentSpec.Builder good() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute("production-rule")
                .targetGroups("tg-1", "tg-2");
    }

    /** Ways to spoil a good specification, each with the one field it spoils. */
    private static Map<String, Consumer<DeploymentSpec.Builder>> spoilers() {
        Map<String, Consumer<DeploymentSpec.Builder>> spoilers = new LinkedHashMap<>();
        spoilers.put("revision", builder -> builder.revision(" "));
        spoilers.put("productionRoutes[1]", builder -> builder.productionRoute("production-rule"));
        spoilers.put("testRoute", builder -> builder.testRoute("production-rule"));
        spoilers.put("targetGroups.second", builder -> builder.targetGroups("tg-1", "tg-1"));
        spoilers.put("strategy.canary.percent", builder -> builder.canary(0.05, HOUR));
        spoilers.put("bakeTime", builder -> builder.bakeTime(Duration.ofHours(25)));
        spoilers.put("hooks[0].timeout", builder -> builder.hook(PRE_SCALE_UP, "a", Duration.ZERO, ROLLBACK));
        spoilers.put("alarms.names[0]", builder -> builder.alarm(""));
        spoilers.put("circuitBreaker", builder -> builder.circuitBreaker(null));
        spoilers.put("health", builder -> builder.health(null));
        spoilers.put("rollback", builder -> builder.rollback(null));
        spoilers.put("drift", builder -> builder.drift(null));
        spoilers.put("concurrency", builder -> builder.concurrency(null));
        spoilers.put("allowStickiness", builder -> builder.allowStickiness(Duration.ZERO));
        spoilers.put("limits", builder -> builder.limits(null));
        return spoilers;
    }

    @Property
    void every_fault_is_reported_whatever_else_is_wrong(@ForAll("fields") Set<String> spoiled) {
        DeploymentSpec.Builder builder = good();
        List<String> inOrder = new ArrayList<>();
        spoilers().forEach((field, spoil) -> {
            if (spoiled.contains(field)) {
                spoil.accept(builder);
                inOrder.add(field);
            }
        });

        assertThat(fieldsRefusedBy(builder::build)).isEqualTo(inOrder);
    }

    @Provide
    Arbitrary<Set<String>> fields() {
        return Arbitraries.of(spoilers().keySet()).set().ofMinSize(1);
    }

    @Test
    void an_empty_specification_names_all_that_is_required() {
        assertThat(faultsOf(DeploymentSpec.blueGreen(SERVICE)::build))
                .containsExactly(
                        "revision: is missing; allowed: a task definition",
                        "productionRoutes: \"0 routes\" is not allowed; allowed: 1 to 10 routes",
                        "targetGroups.first: is missing; allowed: the identity of a target group",
                        "targetGroups.second: is missing; allowed: the identity of a target group");
    }

    @Test
    void many_faults_make_one_message_with_a_line_each() {
        assertThat(faultsOf(good().canary(0, Duration.ofHours(25))
                        .bakeTime(Duration.ofHours(25))
                        .hook(PRE_SCALE_UP, "a")
                        .hook(SCALE_UP, "a")
                        .pause(TEST_TRAFFIC_SHIFT, Duration.ofDays(15), ROLLBACK)::build))
                .containsExactly(
                        "strategy.canary.percent: \"0%\" is not allowed; allowed: 0.1% to 100%",
                        "strategy.canary.bake: \"PT25H\" is not allowed; allowed: 0 to 1440 minutes",
                        "bakeTime: \"PT25H\" is not allowed; allowed: 0 to 1440 minutes",
                        "hooks[1].stages: \"SCALE_UP\" is not allowed; allowed: RECONCILE_SERVICE, PRE_SCALE_UP, "
                                + "POST_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, "
                                + "PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, "
                                + "POST_PRODUCTION_TRAFFIC_SHIFT, PRE_ROLLBACK, POST_ROLLBACK",
                        "hooks[1].name: \"a\" is not allowed; allowed: a name of its own",
                        "hooks[2].stages: \"TEST_TRAFFIC_SHIFT\" is not allowed; allowed: RECONCILE_SERVICE, PRE_SCALE_UP, "
                                + "POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, "
                                + "POST_PRODUCTION_TRAFFIC_SHIFT",
                        "hooks[2].timeout: \"PT360H\" is not allowed; allowed: 1 to 20160 minutes");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2.9, 100.1, 33.33, Double.NaN})
    void a_raw_step_is_3_to_100_percent_in_tenths(double step) {
        assertThat(fieldsRefusedBy(good().linear(step, HOUR)::build)).containsExactly("strategy.linear.step");
        assertThat(faultsOf(good().linear(33.33, null)::build))
                .containsExactly(
                        "strategy.linear.step: \"33.33\" is not allowed; allowed: 3% to 100% in multiples of 0.1",
                        "strategy.linear.bake: is missing; allowed: 0 to 1440 minutes");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100.1, 0.05})
    void a_wrong_strategy_hides_no_other_fault(double percent) {
        Duration tooLong = Duration.ofHours(25);

        assertThat(fieldsRefusedBy(good().canary(percent, HOUR).bakeTime(tooLong)::build))
                .containsExactly("strategy.canary.percent", "bakeTime");
        assertThat(fieldsRefusedBy(good().canary(5, tooLong).bakeTime(tooLong)::build))
                .containsExactly("strategy.canary.bake", "bakeTime");
        assertThat(fieldsRefusedBy(good().linear(percent, HOUR).bakeTime(tooLong)::build))
                .containsExactly("strategy.linear.step", "bakeTime");
        assertThat(fieldsRefusedBy(good().linear(5, tooLong).bakeTime(tooLong)::build))
                .containsExactly("strategy.linear.bake", "bakeTime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT24H1S", "PT1.5S"})
    void the_bake_is_0_to_1440_minutes(Duration bakeTime) {
        assertThat(fieldsRefusedBy(good().bakeTime(bakeTime)::build)).containsExactly("bakeTime");
        assertThat(good().bakeTime(Duration.ofMinutes(1440)).build().bakeTime()).hasDays(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT168H1S", "PT1.5S"})
    void stickiness_is_waited_for_1_s_to_7_days(Duration wait) {
        assertThat(fieldsRefusedBy(good().allowStickiness(wait)::build)).containsExactly("allowStickiness");
        assertThat(good().allowStickiness(Duration.ofSeconds(1)).build().stickinessWait())
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void there_are_10_production_routes_at_most() {
        DeploymentSpec.Builder builder = good();
        for (int i = 2; i <= 10; i++) {
            builder.productionRoute("rule-" + i);
        }
        assertThat(builder.build().productionRoutes()).hasSize(10);
        assertThat(faultsOf(builder.productionRoute("one-more")::build))
                .containsExactly("productionRoutes: \"11 routes\" is not allowed; allowed: 1 to 10 routes");
    }

    @Test
    void there_are_10_pauses_and_10_other_hooks_at_most() {
        DeploymentSpec.Builder builder = good();
        for (int i = 0; i < 10; i++) {
            builder.pause(PRE_SCALE_UP, HOUR, ROLLBACK);
        }
        for (int i = 0; i < 5; i++) {
            builder.hook(POST_TEST_TRAFFIC_SHIFT, "hook-" + i).lambda(PRE_SCALE_UP, "lambda-" + i, "arn:" + i);
        }
        assertThat(builder.build().hooks()).hasSize(20);
        assertThat(faultsOf(builder.pause(PRE_SCALE_UP, HOUR, ROLLBACK).hook(PRE_SCALE_UP, "more")::build))
                .containsExactly(
                        "hooks: \"11 pauses\" is not allowed; allowed: at most 10 pauses",
                        "hooks: \"11 hooks that are called\" is not allowed; allowed: at most 10 hooks that are called");
    }

    @Test
    void a_null_is_a_fault_too() {
        DeploymentSpec.Builder builder = DeploymentSpec.blueGreen(null)
                .revision((RevisionSpec) null)
                .productionRoute((RouteRef) null)
                .testRoute((RouteRef) null)
                .targetGroups((TargetGroupRef) null, null)
                .strategy(null)
                .bakeTime(null)
                .hook(null)
                .hook(null, null)
                .alarm(null)
                .allowStickiness(null);

        assertThat(fieldsRefusedBy(builder::build))
                .containsExactly(
                        "service",
                        "revision",
                        "productionRoutes[0]",
                        "testRoute",
                        "targetGroups.first",
                        "targetGroups.second",
                        "strategy",
                        "bakeTime",
                        "hooks[0]",
                        "hooks[1].name",
                        "hooks[1].stages",
                        "alarms.names[0]",
                        "allowStickiness");
        assertThat(fieldsRefusedBy(good().alarms(null)::build)).containsExactly("alarms");
        assertThat(fieldsRefusedBy(good().revision("a", null)::build)).containsExactly("revision.settings");
    }

    @Test
    void a_specification_made_without_the_builder_is_checked_as_well() {
        DeploymentSpec spec = good().hook(PRE_SCALE_UP, "a").build();
        RouteRef production = spec.productionRoutes().get(0);

        assertThat(fieldsRefusedBy(() -> new DeploymentSpec(
                        null,
                        null,
                        List.of(production, production),
                        Optional.of(production),
                        null,
                        null,
                        Duration.ofDays(2),
                        List.of(spec.hooks().get(0), spec.hooks().get(0)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Optional.of(Duration.ZERO),
                        List.of(production),
                        Optional.of(new RevisionRef("set/1")),
                        Optional.empty(),
                        Optional.of(new RevisionRef("set/1")),
                        List.of(new Waiver("headroom", "alice"), new Waiver("headroom", "bob")),
                        null)))
                .containsExactly(
                        "service",
                        "revision",
                        "productionRoutes[1]",
                        "testRoute",
                        "targetGroups.first",
                        "targetGroups.second",
                        "strategy",
                        "bakeTime",
                        "hooks[1].name",
                        "alarms",
                        "analysis",
                        "circuitBreaker",
                        "health",
                        "rollback",
                        "drift",
                        "concurrency",
                        "allowStickiness",
                        "otherRoutes[0]",
                        "serve",
                        "kept",
                        "waivers[1].check",
                        "limits");
    }

    @Test
    void a_waiver_names_a_check_and_who_waives_it() {
        assertThat(fieldsRefusedBy(
                        good().waive("", "alice").waive("headroom", " ").waive(null)::build))
                .containsExactly("waivers[0].check", "waivers[1].by", "waivers[2]");
        DeploymentSpec.Builder many = good();
        for (int i = 0; i < 51; i++) {
            many.waive("check-" + i, "alice");
        }
        assertThat(fieldsRefusedBy(many::build)).containsExactly("waivers");
    }
}
