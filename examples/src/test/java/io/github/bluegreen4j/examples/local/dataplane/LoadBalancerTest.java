package io.github.bluegreen4j.examples.local.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.examples.local.dataplane.LoadBalancer.Stay;
import io.github.bluegreen4j.examples.local.dataplane.LoadBalancer.ToCheck;
import io.github.bluegreen4j.examples.local.http.AdminException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load balancer's decisions, on a clock of the test's own. */
class LoadBalancerTest {

    private static final Duration DELAY = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();
    private final LoadBalancer balancer =
            new LoadBalancer(new Settings(Duration.ofMillis(250), Duration.ofSeconds(2), 2, 3, DELAY), now::get);

    @BeforeEach
    void twoGroupsAndARouteOnBlue() {
        balancer.createGroup("blue");
        balancer.createGroup("green");
        balancer.createRoute("production", 80);
        balancer.weigh("production", Optional.empty(), Map.of("blue", 100, "green", 0));
    }

    @Test
    void aWriteOnTheFingerprintReadSucceedsAndChangesIt() {
        String read = balancer.route("production").fingerprint();

        RouteView written = balancer.weigh("production", Optional.of(read), Map.of("blue", 95, "green", 5));

        assertThat(written.weights()).containsEntry("blue", 95).containsEntry("green", 5);
        assertThat(written.fingerprint()).isNotEqualTo(read);
        assertThat(balancer.route("production")).isEqualTo(written);
    }

    @Test
    void aWriteOnAnOldFingerprintIsRefusedAndChangesNothing() {
        String old = balancer.route("production").fingerprint();
        balancer.weigh("production", Optional.empty(), Map.of("blue", 50, "green", 50));

        assertThatThrownBy(() -> balancer.weigh("production", Optional.of(old), Map.of("blue", 0, "green", 100)))
                .isInstanceOfSatisfying(
                        AdminException.class,
                        refused -> assertThat(refused.status()).isEqualTo(412));
        assertThat(balancer.route("production").weights()).containsEntry("blue", 50);
    }

    @Test
    void writesAreKeptWithTheirWritersAndThoseThatWereRefusedAreNot() {
        String old = balancer.route("production").fingerprint();
        balancer.weigh("somebody", "production", Optional.of(old), Map.of("blue", 50, "green", 50));
        assertThatThrownBy(() -> balancer.weigh("late", "production", Optional.of(old), Map.of("blue", 0)))
                .isInstanceOf(AdminException.class);

        assertThat(balancer.writes()).extracting(RouteWrite::writer).containsExactly("", "somebody");
    }

    @Test
    void aWriteOfNonsenseIsRefused() {
        assertThatThrownBy(() -> balancer.weigh("production", Optional.empty(), Map.of("red", 1)))
                .hasMessageContaining("red");
        assertThatThrownBy(() -> balancer.weigh("production", Optional.empty(), Map.of("blue", 1000)))
                .hasMessageContaining("999");
        assertThatThrownBy(() -> balancer.weigh("production", Optional.empty(), Map.of()))
                .hasMessageContaining("one group");
    }

    @Test
    void aTargetGetsRequestsOnlyOnceItPassedItsChecks() {
        balancer.register("blue", "t1", "rev", 1);
        assertThat(stateOf("blue")).isEqualTo(TargetState.INITIAL);
        assertThat(balancer.begin("production")).isEmpty();

        check(true);
        assertThat(balancer.begin("production")).isEmpty();
        check(true);

        assertThat(stateOf("blue")).isEqualTo(TargetState.HEALTHY);
        assertThat(balancer.begin("production")).isPresent();
    }

    @Test
    void aTargetThatFailsItsChecksGetsNothingUntilItPassesThemAgain() {
        healthyBlue();
        check(false);
        check(false);
        assertThat(stateOf("blue")).isEqualTo(TargetState.HEALTHY);
        check(false);
        assertThat(stateOf("blue")).isEqualTo(TargetState.UNHEALTHY);
        assertThat(balancer.begin("production")).isEmpty();

        check(true);
        check(true);
        assertThat(balancer.begin("production")).isPresent();
    }

    @Test
    void aRequestDoesNotFailOverToTheOtherGroup() {
        healthyBlue();
        balancer.weigh("production", Optional.empty(), Map.of("blue", 0, "green", 100));

        assertThat(balancer.begin("production")).isEmpty();
        assertThat(balancer.counts("production").noTarget()).isEqualTo(1);
    }

