package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.PreProductionReport;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** How ECS shifts traffic: strategies, load balancers, and what AWS does not say about either. */
class TrafficShiftsTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final UndocumentedBehaviour undocumented = shop.aws.ecs().undocumented();

    private record Change(Instant at, TrafficSplit split) {}

    /** Lets a deployment end and returns the changes of its production rule. */
    private List<Change> changes(String arn, RouteRef rule) {
        List<Change> changes = new ArrayList<>();
        TrafficSplit[] last = {shop.world.split(rule)};
        blueGreen.await(() -> {
            TrafficSplit now = shop.world.split(rule);
            if (!now.equals(last[0])) {
                changes.add(new Change(shop.time.now(), now));
                last[0] = now;
            }
            return blueGreen.deployment(arn).finishedAt() != null;
        });
        return changes;
    }

    private TrafficSplit split(int blueWeight, int greenWeight) {
        return new TrafficSplit(Map.of(shop.first, blueWeight, shop.second, greenWeight));
    }

    private static List<TrafficSplit> splits(List<Change> changes) {
        return changes.stream().map(Change::split).toList();
    }

    @Test
    void aCanaryHasTwoSteps() {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.CANARY)
                .canaryConfiguration(canary -> canary.canaryPercent(20.0).canaryBakeTimeInMinutes(7)));
        List<Change> changes = changes(blueGreen.deploy("checkout:42"), shop.rule);

        assertThat(splits(changes)).containsExactly(split(80, 20), split(0, 100));
        assertThat(Duration.between(changes.get(0).at(), changes.get(1).at()))
                .isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
    }

    /** 5 % and 10 minutes. */
    @Test
    void aCanaryHasDefaults() {
        blueGreen.strategy(DeploymentStrategy.CANARY);
        List<Change> changes = changes(blueGreen.deploy("checkout:42"), shop.rule);

        assertThat(splits(changes)).containsExactly(split(95, 5), split(0, 100));
        assertThat(Duration.between(changes.get(0).at(), changes.get(1).at()))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    /** The last step is what is left of 100 %, and does not bake. */
    @Test
    void aLinearDeploymentHasEqualSteps() {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.LINEAR)
                .bakeTimeInMinutes(0)
                .linearConfiguration(linear -> linear.stepPercent(33.3).stepBakeTimeInMinutes(2)));
        String arn = blueGreen.deploy("checkout:42");
        List<Change> changes = changes(arn, shop.rule);

        assertThat(splits(changes)).containsExactly(split(667, 333), split(334, 666), split(1, 999), split(0, 100));
        assertThat(Duration.between(
                        changes.get(3).at(), blueGreen.deployment(arn).finishedAt()))
                .isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void weightsAreInTenthsIfItIsSetSo() {
        undocumented.weighsInTenths(true);
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.CANARY)
                .canaryConfiguration(canary -> canary.canaryPercent(20.0).canaryBakeTimeInMinutes(1)));

        assertThat(splits(changes(blueGreen.deploy("checkout:42"), shop.rule)))
                .containsExactly(split(800, 200), split(0, 999));
    }

    /** A rollback of a canary is one swing. */
    @Test
    void aShiftThatIsHalfDoneIsRolledBackAtOnce() {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.LINEAR)
                .linearConfiguration(linear -> linear.stepPercent(10.0).stepBakeTimeInMinutes(5)));
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.await(() -> shop.world.split(shop.rule).equals(split(70, 30)));

        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));

        assertThat(splits(changes(arn, shop.rule))).containsExactly(split(100, 0));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void everythingElseOfARuleStaysAsItIs() {
        shop.world.stick(shop.rule, Optional.of(Duration.ofMinutes(1)));
        String terms = shop.world.terms(shop.rule);

        blueGreen.awaitStatus(blueGreen.deploy("checkout:42"), ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(shop.world.terms(shop.rule)).isEqualTo(terms);
    }

    /** ECS does not look whether the group that gets the traffic is healthy then. */
    @Test
    void nobodyLooksAtTheHealthAfterTheScaleUp() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "POST_SCALE_UP");
        String green = blueGreen.deployment(arn).targetServiceRevision().arn();

        shop.world.sicken(CHECKOUT, new RevisionRef(green), 3);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.healthy(shop.second)).isZero();
    }

    /** What somebody else wrote meanwhile is overwritten. */
    @Test
    void nobodyLooksAtTheWeightsBeforeAShift() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "POST_TEST_TRAFFIC_SHIFT");

        shop.world.rewrite(shop.rule, split(50, 50));

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.split(shop.rule)).isEqualTo(split(0, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "OWN_NAME, PRE_PRODUCTION_TRAFFIC_SHIFT",
        "AS_PRODUCTION_SHIFT, PRODUCTION_TRAFFIC_SHIFT",
        "PREVIOUS_STAGE, POST_TEST_TRAFFIC_SHIFT"
    })
    void whatIsReportedBeforeAProductionShiftIsASwitch(PreProductionReport report, String stage) {
        undocumented.reportsPreProduction(report);
        blueGreen.hooks(BlueGreenShop.pause(
                Duration.ofHours(1),
                DeploymentLifecycleHookAction.ROLLBACK,
                DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT));
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitPause(arn);

        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo(stage);
        undocumented.reportsPreProduction(PreProductionReport.NONE);
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isNull();
    }

    @Test
    void theTestRuleReturnsIfItIsSetSo() {
        undocumented.returnsTestRule(true);

        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(split(0, 100));
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(shop.world.split(blueGreen.test)).isEqualTo(split(100, 0));
        assertThat(shop.world.split(shop.rule)).isEqualTo(split(0, 100));
    }

    private int testHooksWithoutTestRule() {
        AtomicInteger calls = new AtomicInteger();
        shop.aws.lambda().function("check", payload -> {
            calls.incrementAndGet();
            return LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}");
        });
        shop.aws.ecs().blueGreen(CHECKOUT, shop.first, shop.second, shop.rule, Optional.empty());
        blueGreen.hooks(BlueGreenShop.lambda(
                "check",
                DeploymentLifecycleHookStage.TEST_TRAFFIC_SHIFT,
                DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT));
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(blueGreen.deployment(arn).targetServiceRevision().requestedTestTrafficWeight())
                .isZero();
        assertThat(shop.world.split(blueGreen.test))
                .as("a rule of somebody else")
                .isEqualTo(split(100, 0));
        return calls.get();
    }

    @Test
    void theHooksOfTheTestStagesRunWithoutATestRule() {
        assertThat(testHooksWithoutTestRule()).isEqualTo(2);
    }

    @Test
    void theHooksOfTheTestStagesDoNotRunWithoutATestRuleIfItIsSetSo() {
        undocumented.runsTestHooksWithoutTestRule(false);

        assertThat(testHooksWithoutTestRule()).isZero();
    }

    /** A service behind two listeners of a Network Load Balancer. */
    private final class Edge {
        private final TargetGroupRef first = shop.aws.arns().targetGroup("edge-first");
        private final TargetGroupRef second = shop.aws.arns().targetGroup("edge-second");
        private final RouteRef production = shop.aws.arns().networkListener("edge", 443);

        Edge() {
            RouteRef test = shop.aws.arns().networkListener("edge", 8443);
            shop.world.removeRevision(
                    CHECKOUT, shop.world.describe(CHECKOUT).revisions().get(0).revision());
            shop.world.addRoute(production, TrafficSplit.allOn(first, second));
            shop.world.addRoute(test, TrafficSplit.allOn(first, second));
            shop.aws.ecs().blueGreen(CHECKOUT, first, second, production, Optional.of(test));
            shop.world.addRevision(CHECKOUT, "checkout:41", first);
            shop.time.advance(Duration.ofSeconds(31));
            blueGreen.configure(configuration -> configuration
                    .strategy(DeploymentStrategy.CANARY)
                    .bakeTimeInMinutes(0)
                    .canaryConfiguration(canary -> canary.canaryBakeTimeInMinutes(0)));
        }

        Duration deploy() {
            String arn = blueGreen.deploy("checkout:42");
            blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
            return took(arn);
        }

        Duration took(String arn) {
            ServiceDeployment done = blueGreen.deployment(arn);
            return Duration.between(done.startedAt(), done.finishedAt());
        }

        Duration rollBack() {
            String arn = blueGreen.deploy("checkout:42");
            blueGreen.awaitStage(arn, "POST_TEST_TRAFFIC_SHIFT");
            Instant start = shop.time.now();
            shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));
            blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
            return Duration.between(start, shop.time.now());
        }
    }

    /** Ten minutes after the test shift and after each of the two production shifts. */
    @Test
    void aNetworkLoadBalancerTakesTenMinutesMoreForEachShift() {
        assertThat(new Edge().deploy()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
    }

    @Test
    void aNetworkLoadBalancerTakesTenMinutesForTheFirstStepOnlyIfItIsSetSo() {
        undocumented.waitsOnceOnNetworkBalancers(true);

        assertThat(new Edge().deploy()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(23));
    }

    @Test
    void aNetworkLoadBalancerTakesTenMinutesOnTheWayBack() {
        assertThat(new Edge().rollBack()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
    }

    @Test
    void aNetworkLoadBalancerTakesNoTimeOnTheWayBackIfItIsSetSo() {
        undocumented.swingsBackAtOnceOnNetworkBalancers(true);

        assertThat(new Edge().rollBack()).isLessThan(Duration.ofMinutes(2));
    }
}
