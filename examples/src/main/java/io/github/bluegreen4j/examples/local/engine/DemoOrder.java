package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;

/** The deployment to order: what a real one would say, with times that fit into a minute. */
final class DemoOrder {

    static final String SMOKE_TEST = "smoke-test";
    static final String ALARM = "checkout-5xx";

    private DemoOrder() {}

    static DeploymentSpec from(Arguments arguments) {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(new ServiceRef("local", arguments.required("service")))
                .revision(arguments.required("definition"))
                .productionRoute("production")
                .testRoute("test")
                .targetGroups(arguments.required("first-group"), arguments.required("second-group"))
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, SMOKE_TEST, Duration.ofMinutes(1), TimeoutAction.ROLLBACK)
                .bakeTime(arguments.duration("bake", Duration.ofSeconds(8)));
        if (arguments.optional("analysis").isPresent()) {
            // No alarm is configured: what the metrics of green and blue say is enough.
            spec.analysis(AnalysisPolicy.STANDARD
                    .withErrors(new AnalysisPolicy.Margin(1.2, 0.001, 0.02))
                    .withEvidenceLimit(Duration.ofMinutes(2), TimeoutAction.ROLLBACK));
        } else {
            spec.alarms(AlarmPolicy.of(ALARM).withInterval(Duration.ofSeconds(1)));
        }
        LocalTimes.apply(spec, arguments.duration("drain", LocalTimes.DRAIN));
        Duration stepBake = arguments.duration("step-bake", Duration.ofSeconds(4));
        switch (arguments.optional("strategy").orElse("canary")) {
            case "all-at-once" -> spec.strategy(TrafficStrategy.allAtOnce());
            // A comparison has enough evidence sooner if both serve many requests.
            case "canary" -> spec.canary(arguments.optional("analysis").isPresent() ? 40 : 20, stepBake);
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
}
