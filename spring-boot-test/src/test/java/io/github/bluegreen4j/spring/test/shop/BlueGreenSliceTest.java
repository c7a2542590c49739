package io.github.bluegreen4j.spring.test.shop;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.assertj.SimulationAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spring.SpecDefaults;
import io.github.bluegreen4j.spring.test.BlueGreenTest;
import io.github.bluegreen4j.spring.test.SimulatedScenarios;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** An application's hooks run in a simulated world, and nothing else of it runs. */
@BlueGreenTest(properties = "bluegreen4j.name=under-test")
class BlueGreenSliceTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    private static final RouteRef PRODUCTION = new RouteRef("production");
    private static final TargetGroupRef FIRST = new TargetGroupRef("first");
    private static final TargetGroupRef SECOND = new TargetGroupRef("second");

    @MockitoBean
    private CartClient cart;

    @Autowired
    private SimulatedScenarios scenarios;

    @Autowired
    private SpecDefaults defaults;

    private DeploymentSpec checkout() {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                .bakeTime(Duration.ofHours(1));
        defaults.accept(spec);
        return spec.build();
    }

    @Test
    void theApplicationsHookDecides() {
        given(cart.size()).willReturn(3);
        try (Simulation simulation = scenarios.of(checkout()).simulate()) {
            assertThat(simulation.run()).endedIn(SUCCESSFUL);
            assertThat(simulation).lostNoRequest();
        }

        given(cart.size()).willReturn(0);
        try (Simulation simulation = scenarios.of(checkout()).simulate()) {
            assertThat(simulation.run()).endedIn(ROLLBACK_SUCCESSFUL).endedWithReason("the cart is empty");
        }
    }

    @Test
    void theEngineOfTheApplicationRunsInVirtualTime(
            @Autowired DeploymentEngine engine, @Autowired VirtualEngine virtual, @Autowired SimulatedWorld world) {
        given(cart.size()).willReturn(3);
        world.addService(SERVICE, 2);
        world.addRoute(PRODUCTION, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SERVICE, "checkout:41", FIRST);

        Deployment deployment = engine.deploy(checkout());
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(3));

        assertThat(deployment.status()).isEqualTo(SUCCESSFUL);
        assertThat(world.split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));
        assertThat(engine.status().engine()).isEqualTo("under-test");
    }

    @Test
    void thePoliciesOfTheApplicationCount() {
        assertThat(checkout().concurrency()).isEqualTo(ConcurrencyPolicy.REJECT);
    }

    @Test
    void nothingElseIsStarted(@Autowired ApplicationContext context) {
        assertThat(context.getBeansOfType(OrderService.class)).isEmpty();
        assertThat(context.getBeanNamesForType(ServiceRuntime.class)).containsExactly("simulatedServiceRuntime");
        assertThat(context.getBeanNamesForType(Journal.class)).containsExactly("simulatedJournal");
    }
}
