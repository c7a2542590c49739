package io.github.bluegreen4j.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.MetricSource.Query;
import io.github.bluegreen4j.testkit.contract.MetricSourceContract;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

class CloudWatchMetricsTest extends MetricSourceContract {
    private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(BEGIN);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final MetricSource metrics = CloudWatchMetrics.create(
            FakeClients.of(aws, CloudWatchClient.builder()),
            FakeClients.of(aws, ElasticLoadBalancingV2Client.builder()),
            AwsShop.generous(AwsShop.timeOf(world)),
            AwsShop.timeOf(world),
            CloudWatchMetrics.DEFAULT_DELAY);
    private int priority = 1;

    @Override
    protected MetricSourceFixture fixture() {
        return new MetricSourceFixture() {
            @Override
            public MetricSource metrics() {
                return metrics;
            }

            @Override
            public Instant now() {
                return time.wall();
            }

            @Override
            public TargetGroupRef group(String name) {
                return balanced(name);
            }

            @Override
            public TargetGroupRef unknown() {
                return AwsShop.ARNS.targetGroup("no-such-group");
            }

            @Override
            public void publish(TargetGroupRef group, MetricPoint point) {
                world.metrics().put(group, point);
            }

            @Override
            public void goOutOfReach() {
                aws.faults().on("cloudwatch:*").always().happens(WireFault.UNAVAILABLE);
            }

            @Override
            public void pause() {
                time.advance(Duration.ofSeconds(10));
            }
        };
    }

    /** A target group that a rule of an Application Load Balancer refers to. */
    private TargetGroupRef balanced(String name) {
        TargetGroupRef group = AwsShop.ARNS.targetGroup(name);
        if (!world.view().groups().contains(group)) {
            TargetGroupRef other = AwsShop.ARNS.targetGroup(name + "-other");
            world.addRoute(AwsShop.ARNS.rule("web", 443, priority++), TrafficSplit.allOn(group, other));
        }
        return group;
    }

    private void publish(TargetGroupRef group, int minute, double requests, double errors) {
        world.metrics()
                .put(
                        group,
                        new MetricPoint(
                                BEGIN.plus(Duration.ofMinutes(minute)),
                                requests,
                                errors,
                                Latencies.of(List.of(0.1, 0.2), List.of(requests - 1, 1.0))));
    }

    @Test
    void aMinuteIsCompleteTwoMinutesAfterItsEnd() {
        Query query = new Query(balanced("one"), BEGIN);
        publish(query.group(), 0, 100, 1);
        time.advance(Duration.ofSeconds(179));
        assertThat(metrics.read(List.of(query)).get(query).completeUntil()).isEqualTo(BEGIN);

        time.advance(Duration.ofSeconds(1));
        assertThat(metrics.read(List.of(query)).get(query).completeUntil()).isEqualTo(BEGIN.plusSeconds(60));
    }

    @Test
    void manyDeploymentsShareARequest() {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < 54; i++) {
            queries.add(new Query(balanced("group-" + i), BEGIN));
        }
        time.advance(Duration.ofMinutes(5));

        assertThat(metrics.readBatch()).isEqualTo(54);
        assertThat(metrics.read(queries)).hasSize(54);
        assertThat(metrics.read(queries)).hasSize(54);
        assertThat(aws.requests("cloudwatch:GetMetricData")).hasSize(2);
        assertThat(aws.requests("elasticloadbalancing:DescribeTargetGroups"))
                .as("the load balancer of a group is looked up once, 20 in a request")
                .hasSize(3);
    }

    @Test
    void aDayOfMetricsComesInPages() {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TargetGroupRef group = balanced("group-" + i);
            queries.add(new Query(group, BEGIN));
            for (int minute = 0; minute < 1440; minute++) {
                publish(group, minute, 100, 1);
            }
        }
        time.advance(Duration.ofDays(1).plusMinutes(5));

        assertThat(metrics.read(queries))
                .allSatisfy((query, series) -> assertThat(series.points())
                        .hasSize(1440)
                        .allSatisfy(point -> {
                            assertThat(point.errors()).isEqualTo(1);
                            assertThat(point.latencies().requests()).isEqualTo(100);
                        }));
        assertThat(aws.requests("cloudwatch:GetMetricData")).hasSizeGreaterThan(1);
    }

    @Test
    void aGroupThatIsAttachedLaterIsFoundThen() {
        TargetGroupRef group = AwsShop.ARNS.targetGroup("late");
        world.addGroup(group);
        Query query = new Query(group, BEGIN);
        assertThat(metrics.read(List.of(query))).isEmpty();

        world.addRoute(AwsShop.ARNS.rule("web", 443, 7), TrafficSplit.allOn(group, AwsShop.ARNS.targetGroup("second")));
        assertThat(metrics.read(List.of(query))).containsKey(query);
    }

    @Test
    void anAnalysisBehindANetworkLoadBalancerIsRefusedByThePreflight() {
        RouteRef listener = AwsShop.ARNS.networkListener("tcp", 443);
        world.addRoute(listener, TrafficSplit.allOn(AwsShop.FIRST, AwsShop.SECOND));
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(AwsShop.SHOP)
                .revision("shop:2")
                .productionRoute(listener.id())
                .targetGroups(AwsShop.FIRST.id(), AwsShop.SECOND.id())
                .canary(5, Duration.ofMinutes(5));

        assertThat(metrics.preflightChecks().get(0).check(spec.build())).isEmpty();
        assertThat(metrics.preflightChecks().get(0).check(spec.analysis().build()))
                .hasSize(2)
                .allSatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.toString())
                            .contains("a Network Load Balancer counts neither requests nor errors");
                });
    }

    @Test
    void aDelayOutOfRangeIsRefused() {
        assertThatThrownBy(() -> CloudWatchMetrics.create(
                        FakeClients.of(aws, CloudWatchClient.builder()),
                        FakeClients.of(aws, ElasticLoadBalancingV2Client.builder()),
                        AwsShop.generous(AwsShop.timeOf(world)),
                        AwsShop.timeOf(world),
                        Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay: \"PT1H\" is not allowed; allowed: 0 to 15 minutes");
    }
}
