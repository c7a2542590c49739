package io.github.bluegreen4j.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests in the simulated world, and who scales and watches there by themselves. */
class SimulatedTrafficTest {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final RouteRef WEB = new RouteRef("web");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-group");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);

    @BeforeEach
    void aHundredRequestsASecondAreAnsweredByTwoTasks() {
        world.addService(SHOP, 2);
        world.addRoute(WEB, TrafficSplit.allOn(BLUE, GREEN));
        world.addRevision(SHOP, "shop:1", BLUE);
        world.load(WEB, 100);
    }

    private void pass(double seconds) {
        time.advance(Duration.ofMillis((long) (seconds * 1_000)));
    }

    private static TrafficSplit split(int blue, int green) {
        return new TrafficSplit(Map.of(BLUE, blue, GREEN, green));
    }

    private static Traffic traffic(long answered, long failed, long lost, double dark) {
        return new Traffic(answered, failed, lost, Duration.ofMillis((long) (dark * 1_000)));
    }

    private AlarmReading.State alarm(String name) {
        return world.alarms().read(Set.of(name)).of(name).orElseThrow();
    }

    @Test
    void everyRequestIsCountedWhetherAnybodyLooksOrNot() {
        pass(10);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(1_000, 0, 0, 0));
        pass(0.5);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(1_050, 0, 0, 0));
        world.load(WEB, 1_000);
        pass(2);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(3_050, 0, 0, 0));
    }

    @Test
    void aFifthOfTheRequestsIsLostForAsLongAsTheGroupWithAFifthOfTheWeightHasNobodyHealthy() {
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(80, 20));
        pass(10);
        world.sicken(SHOP, green, 2);
        pass(10);
        world.recover(SHOP, green);
        pass(10);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(2_800, 0, 200, 10));
    }

    @Test
    void nothingIsLostWhileOneTaskOfAGroupIsHealthy() {
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(80, 20));
        world.sicken(SHOP, green, 1);
        pass(10);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(1_000, 0, 0, 0));
    }

    @Test
    void requestsAreLostUntilTasksHaveStartedAndAreFoundHealthy() {
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(5), Duration.ofSeconds(3)));
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(0, 100));
        pass(60);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(5_200, 0, 800, 8));
    }

    @Test
    void aLostRequestIsNeverRoundedAway() {
        world.load(WEB, 0.1);
        world.rewrite(WEB, split(999, 1));
        pass(1);
        assertThat(world.traffic(WEB).lost()).isEqualTo(1);
    }

    @Test
    void aRouteWhoseDataPlaneLagsSendsRequestsWhereTheyWentBefore() {
        world.settle(WEB, Duration.ofSeconds(20));
        world.rewrite(WEB, split(0, 100));
        assertThat(world.router().read(WEB).settle()).isEqualTo(Duration.ofSeconds(20));
        assertThat(world.split(WEB).isAllOn(GREEN)).isTrue();
        pass(30);
        assertThat(world.traffic(WEB)).as("nobody is in the green group").isEqualTo(traffic(2_000, 0, 1_000, 10));
    }

    @Test
    void halfOfTheClientsOfAStickyRouteStayWhereTheyWereUntilTheirTimeIsOver() {
        world.stick(WEB, Optional.of(Duration.ofSeconds(60)));
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(0, 100));
        world.sicken(SHOP, world.describe(SHOP).revisions().get(0).revision(), 2);
        pass(100);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(7_000, 0, 3_000, 60));
        assertThat(world.terms(WEB)).contains("sticky for PT1M");
    }

    @Test
    void aGroupWhoseTasksFlapLosesRequestsByTurns() {
        world.behaves("shop:2", TaskBehaviour.instant().flapping(Duration.ofSeconds(15)));
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(0, 100));
        pass(60);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(3_000, 0, 3_000, 30));
    }

    @Test
    void erringTasksLookHealthyAndAnswerEveryRequestWithAnError() {
        world.behaves("shop:2", TaskBehaviour.instant().erring());
        world.addRevision(SHOP, "shop:2", GREEN);
        world.rewrite(WEB, split(90, 10));
        pass(10);
        assertThat(world.healthy(GREEN)).isEqualTo(2);
        assertThat(world.traffic(WEB)).isEqualTo(traffic(900, 100, 0, 0));
    }

    @Test
    void anAlarmOnErrorsIsRaisedWhileTheShareOfBadAnswersIsTooLarge() {
        world.alarmOnErrors("5xx", WEB, 0.05);
        world.behaves("shop:2", TaskBehaviour.instant().erring());
        world.addRevision(SHOP, "shop:2", GREEN);
        assertThat(alarm("5xx")).isEqualTo(AlarmReading.State.OK);
        world.rewrite(WEB, split(96, 4));
        assertThat(alarm("5xx")).isEqualTo(AlarmReading.State.OK);
        world.rewrite(WEB, split(90, 10));
        assertThat(alarm("5xx")).isEqualTo(AlarmReading.State.ALARM);
        world.rewrite(WEB, split(100, 0));
        assertThat(alarm("5xx")).isEqualTo(AlarmReading.State.OK);
    }

    @Test
    void anAlarmOnErrorsIsRaisedByLostRequestsToo() {
        world.alarmOnErrors("5xx", WEB, 0.05);
        world.rewrite(WEB, split(90, 10));
        assertThat(alarm("5xx")).isEqualTo(AlarmReading.State.ALARM);
    }

    @Test
    void anAlarmThatWasRemovedIsNotReadAnyMore() {
        world.alarm("latency", AlarmReading.State.OK);
        world.alarmOnErrors("5xx", WEB, 0.05);
        world.removeAlarm("latency");
        world.removeAlarm("5xx");
        assertThat(world.alarms().read(Set.of("latency", "5xx")).of("latency")).isEmpty();
        assertThat(world.alarms().read(Set.of("latency", "5xx")).of("5xx")).isEmpty();
    }

    @Test
    void anAutoscalerScalesOutAlwaysAndInOnlyWhileItMay() {
        world.autoscaler(SHOP, Duration.ofSeconds(30), now -> now.toSeconds() < 100 ? 5 : 1);
        assertThat(world.autoScaling().read(SHOP).scalable()).isTrue();
        world.autoScaling().suspend(SHOP);
        pass(29);
        assertThat(world.describe(SHOP).desiredCount()).isEqualTo(2);
        pass(1);
        assertThat(world.describe(SHOP).desiredCount()).isEqualTo(5);
        pass(300);
        assertThat(world.describe(SHOP).desiredCount()).as("suspended").isEqualTo(5);
        world.autoScaling().restore(SHOP);
        pass(30);
        assertThat(world.describe(SHOP).desiredCount()).isEqualTo(1);
    }

    @Test
    void anAutoscalerThatNeverRestsIsRefused() {
        assertThatThrownBy(() -> world.autoscaler(SHOP, Duration.ZERO, now -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every: \"PT0S\" is not allowed; allowed: longer than zero");
    }

    @Test
    void aRevisionThatSomebodyRescalesHasThatManyTasksAlone() {
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.rescale(SHOP, green, 5);
        assertThat(world.healthy(GREEN)).isEqualTo(5);
        assertThat(world.healthy(BLUE)).isEqualTo(2);
        assertThat(world.describe(SHOP).desiredCount()).isEqualTo(2);
    }

    @Test
    void aSixthRevisionOfAServiceIsRefusedUntilOneOfTheFiveIsGone() {
        for (int i = 2; i <= 5; i++) {
            world.runtime().launch(launch(i));
        }
        assertThatThrownBy(() -> world.runtime().launch(launch(6)))
                .isInstanceOfSatisfying(PortException.class, thrown -> {
                    assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
                    assertThat(thrown.problem().message()).contains("5 revisions exist already");
                });
        world.runtime().launch(launch(5));
        assertThat(world.describe(SHOP).revisions()).as("the same token again").hasSize(5);

        RevisionRef second = world.describe(SHOP).revisions().get(1).revision();
        world.runtime().retire(SHOP, second);
        world.runtime().retire(SHOP, second);
        world.runtime().launch(launch(6));
        assertThat(world.describe(SHOP).revisions()).hasSize(5);
    }

    private static LaunchRequest launch(int number) {
        return new LaunchRequest(
                SHOP,
                new RevisionSpec("shop:" + number, Map.of()),
                GREEN,
                1,
                new DeploymentId("d-" + number),
                "token-" + number);
    }
}
