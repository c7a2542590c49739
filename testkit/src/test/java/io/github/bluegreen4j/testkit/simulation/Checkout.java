package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;

/** A small deployment to try things out on. */
public final class Checkout {
    public static final RouteRef PRODUCTION = new RouteRef("production");
    public static final DeploymentSpec SPEC = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
            .revision("checkout:42")
            .productionRoute(PRODUCTION)
            .testRoute("test")
            .targetGroups("first", "second")
            .canary(10, Duration.ofMinutes(5))
            .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
            .bakeTime(Duration.ofMinutes(10))
            .build();

    private Checkout() {}

    public static Scenario scenario() {
        return Scenario.of(SPEC);
    }
}