    @Test
    void aGroupThatNoRouteReferencesIsUnusedAndNotChecked() {
        balancer.createGroup("idle");
        balancer.register("idle", "t1", "rev", 1);

        assertThat(stateOf("idle")).isEqualTo(TargetState.UNUSED);
        assertThat(balancer.toCheck()).isEmpty();
    }

    @Test
    void aGroupThatComesBackIntoUseStartsFromInitial() {
        healthyBlue();
        balancer.weigh("production", Optional.empty(), Map.of("green", 100));
        assertThat(stateOf("blue")).isEqualTo(TargetState.UNUSED);

        balancer.weigh("production", Optional.empty(), Map.of("blue", 0, "green", 100));

        assertThat(stateOf("blue")).isEqualTo(TargetState.INITIAL);
    }

    @Test
    void aDrainingTargetGetsNothingNewAndGoesWhenItsLastRequestIsThrough() {
        healthyBlue();
        Stay stay = balancer.begin("production").orElseThrow();

        balancer.deregister("blue", "t1");
        assertThat(stateOf("blue")).isEqualTo(TargetState.DRAINING);
        assertThat(balancer.begin("production")).isEmpty();

        balancer.end(stay, 200);
        assertThat(balancer.targets("blue")).isEmpty();
    }

    @Test
    void aDrainingTargetGoesAfterTheDeregistrationDelayWhateverItHas() {
        healthyBlue();
        assertThat(balancer.begin("production")).isPresent();
        balancer.deregister("blue", "t1");

        now.addAndGet(DELAY.toNanos() - 1);
        assertThat(stateOf("blue")).isEqualTo(TargetState.DRAINING);
        now.addAndGet(1);
        assertThat(balancer.targets("blue")).isEmpty();
    }

    @Test
    void anIdleTargetIsGoneAtOnce() {
        healthyBlue();

        balancer.deregister("blue", "t1");

        assertThat(balancer.targets("blue")).isEmpty();
    }

    @Test
    void registeringAgainTakesADrainingTargetBack() {
        healthyBlue();
        assertThat(balancer.begin("production")).isPresent();
        balancer.deregister("blue", "t1");

        balancer.register("blue", "t1", "rev", 1);

        assertThat(stateOf("blue")).isEqualTo(TargetState.INITIAL);
    }

    @Test
    void aPinnedClientStaysWithItsGroupWhateverItsWeightWhileTheRouteIsSticky() {
        List.of("blue", "green").forEach(group -> balancer.register(group, "task", "rev", 1));
        for (int i = 0; i < 2; i++) {
            balancer.toCheck().forEach(check -> balancer.checked(check, true));
        }

        assertThat(balancer.begin("production", Optional.of("green"))
                        .orElseThrow()
                        .group())
                .isEqualTo("blue");
        balancer.stick("production", 60);
        assertThat(balancer.begin("production", Optional.of("green"))
                        .orElseThrow()
                        .group())
                .isEqualTo("green");
        assertThat(balancer.begin("production", Optional.of("elsewhere"))
                        .orElseThrow()
                        .group())
                .isEqualTo("blue");
        assertThat(balancer.route("production").fingerprint()).contains("stickiness=60");
    }

    @Test
    void errorsAreCountedAndForgottenByTheMetricsAfterTheirTime() {
        healthyBlue();
        balancer.end(balancer.begin("production").orElseThrow(), 500);
        balancer.end(balancer.begin("production").orElseThrow(), 200);
        balancer.fail(balancer.begin("production").orElseThrow(), 0);
        assertThat(balancer.metrics("production", 10)).isEqualTo(new RouteMetrics(10, 3, 2, 1));

        now.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(balancer.metrics("production", 10)).isEqualTo(new RouteMetrics(10, 0, 0, 0));
        assertThat(balancer.metrics("production", 11)).isEqualTo(new RouteMetrics(11, 3, 2, 1));
        assertThat(balancer.counts("production").errors()).isEqualTo(2);
        assertThat(balancer.counts("production").byGroup()).containsEntry("blue", 3L);
    }

    private void healthyBlue() {
        balancer.register("blue", "t1", "rev", 1);
        check(true);
        check(true);
    }

    private void check(boolean well) {
        for (ToCheck target : balancer.toCheck()) {
            balancer.checked(target, well);
        }
    }

    private TargetState stateOf(String group) {
        return balancer.targets(group).get(0).state();
    }
}
