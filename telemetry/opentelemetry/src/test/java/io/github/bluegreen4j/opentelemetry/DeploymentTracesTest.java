package io.github.bluegreen4j.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentTracesTest {
    private static final DeploymentId ID = new DeploymentId("d-1");
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    private static final TargetGroupRef FIRST = new TargetGroupRef("first");
    private static final TargetGroupRef SECOND = new TargetGroupRef("second");
    private static final RouteRef PRODUCTION = new RouteRef("production");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetry sdk =
            sdk(exporter, DeploymentIdGenerator.create(), Sampler.parentBased(Sampler.alwaysOn()));
    private final List<Span> inHooks = new ArrayList<>();
    private HookResult answer = HookResult.succeeded();

    private static OpenTelemetry sdk(InMemorySpanExporter exporter, IdGenerator ids, Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
    }

    private final class Shop {
        private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        private final SimulatedWorld world = SimulatedWorld.create(time);
        private final InMemoryJournal journal = InMemoryJournal.create(time);

        Shop() {
            world.addService(SERVICE, 2);
            world.addRoute(PRODUCTION, TrafficSplit.allOn(FIRST, SECOND));
            world.addRevision(SERVICE, "checkout:41", FIRST);
        }

        EngineBuilder builder(String name, OpenTelemetry telemetry) {
            return DeploymentTraces.create(telemetry, journal)
                    .addTo(DeploymentEngine.builder()
                            .runtime(world.runtime())
                            .router(world.router())
                            .alarms(world.alarms())
                            .journal(journal)
                            .hook("smoke-test", invocation -> {
                                inHooks.add(Span.current());
                                Span child = telemetry
                                        .getTracer("user")
                                        .spanBuilder("in the hook")
                                        .startSpan();
                                child.end();
                                return answer;
                            })
                            .name(name));
        }

        VirtualEngine engine(String name) {
            return VirtualEngine.of(time, builder(name, sdk));
        }

        List<DeploymentEvent> events() {
            return journal.read(ID).orElseThrow().events();
        }
    }

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                .pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofMinutes(2), TimeoutAction.CONTINUE)
                .bakeTime(Duration.ofMinutes(5));
    }

    private static DeploymentStatus run(VirtualEngine virtual, Deployment deployment) {
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
        virtual.advance(Duration.ofSeconds(10));
        return deployment.status();
    }

    private List<SpanData> ours() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getInstrumentationScopeInfo().getName().equals("io.github.bluegreen4j"))
                .toList();
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeploymentIsOneTraceWithItsStagesHooksPausesAndWrites() {
        Shop shop = new Shop();
        try (VirtualEngine virtual = shop.engine("a")) {
            assertThat(run(virtual, virtual.engine().deploy(ID, spec().build(), "anna")))
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        }

        List<SpanData> spans = ours();
        assertThat(spans).allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(DeploymentTraces.traceId(ID)));
        SpanData root = named(spans, "deployment");
        assertThat(root.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(root.getAttributes().get(AttributeKey.stringKey("deployment.id")))
                .isEqualTo("d-1");
        assertThat(root.getAttributes().get(AttributeKey.stringKey("deployment.status")))
                .isEqualTo("succeeded");
        assertThat(root.getAttributes().get(AttributeKey.stringKey("bluegreen4j.ordered_by")))
                .isEqualTo("anna");
        assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        SpanData stage = named(spans, "POST_SCALE_UP");
        assertThat(stage.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(named(spans, "hook smoke-test").getParentSpanId()).isEqualTo(stage.getSpanId());
        assertThat(Duration.ofNanos(named(spans, "bake").getEndEpochNanos()
                        - named(spans, "bake").getStartEpochNanos()))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(spans.stream().map(SpanData::getName))
                .contains("LaunchGreen", "ShiftRoute", "RetireRevision", "PRODUCTION_TRAFFIC_SHIFT", "CLEAN_UP")
                .anyMatch(name -> name.startsWith("pause "));
        assertConsistent(spans);
    }

    /** A tree: one root, each parent is there, and nothing is outside of the deployment's time. */
    private static void assertConsistent(List<SpanData> spans) {
        Map<String, SpanData> byId = new HashMap<>();
        spans.forEach(span -> {
            SpanData before = byId.put(span.getSpanId(), span);
            assertThat(before == null || same(before, span))
                    .as("a span that is sent twice is the same: %s %s", before, span)
                    .isTrue();
        });
        assertThat(byId.values())
                .filteredOn(span -> !span.getParentSpanContext().isValid())
                .hasSize(1);
        SpanData root = named(spans, "deployment");
        assertThat(byId.values()).allSatisfy(span -> {
            assertThat(span.getStartEpochNanos()).isBetween(root.getStartEpochNanos(), span.getEndEpochNanos());
            assertThat(span.getEndEpochNanos()).isLessThanOrEqualTo(root.getEndEpochNanos());
            if (!span.getSpanId().equals(root.getSpanId())) {
                assertThat(byId).as("the parent of %s", span.getName()).containsKey(span.getParentSpanId());
            }
        });
    }

    private static boolean same(SpanData one, SpanData other) {
        return content(one).equals(content(other));
    }

    private static List<Object> content(SpanData span) {
        return List.of(
                span.getTraceId(),
                span.getSpanId(),
                span.getParentSpanId(),
                span.getName(),
                span.getStartEpochNanos(),
                span.getEndEpochNanos(),
                span.getAttributes().asMap(),
                span.getStatus().getStatusCode(),
                span.getEvents().size());
    }

    @Test
    void aSpanThatAHookStartsIsAChildOfTheHook() {
        Shop shop = new Shop();
        try (VirtualEngine virtual = shop.engine("a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }

        SpanData inside = named(exporter.getFinishedSpanItems(), "in the hook");
        SpanData hook = named(ours(), "hook smoke-test");
        assertThat(inside.getParentSpanId()).isEqualTo(hook.getSpanId());
        assertThat(inside.getTraceId()).isEqualTo(hook.getTraceId());
        assertThat(Span.current().getSpanContext().isValid())
                .as("the context ends with the call")
                .isFalse();
    }

    @Test
    void aRollbackIsAnErrorAndSaysWhy() {
        answer = HookResult.failed("the cart is empty");
        Shop shop = new Shop();
        try (VirtualEngine virtual = shop.engine("a")) {
            assertThat(run(virtual, virtual.engine().deploy(ID, spec().build())))
                    .isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }

        SpanData root = named(ours(), "deployment");
        assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(root.getAttributes().get(AttributeKey.stringKey("deployment.status")))
                .isEqualTo("failed");
        assertThat(root.getEvents()).anyMatch(event -> event.getName().contains("the cart is empty"));
        assertThat(named(ours(), "hook smoke-test").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(named(ours(), "ROLLBACK").getAttributes().get(AttributeKey.stringKey("bluegreen4j.rollback.cause")))
                .isEqualTo("HOOK_FAILED");
        assertConsistent(ours());
    }

    /** The first engine dies when it has delivered so many events; the second one sends the rest of the trace. */
    @Test
    void twoEnginesMakeOneTraceWhereverTheFirstOneDies() {
        Shop undisturbed = new Shop();
        try (VirtualEngine virtual = undisturbed.engine("a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }
        int versions = undisturbed.events().size();
        assertThat(versions).isGreaterThan(30);
        for (int version = 0; version < versions; version++) {
            for (Fate last : List.of(Fate.hangs(), Fate.answerLost())) {
                exporter.reset();
                Shop shop = new Shop();
                dies(shop, version, last);

                List<SpanData> spans = ours();
                assertConsistent(spans);
                assertThat(spans.stream().map(DeploymentTracesTest::content).collect(Collectors.toSet()))
                        .as("killed after version %d, %s", version, last)
                        .isEqualTo(ofHistory(shop));
            }
        }
    }

    private void dies(Shop shop, int version, Fate last) {
        AtomicBoolean dead = new AtomicBoolean();
        AtomicLong delivered = new AtomicLong();
        VirtualEngine first = shop.engine("a");
        first.calls().fate(call -> {
            if (dead.get()) {
                return Fate.hangs();
            }
            if (call.operation() == Operation.LISTEN && delivered.getAndIncrement() == version) {
                dead.set(true);
                return last;
            }
            return Fate.answered();
        });
        assertThat(first.engine().deploy(ID, spec().build())).isNotNull();
        first.advanceUntil(dead::get, Duration.ofHours(1));
        first.kill();
        try (VirtualEngine heir = shop.engine("b")) {
            run(heir, heir.engine().deploy(ID, spec().build()));
            heir.advance(Duration.ofMinutes(5));
        }
    }

    /** What one listener makes of the whole history. */
    private static Set<List<Object>> ofHistory(Shop shop) {
        InMemorySpanExporter whole = InMemorySpanExporter.create();
        DeploymentTraces traces =
                DeploymentTraces.create(sdk(whole, DeploymentIdGenerator.create(), Sampler.alwaysOn()), shop.journal);
        List<DeploymentEvent> events = shop.events();
        for (int i = 0; i < events.size(); i++) {
            traces.onEvent(ID, i + 1, events.get(i));
        }
        return whole.getFinishedSpanItems().stream()
                .map(DeploymentTracesTest::content)
                .collect(Collectors.toSet());
    }

    @Test
    void withoutTheGeneratorTheSpansStillHaveOneTraceId() {
        InMemorySpanExporter plain = InMemorySpanExporter.create();
        Shop shop = new Shop();
        try (VirtualEngine virtual = VirtualEngine.of(
                shop.time,
                shop.builder("a", sdk(plain, IdGenerator.random(), Sampler.parentBased(Sampler.alwaysOn()))))) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }
        assertThat(plain.getFinishedSpanItems())
                .hasSizeGreaterThan(10)
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(DeploymentTraces.traceId(ID)));
    }

    @Test
    void aTraceIsSampledAsAWholeOrNotAtAll() {
        for (double ratio : new double[] {0.1, 0.5, 0.9}) {
            Sampler sampler = Sampler.parentBased(Sampler.traceIdRatioBased(ratio));
            int whole = 0;
            for (int i = 0; i < 30; i++) {
                InMemorySpanExporter sampled = InMemorySpanExporter.create();
                Shop shop = new Shop();
                DeploymentId id = new DeploymentId("d-" + i);
                try (VirtualEngine virtual = VirtualEngine.of(
                        shop.time, shop.builder("a", sdk(sampled, DeploymentIdGenerator.create(), sampler)))) {
                    run(virtual, virtual.engine().deploy(id, spec().build()));
                }
                int spans = sampled.getFinishedSpanItems().size();
                assertThat(spans == 0 || spans > 10).as("%d spans", spans).isTrue();
                whole += spans == 0 ? 0 : 1;
            }
            assertThat(whole).as("of 30 with " + ratio).isBetween(0, 30);
        }
    }

    @Test
    void withoutOpenTelemetryNothingHappens() {
        Shop shop = new Shop();
        try (VirtualEngine virtual = VirtualEngine.of(shop.time, shop.builder("a", OpenTelemetry.noop()))) {
            assertThat(run(virtual, virtual.engine().deploy(ID, spec().build())))
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        assertThat(ours()).isEmpty();
    }

    @Test
    void otherSpansKeepTheirRandomIds() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Span span = sdk.getTracer("user").spanBuilder("other").startSpan();
            ids.add(span.getSpanContext().getTraceId());
            span.end();
        }
        assertThat(ids).doesNotHaveDuplicates();
    }
}
