package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What broke where others had very many services: a {@link Scenario} has one, so these build their world themselves. */
class ManyServicesTest {
    private static final int BATCH = 10;

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final Counting runtime = new Counting(world.runtime());

    /** Refuses what Amazon ECS refuses, and remembers how much was asked at once. */
    private static final class Counting implements ServiceRuntime {
        private final ServiceRuntime real;
        private int calls;
        private int services;

        Counting(ServiceRuntime real) {
            this.real = real;
        }

        @Override
        public List<ServiceDescription> describe(List<ServiceRef> asked) {
            assertThat(asked).as("services in one call").hasSizeLessThanOrEqualTo(BATCH);
            calls++;
            services += asked.size();
            return real.describe(asked);
        }

        @Override
        public void launch(LaunchRequest request) {
            real.launch(request);
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            real.scale(service, revision, desired);
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            real.makePrimary(service, revision);
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            real.retire(service, revision);
        }
    }

    private VirtualEngine engine() {
        return VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(runtime)
                        .router(world.router())
                        .alarms(world.alarms())
                        .journal(InMemoryJournal.create(time))
                        .journalPoll(Duration.ofHours(1))
                        .lease(Duration.ofHours(1)));
    }

    private DeploymentSpec.Builder service(int number) {
        ServiceRef service = new ServiceRef("prod", "service-" + number);
        TargetGroupRef blue = new TargetGroupRef("blue-" + number);
        TargetGroupRef green = new TargetGroupRef("green-" + number);
        RouteRef route = new RouteRef("route-" + number);
        world.addService(service, 1);
        world.addRoute(route, TrafficSplit.allOn(blue, green));
        world.addRevision(service, "shop:1", blue);
        world.alarm("alarm-" + number, AlarmReading.State.OK);
        return DeploymentSpec.blueGreen(service)
                .revision("shop:2")
                .productionRoute(route)
                .targetGroups(blue, green)
                .alarm("alarm-" + number)
                .bakeTime(Duration.ofMinutes(30));
    }

    private List<Deployment> deploy(VirtualEngine virtual, int many) {
        List<Deployment> deployments = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            deployments.add(virtual.engine()
                    .deploy(new DeploymentId("d-" + i), service(i).build()));
        }
        return deployments;
    }

    /** argoproj/argo-rollouts#2569: with 20 target groups the check of their targets came to the limit of one page. */
    @Test
    void twentyTargetGroupsAreAllCheckedBeforeAnythingIsShifted() {
        try (VirtualEngine virtual = engine()) {
            List<Deployment> deployments = deploy(virtual, 10);
            time.advance(Duration.ofMinutes(5));
            assertThat(deployments)
                    .allMatch(one -> one.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME)));
            RevisionRef last = world.describe(new ServiceRef("prod", "service-9"))
                    .revisions()
                    .get(1)
                    .revision();
            world.sicken(new ServiceRef("prod", "service-9"), last, 1);

            time.advance(Duration.ofMinutes(5));

            assertThat(deployments.get(9).status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployments.subList(0, 9)).allMatch(one -> one.status() == DeploymentStatus.IN_PROGRESS);
        }
    }

    /** argoproj/argo-rollouts#1963: with 300 load balancers one call asked for more than the API allows. */
    @Test
    void threeHundredServicesAreDescribedTenAtATimeAndTheirAlarmsTogether() {
        try (VirtualEngine virtual = engine()) {
            List<Deployment> deployments = deploy(virtual, 300);
            time.advance(Duration.ofMinutes(10));
            runtime.calls = 0;
            runtime.services = 0;
            int alarms = world.calls("readAlarms");

            time.advance(Duration.ofMinutes(5));

            // Every 24 s on average: 300 services in 30 calls; every 9 s: 300 alarms in three.
            assertThat(runtime.services).isBetween(300 * 11, 300 * 15);
            assertThat(runtime.calls).isBetween(30 * 11, 30 * 15);
            assertThat(world.calls("readAlarms") - alarms).isBetween(3 * 29, 3 * 38);
            time.advance(Duration.ofMinutes(30));
            assertThat(deployments).allMatch(one -> one.status() == DeploymentStatus.SUCCESSFUL);
        }
    }

    /** Routes are read twenty at a time while all is well. */
    @Test
    void threeHundredRoutesAreWatchedInFifteenCalls() {
        try (VirtualEngine virtual = engine()) {
            deploy(virtual, 300);
            time.advance(Duration.ofMinutes(10));
            int together = world.calls("readRoutes");
            int alone = world.calls("readRoute");

            time.advance(Duration.ofMinutes(5));

            // Every 26 s on average.
            assertThat(world.calls("readRoutes") - together).isBetween(15 * 10, 15 * 15);
            assertThat(world.calls("readRoute") - alone).isZero();
        }
    }

    /** A route that is gone is missing in the answer for the others; read alone, it ends its own deployment only. */
    @Test
    void oneMissingRouteOfManyEndsItsOwnDeploymentOnly() {
        try (VirtualEngine virtual = engine()) {
            List<Deployment> deployments = deploy(virtual, 50);
            time.advance(Duration.ofMinutes(10));

            world.removeRoute(new RouteRef("route-7"));
            time.advance(Duration.ofMinutes(2));

            assertThat(deployments.get(7).view().statusReason()).contains("route-7");
            assertThat(deployments)
                    .filteredOn(one -> one != deployments.get(7))
                    .allMatch(one -> one.status() == DeploymentStatus.IN_PROGRESS);
        }
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /**
     * argoproj/argo-rollouts#2855: ten thousand rollouts needed 11 to 14 GB, more than a megabyte each. Here a deployment that
     * waits has a tenth of that, its journal and its piece of the world included.
     */
    @Test
    void aDeploymentThatWaitsNeedsATenthOfAMegabyteAtMost() {
        int many = 300;
        try (VirtualEngine virtual = engine()) {
            long before = used();
            List<Deployment> deployments = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                DeploymentSpec spec = service(i)
                        .pause(LifecycleStage.POST_SCALE_UP, Duration.ofDays(14), TimeoutAction.CONTINUE)
                        .build();
                deployments.add(virtual.engine().deploy(new DeploymentId("d-" + i), spec));
            }
            time.advance(Duration.ofMinutes(10));
            assertThat(deployments)
                    .allMatch(one -> one.view().lifecycleStage().equals(Optional.of(LifecycleStage.POST_SCALE_UP)));

            long each = (used() - before) / many;
            System.out.println("a deployment that waits: " + each + " bytes");
            assertThat(each).isLessThan(100_000);
        }
    }
}
