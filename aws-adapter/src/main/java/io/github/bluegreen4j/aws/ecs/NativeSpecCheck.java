package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Service;

/** Compares a specification with what ECS's own controller does for its service. */
final class NativeSpecCheck implements PreflightCheck {
    private static final String NAME = "native-controller";

    private final EcsNative ecs;
    private final Duration pauseTimeout;

    NativeSpecCheck(EcsNative ecs, Duration pauseTimeout) {
        this.ecs = ecs;
        this.pauseTimeout = pauseTimeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> check(DeploymentSpec spec) {
        Service service = ecs.api()
                .within("ecs service", spec.service(), EcsNative.READ, within -> within.service(spec.service()));
        List<Finding> findings = new ArrayList<>();
        String rule = text(NativeService.productionRoute(service));
        if (!text(spec.productionRoutes()).equals(rule)) {
            findings.add(Finding.error(
                    NAME,
                    "productionRoutes",
                    text(spec.productionRoutes()),
                    "is not the rule that ECS shifts",
                    "productionListenerRule of the service: " + rule));
        }
        String testRule = text(NativeService.testRoute(service));
        if (!text(spec.testRoute()).equals(testRule)) {
            findings.add(Finding.error(
                    NAME,
                    "testRoute",
                    text(spec.testRoute()),
                    "is not the rule that ECS shifts",
                    "testListenerRule of the service: " + testRule));
        }
        if (!NativeConfiguration.canMove(spec.strategy())) {
            findings.add(Finding.error(
                    NAME,
                    "strategy",
                    spec.strategy().toString(),
                    "has steps that ECS does not know",
                    "one step, two steps, or equal steps of 3 % or more"));
        }
        Duration longest = longestPause(spec);
        if (longest.compareTo(pauseTimeout) > 0) {
            findings.add(Finding.error(
                    NAME,
                    "hooks",
                    longest.toString(),
                    "is how long the hooks, pauses and bakes between two shifts may take together; ECS rolls back before",
                    "at most " + pauseTimeout + ", or a longer pauseTimeout of the adapter"));
        }
        spec.keepBlue()
                .ifPresent(
                        keep -> findings.add(
                                Finding.error(
                                        NAME,
                                        "keepBlue",
                                        keep.toString(),
                                        "cannot be kept: ECS's own controller terminates blue at the end of its service deployment",
                                        "nothing, or task sets or a pair of services; the bake time of ECS keeps blue for up to 24 hours")));
        return findings.isEmpty()
                ? List.of(Finding.passed(NAME, "service", spec.service().toString(), "is deployed by ECS as specified"))
                : findings;
    }

    /** Returns how long ECS may be paused: the engine's stages between two of its shifts, with their longest hooks. */
    private static Duration longestPause(DeploymentSpec spec) {
        Duration step = spec.strategy().steps().stream()
                .map(TrafficStrategy.Step::bake)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration first = hooks(spec, LifecycleStage.POST_SCALE_UP);
        Duration second = hooks(
                spec,
                LifecycleStage.TEST_TRAFFIC_SHIFT,
                LifecycleStage.POST_TEST_TRAFFIC_SHIFT,
                LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
        return Stream.of(
                        first,
                        // Without a test route, ECS does not pause before.
                        spec.testRoute().isPresent() ? second : first.plus(second),
                        hooks(
                                        spec,
                                        LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
                                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT)
                                .plus(step),
                        hooks(
                                        spec,
                                        LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
                                        LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT)
                                .plus(spec.bakeTime()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Duration hooks(DeploymentSpec spec, LifecycleStage... stages) {
        Duration sum = Duration.ZERO;
        for (LifecycleStage stage : stages) {
            sum = sum.plus(spec.hooks().stream()
                    .filter(hook -> hook.stages().contains(stage))
                    .map(HookSpec::timeout)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO));
        }
        return sum;
    }

    private static String text(Optional<RouteRef> route) {
        return route.map(RouteRef::id).orElse("none");
    }

    private static String text(List<RouteRef> routes) {
        return routes.isEmpty() ? "none" : routes.stream().map(RouteRef::id).collect(Collectors.joining(", "));
    }
}
