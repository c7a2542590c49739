package io.github.bluegreen4j.testkit.explorer;

import static io.github.bluegreen4j.model.LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy.Threshold;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.List;

/** The specifications of the explored bounds. */
final class Specs {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Specs() {}

    /** One production route, everything at once, and no more retries than needed. */
    static DeploymentSpec.Builder plain() {
        return DeploymentSpec.blueGreen(new ServiceRef("cluster", "service"))
                .revision("definition:2")
                .productionRoute("prod")
                .targetGroups("A", "B")
                .bakeTime(Duration.ofMinutes(5))
                .limits(DeploymentLimits.DEFAULTS.withBackOffDoublings(0).withHookTries(1));
    }

    static DeploymentSpec allAtOnce() {
        return plain().testRoute("test").build();
    }

    /** Nothing is launched: only what an earlier deployment left is put right. */
    static DeploymentSpec recovery() {
        return DeploymentSpec.recovery(new ServiceRef("cluster", "service"))
                .productionRoute("prod")
                .testRoute("test")
                .targetGroups("A", "B")
                .limits(DeploymentLimits.DEFAULTS.withBackOffDoublings(0).withHookTries(1))
                .build();
    }

    /** Blue stays afterwards, at its full size or at half of it. */
    static DeploymentSpec keepingBlue(double scale) {
        return plain().testRoute("test").keepBlue(Duration.ofHours(1), scale).build();
    }

    /** The order that keeps blue after such a deployment. */
    static DeploymentSpec keeping(double scale, DeploymentSpec.Builder of) {
        return of.keepBlue(Duration.ofHours(1), scale).build().keeping(ExplorationCase.BLUE, ExplorationCase.LEFT_OVER);
    }

    static DeploymentSpec withoutTestRoute() {
        return plain().build();
    }

    /** Two of three people must approve, and one of them ordered it. */
    static DeploymentSpec approvals() {
        return plain().canary(5, MINUTE)
                .hook(HookSpec.pause(
                        "go-live", PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(1), Approvals.of(2, "alice", "bob")))
                .build();
    }

    static DeploymentSpec canary() {
        return plain().canary(5, MINUTE).build();
    }

    static DeploymentSpec linear() {
        return plain().testRoute("test").linear(50, MINUTE).build();
    }

    static DeploymentSpec customSteps() {
        return plain().strategy(TrafficStrategy.steps(List.of(
                        new TrafficStrategy.Step(Percent.of(30), Duration.ZERO),
                        new TrafficStrategy.Step(Percent.of(100), Duration.ZERO))))
                .build();
    }

    static DeploymentSpec twoRoutes() {
        return plain().productionRoute("prod-2").build();
    }

    static DeploymentSpec twoRoutesAndTest() {
        return plain().productionRoute("prod-2").testRoute("test").build();
    }

    static DeploymentSpec hooks() {
        return plain().hook(POST_TEST_TRAFFIC_SHIFT, "smoke")
                .hook(POST_TEST_TRAFFIC_SHIFT, "load", MINUTE, TimeoutAction.CONTINUE)
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, MINUTE, TimeoutAction.CONTINUE)
                .build();
    }

    static DeploymentSpec shiftHooks() {
        return plain().testRoute("test")
                .hook(PRODUCTION_TRAFFIC_SHIFT, "after-shift")
                .hook(PRE_ROLLBACK, "evidence")
                .build();
    }

    /** In stages that have no work of their own, a deployment only stays while a hook or a pause keeps it. */
    static DeploymentSpec hooksInBetween() {
        return plain().pause(PRE_SCALE_UP, MINUTE, TimeoutAction.CONTINUE)
                .hook(POST_SCALE_UP, "warm-up")
                .hook(POST_PRODUCTION_TRAFFIC_SHIFT, "verify")
                .build();
    }

    static DeploymentSpec pausedDrift() {
        return plain().drift(DeploymentSpec.OnDrift.PAUSE).build();
    }

    static DeploymentSpec alarms(boolean rollback) {
        return plain().alarms(AlarmPolicy.of("errors").withRollback(rollback)).build();
    }

    /** The first step waits for evidence; at its limit the deployment does what the policy says. */
    static DeploymentSpec analysis(TimeoutAction afterLimit) {
        return plain().canary(5, MINUTE)
                .analysis(AnalysisPolicy.STANDARD.withEvidenceLimit(MINUTE, afterLimit))
                .build();
    }

    static DeploymentSpec circuitBreaker(boolean rollback) {
        return plain().circuitBreaker(CircuitBreakerPolicy.DEFAULT
                        .withThreshold(Threshold.COUNT, 2)
                        .withRollback(rollback))
                .build();
    }
}
