package io.github.bluegreen4j.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do in the simulated world: they delete and rescale; and what a data plane and tasks do that nobody is told of. */
class OthersInTheWorldTest {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final RouteRef WEB = new RouteRef("web");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-group");
    private static final TrafficSplit ALL_ON_GREEN = TrafficSplit.allOn(GREEN, BLUE);

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private RevisionRef blue;

    @BeforeEach
    void aHundredRequestsASecondAreAnsweredByFourTasks() {
        world.addService(SHOP, 4);
        world.addRoute(WEB, TrafficSplit.allOn(BLUE, GREEN));
        blue = world.addRevision(SHOP, "shop:1", BLUE);
        world.load(WEB, 100);
        world.watcher(new WorldWatcher() {});
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private ServiceDescription.Counts counts(RevisionRef revision) {
        return world.describe(SHOP).find(revision).orElseThrow().counts();
    }

    private static void isGone(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PortException.class,
                        thrown -> assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.GONE));
    }

    @Test
    void aDataPlaneMayLagAndSayNothingOfIt() {
        world.addRevision(SHOP, "shop:2", GREEN);
        world.sicken(SHOP, blue, 4);
        world.lags(WEB, Duration.ofSeconds(75), Duration.ZERO);
        world.rewrite(WEB, ALL_ON_GREEN);

        assertThat(world.router().read(WEB).settle()).isZero();
        assertThat(world.view().route(WEB)).hasValueSatisfying(route -> {
            assertThat(route.hiddenLag()).isEqualTo(Duration.ofSeconds(75));
            assertThat(route.dataPlane()).containsExactly(TrafficSplit.allOn(BLUE, GREEN), ALL_ON_GREEN);
        });
        pass(100);
        assertThat(world.traffic(WEB).lost()).isEqualTo(7_500);
        assertThat(world.view().route(WEB).orElseThrow().dataPlane()).containsExactly(ALL_ON_GREEN);
    }

    @Test
    void aDataPlaneThatLagsFollowsEachOfTwoWritesInItsTime() {
        world.lags(WEB, Duration.ofSeconds(60), Duration.ofSeconds(10));
        world.rewrite(WEB, ALL_ON_GREEN);
        pass(20);
        world.rewrite(WEB, TrafficSplit.allOn(BLUE, GREEN));
        pass(100);
        assertThat(world.traffic(WEB).lost()).as("nobody is in the green group").isEqualTo(2_000);
    }

    @Test
    void aDataPlaneThatFollowsALaterWriteSoonerForgetsTheEarlierOne() {
        world.lags(WEB, Duration.ofSeconds(60), Duration.ZERO);
        world.rewrite(WEB, ALL_ON_GREEN);
        world.lags(WEB, Duration.ZERO, Duration.ZERO);
        world.rewrite(WEB, TrafficSplit.allOn(BLUE, GREEN));
        pass(100);
        assertThat(world.traffic(WEB).lost()).isZero();
    }

    @Test
    void tasksMayBeHealthyForLongerThanTheyAreNot() {
        world.behaves("shop:2", TaskBehaviour.instant().flapping(Duration.ofSeconds(45), Duration.ofSeconds(15)));
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, ALL_ON_GREEN);
        pass(50);
        assertThat(world.healthy(GREEN)).isZero();
        pass(130);
        assertThat(world.traffic(WEB).lost()).as("15 s of each minute").isEqualTo(4_500);
    }

    @Test
    void tasksThatExitAreHealthyForAWhileAgainAndAgain() {
        world.behaves(
                "shop:2",
                TaskBehaviour.healthy(Duration.ofSeconds(10), Duration.ofSeconds(5))
                        .exiting(Duration.ofSeconds(25)));
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, ALL_ON_GREEN);
        pass(20);
        SimulatedRequest request = world.begin(GREEN);
        assertThat(world.healthy(GREEN)).isEqualTo(4);
        pass(20);
        assertThat(counts(green)).isEqualTo(new ServiceDescription.Counts(4, 4, 0, 4, false));
        assertThat(request.wasCutOff()).isTrue();
        pass(80);
        assertThat(counts(green).failed()).as("three rounds of 40 s").isEqualTo(12);
        assertThat(world.traffic(WEB).lost()).isEqualTo(4_500);
        assertThat(world.view().tasks(SHOP)).anyMatch(task -> task.stop().equals(Optional.of(TaskStop.EXITED)));
    }

    @Test
    void tasksThatExitDoSoWhereNobodyChecksTheirHealth() {
        world.behaves("shop:2", TaskBehaviour.instant().exiting(Duration.ofSeconds(30)));
        RevisionRef green = world.addRevision(SHOP, "shop:2", new TargetGroupRef("unused-group"));
        pass(60);
        assertThat(counts(green).failed()).isEqualTo(8);
    }

    @Test
    void aBehaviourWithoutItsTimesIsRefused() {
        assertThatThrownBy(() -> TaskBehaviour.instant().flapping(Duration.ofSeconds(1), Duration.ZERO))
                .hasMessage(
                        "down: \"PT0S\" is not allowed for a task that FLAPS; allowed: longer than zero where it flaps,"
                                + " zero otherwise");
        assertThatThrownBy(() -> TaskBehaviour.instant().exiting(Duration.ZERO))
                .hasMessageContaining("up: \"PT0S\" is not allowed for a task that EXITS");
    }

    @Test
    void aTargetGroupThatSomebodyDeletesIsGoneAndItsRequestsGoToTheRest() {
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, ALL_ON_GREEN);
        RouteReading before = world.router().read(WEB);

        world.removeGroup(GREEN);

        isGone(() -> world.router().health(SHOP, GREEN));
        assertThat(world.split(WEB)).isEqualTo(new TrafficSplit(Map.of(BLUE, 1)));
        assertThat(world.router().read(WEB).fingerprint()).isNotEqualTo(before.fingerprint());
        isGone(() ->
                world.router().write(WEB, world.router().read(WEB).fingerprint(), TrafficSplit.allOn(BLUE, GREEN)));
        isGone(() -> world.rewrite(WEB, TrafficSplit.allOn(BLUE, GREEN)));
        assertThat(world.view().groups()).doesNotContain(GREEN);
        pass(10);
        assertThat(world.traffic(WEB).lost()).isZero();
        assertThat(world.describe(SHOP).revisions())
                .as("its tasks run, without targets")
                .hasSize(2);

        world.addGroup(GREEN);
        world.rewrite(WEB, TrafficSplit.allOn(BLUE, GREEN));
        assertThat(world.healthy(GREEN)).isEqualTo(4);
    }

    @Test
    void aRouteThatListsNothingElseGoesWithItsTargetGroup() {
        RouteRef probe = new RouteRef("probe");
        world.addRoute(probe, new TrafficSplit(Map.of(GREEN, 1)));
        world.removeGroup(GREEN);
        isGone(() -> world.router().read(probe));
        assertThat(world.has(WEB)).isTrue();
    }

    @Test
    void aServiceThatSomebodyDeletesIsNotDescribedAnyMore() {
        world.autoscaler(SHOP, Duration.ofSeconds(30), now -> 5);
        world.removeService(SHOP);
        assertThat(world.runtime().describe(List.of(SHOP))).isEmpty();
        assertThat(world.router().health(SHOP, BLUE).targets()).isEmpty();
        isGone(() -> world.runtime().scale(SHOP, blue, 4));
        isGone(() -> world.runtime()
                .launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), GREEN, 1, new DeploymentId("d-1"), "t")));
        world.runtime().retire(SHOP, blue);
        pass(60);
        assertThat(world.traffic(WEB).lost()).isEqualTo(6_000);
    }

    @Test
    void aRevisionThatSomebodyDeletesTakesItsTasksWithIt() {
        SimulatedRequest request = world.begin(BLUE);
        world.removeRevision(SHOP, blue);
        assertThat(request.wasCutOff()).isTrue();
        assertThat(world.runtime().describe(List.of(SHOP)).get(0).revisions()).isEmpty();
        isGone(() -> world.runtime().makePrimary(SHOP, blue));
        assertThat(world.registered(BLUE)).isZero();
    }

    @Test
    void whereTheRuntimeScalesRevisionsARescaledOneKeepsItsShareUntilItIsScaledAgain() {
        world.scalesRevisions(SHOP, true);
        world.rescale(SHOP, blue, 0);
        assertThat(counts(blue).desired()).isZero();
        assertThat(world.describe(SHOP).desiredCount()).isEqualTo(4);
        assertThat(world.view().share(SHOP, blue)).contains(0.0);
        world.desire(SHOP, 6);
        assertThat(counts(blue).desired()).isZero();

        world.runtime().scale(SHOP, blue, 3);
        assertThat(counts(blue).desired()).isEqualTo(3);
        assertThat(world.healthy(BLUE)).isEqualTo(3);
        world.desire(SHOP, 9);
        assertThat(counts(blue).desired()).as("half of nine, rounded up").isEqualTo(5);

        world.runtime().scale(SHOP, blue, 100);
        assertThat(counts(blue).desired()).as("at most all of it").isEqualTo(9);
        world.rescale(SHOP, blue, 3);
        assertThat(counts(blue).desired()).as("a third is exact").isEqualTo(3);
    }

    @Test
    void whereTheServiceWantsNothingAShareIsAllOrNothing() {
        world.scalesRevisions(SHOP, true);
        world.desire(SHOP, 0);
        world.rescale(SHOP, blue, 0);
        world.desire(SHOP, 2);
        assertThat(counts(blue).desired()).isZero();
        world.desire(SHOP, 0);
        world.runtime().scale(SHOP, blue, 1);
        world.desire(SHOP, 2);
        assertThat(counts(blue).desired()).isEqualTo(2);
    }

    @Test
    void itIsToldForHowLongRequestsGoWhereNobodyIsAlthoughSomebodyIsElsewhere() {
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, new TrafficSplit(Map.of(BLUE, 90, GREEN, 10)));
        pass(5);
        assertThat(world.view().dark(WEB)).isEmpty();
        world.sicken(SHOP, green, 4);
        pass(20);
        assertThat(world.view().dark(WEB)).containsExactly(Map.entry(GREEN, Duration.ofSeconds(20)));
        world.sicken(SHOP, blue, 4);
        pass(5);
        assertThat(world.view().dark(WEB)).as("nobody is healthy anywhere").isEmpty();
        world.recover(SHOP, green);
        pass(3);
        assertThat(world.view().dark(WEB)).containsExactly(Map.entry(BLUE, Duration.ofSeconds(3)));
        world.recover(SHOP, blue);
        pass(1);
        assertThat(world.view().dark(WEB)).isEmpty();
        assertThat(world.view().dark(new RouteRef("none"))).isEmpty();
    }
}
