package io.github.bluegreen4j.micrometer;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineStatus;
import io.github.bluegreen4j.spi.CallRunner.Load;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** What an engine's status says, as gauges. */
final class EngineGauges implements DeploymentMetrics.Binding {
    private static final String PREFIX = "bluegreen4j.engine.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final DeploymentEngine engine;
    private final List<Meter> meters = new ArrayList<>();

    EngineGauges(MeterRegistry registry, Tags tags, DeploymentEngine engine) {
        this.registry = registry;
        this.tags = tags;
        this.engine = engine;
        number(
                "up",
                "1 while the engine runs, 0 after it was closed or has failed",
                tags,
                status -> status.phase() == EngineStatus.Phase.RUNNING ? 1 : 0);
        for (EngineStatus.Part part : EngineStatus.Part.values()) {
            number(
                    "troubles",
                    "What impairs the engine, see EngineStatus.troubles()",
                    tags.and("part", name(part)),
                    status -> status.troubles().stream()
                            .filter(trouble -> trouble.part() == part)
                            .count());
        }
        seconds("busy", "How long the loop has worked without a pause", EngineStatus::busy);
        number(
                "lease.held",
                "1 while the engine's lease is valid",
                tags,
                status -> status.lease().held() ? 1 : 0);
        seconds(
                "lease.age",
                "How long ago the lease was renewed",
                status -> status.lease().age().orElse(Duration.ZERO));
        seconds(
                "journal.silence",
                "How long ago the journal last answered",
                status -> status.journal().sinceAnswer().orElse(Duration.ZERO));
        seconds(
                "journal.lag",
                "How long ago the oldest decision was made that is not stored yet",
                status -> status.journal().lag());
        number(
                "journal.unstored",
                "Decisions that are not stored yet",
                tags,
                status -> status.journal().unstored());
        number("deployments.open", "Deployments that this engine acts for", tags, EngineStatus::openDeployments);
        number(
                "deployments.quarantined",
                "Deployments that cannot be read",
                tags,
                status -> status.quarantined().size());
        number("orders.waiting", "Orders and takeovers that wait for their turn", tags, EngineStatus::waitingOrders);
        for (Kind kind : Kind.values()) {
            calls("calls.waiting", "Calls that wait for a thread", kind, Load::waiting);
            calls("calls.running", "Calls that a thread makes now", kind, Load::running);
            calls("calls.hanging", "Calls that were given up and have not returned", kind, Load::lost);
        }
        for (EngineStatus.ListenerQueue queue : engine.status().listeners()) {
            Tags of = tags.and("listener", queue.listener());
            number(
                    "listener.deployments",
                    "Deployments with events that a listener has not received",
                    of,
                    status -> listener(status, queue.listener(), EngineStatus.ListenerQueue::deployments));
            number(
                    "listener.events",
                    "Events that wait in memory for a listener",
                    of,
                    status -> listener(status, queue.listener(), EngineStatus.ListenerQueue::events));
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static int listener(
            EngineStatus status, String listener, ToIntFunction<EngineStatus.ListenerQueue> number) {
        return status.listeners().stream()
                .filter(queue -> queue.listener().equals(listener))
                .mapToInt(number)
                .sum();
    }

    private void calls(String name, String description, Kind kind, ToIntFunction<Load> number) {
        number(
                name,
                description,
                tags.and("lane", name(kind)),
                status -> status.calls().containsKey(kind)
                        ? number.applyAsInt(status.calls().get(kind))
                        : 0);
    }

    private void number(String name, String description, Tags with, ToDoubleFunction<EngineStatus> value) {
        meters.add(Gauge.builder(PREFIX + name, engine, one -> value.applyAsDouble(one.status()))
                .description(description)
                .tags(with)
                .register(registry));
    }

    private void seconds(String name, String description, Function<EngineStatus, Duration> value) {
        meters.add(TimeGauge.builder(
                        PREFIX + name,
                        engine,
                        TimeUnit.NANOSECONDS,
                        one -> value.apply(one.status()).toNanos())
                .description(description)
                .tags(tags)
                .register(registry));
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
