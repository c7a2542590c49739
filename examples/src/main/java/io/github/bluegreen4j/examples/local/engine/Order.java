package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;

/** The deployment to order: what a real one would say, with times that fit into a minute. */
final class Order {

    static final String SMOKE_TEST = "smoke-test";
    static final String ALARM = "checkout-5xx";

    private Order() {}

    static DeploymentSpec from(Arguments arguments) {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(new ServiceRef("local", arguments.required("service")))
                .revision(arguments.required("definition"))
                .productionRoute("production")
                .testRoute("test")
                .targetGroups(arguments.required("first-group"), arguments.required("second-group"))
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, SMOKE_TEST, Duration.ofMinutes(1), TimeoutAction.ROLLBACK)
                .alarms(AlarmPolicy.of(ALARM).withInterval(Duration.ofSeconds(1)))
                .health(HealthPolicy.DEFAULT.withUnhealthyFor(Duration.ofSeconds(2)))
                .rollback(RollbackPolicy.DEFAULT.withDeadline(Duration.ofMinutes(1)))
                .bakeTime(arguments.duration("bake", Duration.ofSeconds(8)))
                .limits(limits(arguments));
        Duration stepBake = arguments.duration("step-bake", Duration.ofSeconds(4));
        switch (arguments.optional("strategy").orElse("canary")) {
            case "all-at-once" -> spec.strategy(TrafficStrategy.allAtOnce());
            case "canary" -> spec.canary(20, stepBake);
            case "linear" -> spec.linear(25, stepBake);
            default -> throw new IllegalArgumentException("--strategy is all-at-once, canary or linear");
        }
        if (arguments.optional("pause").isPresent()) {
            spec.pause(
                    LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                    arguments.duration("pause", Duration.ofMinutes(5)),
                    TimeoutAction.ROLLBACK);
        }
        return spec.build();
    }

    private static DeploymentLimits limits(Arguments arguments) {
        return DeploymentLimits.DEFAULTS
                .withDeployment(Duration.ofMinutes(30))
                .withStage(Duration.ofMinutes(1))
                .withCleanUpGate(Duration.ofSeconds(20))
                .withCleanUp(Duration.ofMinutes(1))
                .withDrain(arguments.duration("drain", Duration.ofSeconds(2)))
                .withClosing(Duration.ofSeconds(20))
                .withCall(Duration.ofSeconds(3))
                .withGrace(Duration.ofSeconds(1))
                .withFreshness(Duration.ofSeconds(5))
                .withWatchAge(Duration.ofSeconds(10))
                .withPoll(Duration.ofMillis(250))
                .withBackOff(Duration.ofMillis(200))
                .withBackOffDoublings(3);
    }
}
