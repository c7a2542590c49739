package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.LifecycleStage.POST_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.Percent.percent;
import static io.github.bluegreen4j.model.TimeoutAction.CONTINUE;
import static io.github.bluegreen4j.model.TimeoutAction.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeploymentSpecTest {
    private static final ServiceRef SERVICE = new ServiceRef("shop", "checkout");
    private static final RouteRef PRODUCTION = new RouteRef("production-rule");
    private static final RouteRef TEST = new RouteRef("test-rule");
    private static final TargetGroupRef FIRST = new TargetGroupRef("tg-1");
    private static final TargetGroupRef SECOND = new TargetGroupRef("tg-2");

    private static DeploymentSpec.Builder minimal() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND);
    }

    @Test
    void what_is_not_said_is_the_documented_default() {
        assertThat(minimal().build())
                .isEqualTo(new DeploymentSpec(
                        SERVICE,
                        RevisionSpec.of("checkout:42"),
                        List.of(PRODUCTION),
                        Optional.empty(),
                        new TargetGroups(FIRST, SECOND),
                        TrafficStrategy.allAtOnce(),
                        Duration.ofMinutes(15),
                        List.of(),
                        AlarmPolicy.NONE,
                        AnalysisPolicy.NONE,
                        CircuitBreakerPolicy.DEFAULT,
                        HealthPolicy.DEFAULT,
                        RollbackPolicy.DEFAULT,
                        DeploymentSpec.OnDrift.ROLL_BACK,
                        ConcurrencyPolicy.SUPERSEDE,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        DeploymentLimits.DEFAULTS));
    }

    @Test
    void everything_that_is_said_is_kept() {
        CircuitBreakerPolicy breaker = CircuitBreakerPolicy.DISABLED;
        HealthPolicy health = HealthPolicy.DEFAULT.withUnhealthyFor(Duration.ofSeconds(5));
        RollbackPolicy rollback = RollbackPolicy.DEFAULT.withDeadline(Duration.ofMinutes(2));
        DeploymentLimits limits = DeploymentLimits.DEFAULTS.withDrain(Duration.ofSeconds(2));
        DeploymentSpec spec = minimal()
                .revision(new RevisionSpec("checkout:43", Map.of("cpu", "256")))
                .productionRoute(new RouteRef("second-rule"))
                .testRoute(TEST)
                .strategy(TrafficStrategy.canary(percent(5), Duration.ofMinutes(10)))
                .hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), CONTINUE)
                .alarm("checkout-5xx")
                .analysis()
                .bakeTime(Duration.ZERO)
                .circuitBreaker(breaker)
                .health(health)
                .rollback(rollback)
                .drift(DeploymentSpec.OnDrift.PAUSE)
                .concurrency(ConcurrencyPolicy.QUEUE)
                .allowStickiness(Duration.ofDays(7))
                .keepBlue(Duration.ofHours(24), 50)
                .waive("headroom", "alice")
                .limits(limits)
                .build();

        assertThat(spec)
                .isEqualTo(new DeploymentSpec(
                        SERVICE,
                        new RevisionSpec("checkout:43", Map.of("cpu", "256")),
                        List.of(PRODUCTION, new RouteRef("second-rule")),
                        Optional.of(TEST),
                        new TargetGroups(FIRST, SECOND),
                        TrafficStrategy.canary(),
                        Duration.ZERO,
                        List.of(
                                HookSpec.named("smoke-test", POST_TEST_TRAFFIC_SHIFT),
                                HookSpec.pause(
                                        "pause-PRE_PRODUCTION_TRAFFIC_SHIFT",
                                        PRE_PRODUCTION_TRAFFIC_SHIFT,
                                        Duration.ofHours(4),
                                        CONTINUE)),
                        AlarmPolicy.of("checkout-5xx"),
                        AnalysisPolicy.STANDARD,
                        breaker,
                        health,
                        rollback,
                        DeploymentSpec.OnDrift.PAUSE,
                        ConcurrencyPolicy.QUEUE,
                        Optional.of(Duration.ofDays(7)),
                        List.of(),
                        Optional.empty(),
                        Optional.of(new KeepBlue(Duration.ofHours(24), percent(50))),
                        Optional.empty(),
                        List.of(new Waiver("headroom", "alice")),
                        limits));
    }

    @Test
    void raw_values_mean_the_same_as_values_made_before() {
        DeploymentSpec raw = DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42", Map.of("cpu", "256"))
                .productionRoute("production-rule")
                .testRoute("test-rule")
                .targetGroups("tg-1", "tg-2")
                .canary(2.5, Duration.ofMinutes(3))
                .hook(PRE_SCALE_UP, "a", Duration.ofMinutes(2), CONTINUE)
                .lambda(POST_ROLLBACK, "b", "arn:b")
                .build();
        DeploymentSpec made = minimal()
                .revision(new RevisionSpec("checkout:42", Map.of("cpu", "256")))
                .testRoute(TEST)
                .strategy(TrafficStrategy.canary(percent(2.5), Duration.ofMinutes(3)))
                .hook(new HookSpec.Named("a", Set.of(PRE_SCALE_UP), Duration.ofMinutes(2), CONTINUE, HookDetails.EMPTY))
                .hook(HookSpec.lambda("b", "arn:b", POST_ROLLBACK))
                .build();

        assertThat(raw).isEqualTo(made).hasSameHashCodeAs(made);
        assertThat(minimal().linear(25, Duration.ofMinutes(3)).build().strategy())
                .isEqualTo(TrafficStrategy.linear(percent(25), Duration.ofMinutes(3)));
    }

    @Test
    void a_hook_that_was_made_before_is_kept_with_its_details() {
        HookSpec named = new HookSpec.Named(
                "a",
                Set.of(PRE_SCALE_UP, POST_ROLLBACK),
                Duration.ofMinutes(2),
                CONTINUE,
                new HookDetails(Map.of("k", "v")));
        HookSpec lambda = new HookSpec.Lambda(
                "b", "arn:b", Set.of(PRE_SCALE_UP), Duration.ofMinutes(2), CONTINUE, new HookDetails(Map.of("k", 1)));

        assertThat(minimal().hook(named).hook(lambda).build().hooks()).containsExactly(named, lambda);
    }

    @Test
    void alarms_of_the_policy_and_single_alarms_are_all_watched() {
        AlarmPolicy policy = AlarmPolicy.of("a").withInterval(Duration.ofSeconds(30));

        assertThat(minimal().alarm("b").alarms(policy).alarm("c").build().alarms())
                .isEqualTo(policy.withNames(List.of("a", "b", "c")));
    }

    @Test
    void the_routes_are_the_production_routes_and_then_the_test_route() {
        RouteRef second = new RouteRef("a-second-rule");

        assertThat(minimal().productionRoute(second).build().routes()).containsExactly(PRODUCTION, second);
        assertThat(minimal().testRoute(TEST).productionRoute(second).build().routes())
                .containsExactly(PRODUCTION, second, TEST)
                .isUnmodifiable();
    }

    @Test
    void the_hooks_of_a_stage_come_in_the_order_they_were_given() {
        DeploymentSpec spec = minimal()
                .hook(PRE_SCALE_UP, "b")
                .hook(POST_ROLLBACK, "elsewhere")
                .pause(PRE_SCALE_UP, Duration.ofMinutes(1), ROLLBACK)
                .hook(PRE_SCALE_UP, "a")
                .build();

        assertThat(spec.hooksAt(PRE_SCALE_UP))
                .extracting(HookSpec::name)
                .containsExactly("b", "pause-PRE_SCALE_UP", "a");
        assertThat(spec.hooksAt(PRE_SCALE_UP)).isUnmodifiable();
        assertThat(spec.hooksAt(PRE_PRODUCTION_TRAFFIC_SHIFT)).isEmpty();
    }

    @Test
    void pauses_of_one_stage_get_names_of_their_own() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(minimal()
                        .pause(PRE_SCALE_UP, minute, ROLLBACK)
                        .pause(PRE_SCALE_UP, minute, ROLLBACK)
                        .pause(PRE_SCALE_UP, minute, ROLLBACK)
                        .build()
                        .hooks())
                .extracting(HookSpec::name)
                .containsExactly("pause-PRE_SCALE_UP", "pause-PRE_SCALE_UP-2", "pause-PRE_SCALE_UP-3");
    }

    @Test
    void nothing_changes_a_specification_that_was_built() {
        DeploymentSpec.Builder builder = minimal();
        DeploymentSpec spec = builder.build();
        builder.productionRoute("more").hook(PRE_SCALE_UP, "more").alarm("more");
        List<RouteRef> routes = new ArrayList<>(List.of(PRODUCTION));
        DeploymentSpec direct = new DeploymentSpec(
                spec.service(),
                spec.revision(),
                routes,
                spec.testRoute(),
                spec.targetGroups(),
                spec.strategy(),
                spec.bakeTime(),
                spec.hooks(),
                spec.alarms(),
                spec.analysis(),
                spec.circuitBreaker(),
                spec.health(),
                spec.rollback(),
                spec.drift(),
                spec.concurrency(),
                spec.stickinessWait(),
                spec.otherRoutes(),
                spec.serve(),
                spec.keepBlue(),
                spec.kept(),
                spec.waivers(),
                spec.limits());
        routes.clear();

        assertThat(spec).isEqualTo(minimal().build()).isEqualTo(direct);
        assertThat(spec.productionRoutes()).isUnmodifiable();
        assertThat(spec.hooks()).isUnmodifiable();
    }

    @Test
    void specifications_that_differ_anywhere_are_not_equal_although_their_hash_may_be() {
        DeploymentSpec spec = minimal().build();
        DeploymentSpec other = minimal().bakeTime(Duration.ZERO).build();

        assertThat(spec).isNotEqualTo(other).hasSameHashCodeAs(other);
        assertThat(spec.hashCode())
                .isNotEqualTo(minimal().revision("checkout:43").build().hashCode());
    }
}
