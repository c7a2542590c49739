package io.github.bluegreen4j.spring.test.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.RolloutSpec;
import io.github.bluegreen4j.rollout.RolloutStatus;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spring.BlueGreenRolloutAutoConfiguration;
import io.github.bluegreen4j.spring.test.BlueGreenTest;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A rollout of an application in virtual time: the test polls, and no thread follows the clock of the machine. */
@BlueGreenTest
@MockitoBean(types = CartClient.class)
@ImportAutoConfiguration(BlueGreenRolloutAutoConfiguration.class)
class SimulatedRolloutTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    private static final RouteRef PRODUCTION = new RouteRef("production");
    private static final TargetGroupRef FIRST = new TargetGroupRef("first");
    private static final TargetGroupRef SECOND = new TargetGroupRef("second");

    @Test
    void aRolloutOfAnHourTakesNoTime(
            @Autowired ApplicationContext context,
            @Autowired Rollouts rollouts,
            @Autowired DeploymentEngine engine,
            @Autowired VirtualEngine virtual,
            @Autowired SimulatedWorld world) {
        assertThat(context.containsBean("rolloutLifecycle")).isFalse();
        world.addService(SERVICE, 2);
        world.addRoute(PRODUCTION, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SERVICE, "checkout:41", FIRST);
        DeploymentSpec spec = DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .bakeTime(Duration.ofHours(1))
                .build();
        RolloutDriver driver = RolloutDriver.builder(engine, rollouts).driven();

        rollouts.by("alice")
                .start(
                        "release-1",
                        RolloutSpec.builder()
                                .wave(RolloutSpec.wave("all", List.of(spec)))
                                .build());
        for (int i = 0; i < 200 && status(rollouts) != RolloutStatus.SUCCESSFUL; i++) {
            driver.poll();
            virtual.advance(Duration.ofMinutes(1));
        }

        assertThat(status(rollouts)).isEqualTo(RolloutStatus.SUCCESSFUL);
        assertThat(world.split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));
    }

    private static RolloutStatus status(Rollouts rollouts) {
        return rollouts.describe("release-1").orElseThrow().status();
    }
}
