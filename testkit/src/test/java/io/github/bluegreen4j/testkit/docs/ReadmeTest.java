package io.github.bluegreen4j.testkit.docs;

import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The snippet of the README compiles, and does what it says. */
class ReadmeTest {
    private static boolean smokeTest() {
        return true;
    }

    private static DeploymentDescription deploy(ServiceRuntime runtime, TrafficRouter router, AlarmSource alarms) {
        // snippet: use
        DeploymentEngine engine = DeploymentEngine.builder()
                .runtime(runtime) // where services run: your ServiceRuntime
                .router(router) // what sends traffic to them: your TrafficRouter
                .alarms(alarms)
                .hook(
                        "smoke-test",
                        invocation -> smokeTest() ? HookResult.succeeded() : HookResult.failed("the cart is empty"))
                .build();

        Deployment deployment = engine.deploy(DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision("checkout:42")
                .productionRoute(new RouteRef("production"))
                .testRoute(new RouteRef("test"))
                .targetGroups(new TargetGroupRef("first"), new TargetGroupRef("second"))
                .strategy(TrafficStrategy.canary(Percent.of(5), Duration.ofMinutes(10)))
                .hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .alarm("checkout-5xx")
                .bakeTime(Duration.ofMinutes(15))
                .build());

        // view() says what it waits for; proceed(hookId), rollBack("why"), abort("why") and skipBake() steer it
        DeploymentDescription end = deployment.completion().join();
        System.out.println(end.status() + " " + end.statusReason());
        // end of snippet
        engine.close();
        return end;
    }

    @Test
    void theSnippetRefusesAServiceWhoseAlarmDoesNotExistBeforeAnythingIsTouched() {
        SimulatedWorld world = SimulatedWorld.create(TimeSource.system());
        ServiceRef service = new ServiceRef("prod", "checkout");
        TargetGroupRef first = new TargetGroupRef("first");
        world.addService(service, 2);
        TrafficSplit allOnFirst = TrafficSplit.allOn(first, new TargetGroupRef("second"));
        world.addRoute(new RouteRef("production"), allOnFirst);
        world.addRoute(new RouteRef("test"), allOnFirst);
        world.addRevision(service, "checkout:41", first);

        DeploymentDescription end = deploy(world.runtime(), world.router(), world.alarms());

        assertThat(end.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(end.statusReason())
                .contains("alarms.names[0]: \"checkout-5xx\" does not exist", "nothing was touched");
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void anEngineWithoutARuntimeSaysSo() {
        assertThatThrownBy(() -> DeploymentEngine.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runtime");
    }

    @Test
    void theReadmeShowsTheSnippetAsItIsCompiled() throws IOException {
        Snippets.of("README.md", ReadmeTest.class).areAsTheyAreCompiled();
    }
}
