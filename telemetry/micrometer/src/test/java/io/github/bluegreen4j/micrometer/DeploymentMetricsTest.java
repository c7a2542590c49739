package io.github.bluegreen4j.micrometer;

import static io.github.bluegreen4j.micrometer.MeteredShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentMetricsTest {
    private static final DeploymentId ID = new DeploymentId("d-1");
    private final MeteredShop shop = new MeteredShop();

    private static DeploymentStatus run(VirtualEngine virtual, Deployment deployment) {
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
        return deployment.status();
    }

    private double deployments(String outcome, String cause) {
        return shop
                .registry
                .find(DeploymentMetrics.DEPLOYMENTS)
                .tags("outcome", outcome, "cause", cause)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Duration total(String name, String... tags) {
        return shop.registry.get(name).tags(tags).timers().stream()
                .map(timer -> Duration.ofNanos((long) timer.totalTime(TimeUnit.NANOSECONDS)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private double gauge(String name) {
        return shop.registry.get(name).gauge().value();
    }

    @Test
    void theTimeOfPeopleIsKeptApartFromThatOfBakesAndOfTheMachine() {
        try (VirtualEngine virtual = shop.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().pause(
                                            LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                            Duration.ofHours(3),
                                            TimeoutAction.CONTINUE)
                                    .build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }

        assertThat(deployments("successful", "none")).isEqualTo(1);
        assertThat(total("bluegreen4j.deployment.time", "spent", "people")).isEqualTo(Duration.ofHours(3));
        assertThat(total("bluegreen4j.deployment.time", "spent", "bake")).isEqualTo(Duration.ofMinutes(5));
        assertThat(total("bluegreen4j.deployment.time", "spent", "machine"))
                .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(20));
        assertThat(total("bluegreen4j.deployment.lead.time")).isEqualTo(total("bluegreen4j.deployment.time"));
        assertThat(total("bluegreen4j.stage.time", "spent", "people", "stage", "pre_production_traffic_shift"))
                .isEqualTo(Duration.ofHours(3));
        assertThat(total("bluegreen4j.pause.time", "outcome", "timed_out")).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void whatIsOnlyKeptIsNoDeploymentAndAnUndoCountsFromItsCommandOn() {
        try (VirtualEngine virtual = shop.engine("a")) {
            run(
                    virtual,
                    virtual.engine()
                            .deploy(ID, spec().keepBlue(Duration.ofHours(2)).build()));
            run(virtual, virtual.engine().keeping(ID).orElseThrow());
            virtual.advance(Duration.ofMinutes(1));
            assertThat(deployments("successful", "none")).isEqualTo(1);
            Duration lead = total("bluegreen4j.deployment.lead.time");

            DeploymentId next = new DeploymentId("next");
            run(
                    virtual,
                    virtual.engine()
                            .deploy(
                                    next,
                                    spec().revision("checkout:43")
                                            .keepBlue(Duration.ofHours(2))
                                            .build()));
            virtual.advance(Duration.ofHours(1));
            Deployment kept = virtual.engine().keeping(next).orElseThrow();
            assertThat(kept.rollBack("odd")).isNotNull();
            run(virtual, kept);
            virtual.advance(Duration.ofMinutes(1));

            assertThat(deployments("successful", "none")).isEqualTo(2);
            assertThat(deployments("undone", "none")).isEqualTo(1);
            assertThat(total("bluegreen4j.deployment.time", "outcome", "undone"))
                    .isLessThan(Duration.ofMinutes(30));
            assertThat(total("bluegreen4j.deployment.lead.time")).isLessThan(lead.multipliedBy(3));
        }
    }

    @Test
    void aDeploymentThatWaitsForItsTurnIsInTheQueue() {
        try (VirtualEngine virtual = shop.engine("a")) {
            virtual.engine().deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
            virtual.advance(Duration.ofMinutes(1));
            Deployment second = virtual.engine()
                    .deploy(spec().revision("checkout:43")
                            .concurrency(io.github.bluegreen4j.model.ConcurrencyPolicy.QUEUE)
                            .build());
            assertThat(run(virtual, second)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        assertThat(total("bluegreen4j.deployment.time", "spent", "queue"))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(90));
    }

    @Test
    void aRollbackHasItsCauseAndTheTimeToRestoreProduction() {
        try (VirtualEngine virtual = VirtualEngine.of(
                shop.time,
                shop.builder("a").hook("smoke-test", invocation -> HookResult.failed("the cart is empty")))) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, "smoke-test")
                                    .build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }

        assertThat(deployments("rollback_successful", "hook_failed")).isEqualTo(1);
        assertThat(shop.registry.find("bluegreen4j.deployment.lead.time").timer())
                .isNull();
        Timer restored = shop.registry
                .get("bluegreen4j.rollback.restore.time")
                .tags("cause", "hook_failed")
                .timer();
        assertThat(restored.count()).isEqualTo(1);
        assertThat(restored.totalTime(TimeUnit.SECONDS)).isLessThan(30);
        assertThat(shop.registry
                        .get("bluegreen4j.hook.time")
                        .tags("hook", "smoke-test", "outcome", "said_no")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(shop.registry
                        .get("bluegreen4j.stage.time")
                        .tags("stage", "rollback")
                        .timers())
                .isNotEmpty();
    }

    @Test
    void anOrderThatIsRefusedIsNoFailedDeployment() {
        try (VirtualEngine virtual = shop.engine("a")) {
            Deployment refused = virtual.engine()
                    .deploy(ID, spec().targetGroups("first", "nowhere").build());
            assertThat(run(virtual, refused)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(deployments("refused", "none")).isEqualTo(1);

            Deployment again = virtual.engine().deploy(ID, spec().build());
            virtual.advanceUntil(() -> again.status() == DeploymentStatus.SUCCESSFUL, Duration.ofHours(1));
        }
        assertThat(deployments("refused", "none")).isEqualTo(1);
        assertThat(deployments("successful", "none")).isEqualTo(1);
        assertThat(total("bluegreen4j.deployment.lead.time")).isLessThan(Duration.ofMinutes(30));
    }

    @Test
    void anEndThatADeadEngineDidNotMeasureIsMeasuredByTheNext() {
        VirtualEngine dead = shop.engine("a");
        dead.calls().fate(call -> call.operation() == CallRunner.Operation.LISTEN ? Fate.hangs() : Fate.answered());
        run(dead, dead.engine().deploy(ID, spec().build()));
        dead.kill();
        assertThat(deployments("successful", "none")).isZero();

        try (VirtualEngine heir = shop.engine("b")) {
            heir.advance(Duration.ofMinutes(3));
        }
        assertThat(deployments("successful", "none")).isEqualTo(1);
    }

    @Test
    void aHundredDeploymentsHaveNoMoreTimeSeriesThanTwo() {
        try (VirtualEngine virtual = shop.engine("a")) {
            for (int i = 0; i < 2; i++) {
                run(
                        virtual,
                        virtual.engine()
                                .deploy(spec().revision("checkout:a" + i).build()));
            }
            List<Meter> before = shop.registry.getMeters();
            for (int i = 0; i < 98; i++) {
                run(
                        virtual,
                        virtual.engine()
                                .deploy(spec().revision("checkout:b" + i).build()));
            }
            assertThat(shop.registry.getMeters()).hasSameSizeAs(before);
        }
        assertThat(deployments("successful", "none")).isEqualTo(100);
    }

    @Test
    void servicesAreTagsOnlyOnRequest() {
        try (VirtualEngine virtual = shop.engine("a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }
        assertThat(keys(shop.registry)).doesNotContain("service", "cluster");

        SimpleMeterRegistry tagged = new SimpleMeterRegistry();
        DeploymentMetrics metrics = DeploymentMetrics.builder(tagged, shop.journal)
                .tagServices(true)
                .tag("region", "eu")
                .build();
        List<io.github.bluegreen4j.event.DeploymentEvent> events =
                shop.journal.read(ID).orElseThrow().events();
        metrics.onEvent(ID, events.size(), events.get(events.size() - 1));
        assertThat(tagged.get(DeploymentMetrics.DEPLOYMENTS)
                        .tags("cluster", "prod", "service", "checkout", "region", "eu")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Set<String> keys(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(tag -> tag.getKey())
                .collect(Collectors.toSet());
    }

    @Test
    void callsAreMeasuredByPortAndOutcome() {
        try (VirtualEngine virtual = shop.engine("a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
            long all = shop.registry.get(DeploymentMetrics.CALLS).timers().stream()
                    .mapToLong(Timer::count)
                    .sum();
            assertThat(all).isEqualTo(virtual.calls().count());
        }
        assertThat(shop.registry
                        .get(DeploymentMetrics.CALLS)
                        .tags("port", "ServiceRuntime", "operation", "launch", "outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(shop.registry
                        .get(DeploymentMetrics.CALLS)
                        .tags("port", "DeploymentListener", "operation", "onEvent", "outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(shop.journal.read(ID).orElseThrow().events().size());
    }

    @Test
    void theGaugesFollowTheEngine() {
        VirtualEngine virtual = shop.engine("a");
        DeploymentMetrics.Binding binding = shop.metrics.bind(virtual.engine());
        virtual.engine()
                .deploy(
                        ID,
                        spec().pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                                .build());
        virtual.advance(Duration.ofMinutes(1));
        assertThat(gauge("bluegreen4j.engine.up")).isEqualTo(1);
        assertThat(gauge("bluegreen4j.engine.lease.held")).isEqualTo(1);
        assertThat(gauge("bluegreen4j.engine.lease.age")).isBetween(0.0, 10.0);
        assertThat(gauge("bluegreen4j.engine.deployments.open")).isEqualTo(1);
        assertThat(shop.registry
                        .get("bluegreen4j.engine.listener.events")
                        .tags("listener", "micrometer")
                        .gauge()
                        .value())
                .isZero();

        virtual.calls().fate(call -> call.operation().isOfJournal() ? Fate.hangs() : Fate.answered());
        virtual.advance(Duration.ofMinutes(1));
        assertThat(gauge("bluegreen4j.engine.lease.held")).isZero();
        assertThat(gauge("bluegreen4j.engine.journal.silence")).isGreaterThan(40);
        assertThat(shop.registry
                        .get("bluegreen4j.engine.troubles")
                        .tags("part", "lease")
                        .gauge()
                        .value())
                .isEqualTo(1);

        virtual.kill();
        virtual.engine().close();
        assertThat(gauge("bluegreen4j.engine.up")).isZero();
        binding.close();
        assertThat(shop.registry.find("bluegreen4j.engine.up").gauges()).isEqualTo(List.<Gauge>of());
    }
}
