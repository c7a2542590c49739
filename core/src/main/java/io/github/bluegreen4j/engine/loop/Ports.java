package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ports of one engine. */
public record Ports(
        ServiceRuntime runtime,
        TrafficRouter router,
        AlarmSource alarms,
        MetricSource metrics,
        AutoScalingGuard autoScaling,
        Map<String, LifecycleHook> hooks,
        Optional<LifecycleHook> lambdaHooks,
        List<PreflightCheck> checks,
        Policies policies,
        Journal journal) {

    /** The same for calls of that urgency. */
    Ports at(Urgency urgency) {
        return new Ports(
                runtime.at(urgency),
                router.at(urgency),
                alarms.at(urgency),
                metrics.at(urgency),
                autoScaling,
                hooks,
                lambdaHooks,
                checks,
                policies,
                journal);
    }

    /** What one call usually costs of the rate limits of the ports. */
    List<RequestCost> costs(CallRunner.Operation operation) {
        return Stream.of(
                        runtime.costs(operation),
                        router.costs(operation),
                        alarms.costs(operation),
                        metrics.costs(operation),
                        autoScaling.costs(operation))
                .flatMap(List::stream)
                .toList();
    }
}
