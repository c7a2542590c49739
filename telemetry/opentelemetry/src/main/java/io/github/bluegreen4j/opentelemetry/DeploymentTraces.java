package io.github.bluegreen4j.opentelemetry;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Traces of deployments: one for each, with spans for its stages, bakes, hooks, pauses and writes. Hooks and writes are called with
 * the context of their span, so spans that they start are children of it. Thread-safe.
 *
 * <pre>{@code
 * DeploymentTraces traces = DeploymentTraces.create(openTelemetry, journal);
 * DeploymentEngine engine = traces.addTo(DeploymentEngine.builder()...).build();
 * }</pre>
 *
 * <p>The ids of a trace and of its spans follow from the id of the deployment, and the spans from its journal. So a trace survives the
 * engine: another engine adds the rest to it. For that, give the SDK the {@link DeploymentIdGenerator}. Without it the spans of a
 * deployment still have one trace id, but other span ids, and are not nested.
 *
 * <p>A span is sent when it has ended, and the span of the deployment last. An engine that dies just after it sent a span lets the next
 * one send it again, with the same ids and the same content.
 */
public final class DeploymentTraces implements DeploymentListener, CallObserver {
    /** The name under which {@link #addTo} adds the listener. */
    public static final String LISTENER = "opentelemetry";

    private static final String SCOPE = "io.github.bluegreen4j";
    private static final int MOST_TRACES = 10_000;
    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);
    private static final Observation NOTHING = end -> {};

    private final Tracer tracer;
    private final Journal journal;
    private final Map<DeploymentId, DeploymentTrace> traces = new ConcurrentHashMap<>();

    private DeploymentTraces(OpenTelemetry openTelemetry, Journal journal) {
        this.tracer = openTelemetry.getTracer(SCOPE);
        this.journal = journal;
    }

    /**
     * Creates traces.
     *
     * @param openTelemetry where the spans are sent
     * @param journal the engine's journal; the history of a deployment that another engine began is read from it
     * @return the traces
     */
    public static DeploymentTraces create(OpenTelemetry openTelemetry, Journal journal) {
        return new DeploymentTraces(Given.value("openTelemetry", openTelemetry), Given.value("journal", journal));
    }

    /**
     * Adds these traces to an engine: as a listener with the name {@link #LISTENER}, and as an observer of its calls.
     *
     * @param builder the builder of the engine
     * @return the same builder
     */
    public EngineBuilder addTo(EngineBuilder builder) {
        return builder.listener(LISTENER, this).callObserver(this);
    }

    /**
     * {@return the id of the trace of a deployment, 32 hexadecimal digits, for a link to it}
     *
     * @param deployment the deployment
     */
    public static String traceId(DeploymentId deployment) {
        return SpanIds.deployment(deployment, 1).traceId();
    }

    /** Sends the spans that end with an event. The engine calls it. */
    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        DeploymentTrace trace = traces.getOrDefault(deployment, new DeploymentTrace(deployment));
        List<DeploymentTrace.Finished> finished = List.of();
        synchronized (trace) {
            if (trace.version() < version - 1) {
                catchUp(trace, deployment, version - 1);
            }
            if (trace.version() == version - 1) {
                finished = trace.add(event);
            }
        }
        remember(deployment, trace);
        finished.forEach(this::send);
        if (event instanceof ProgressEvent.DeploymentEnded) {
            traces.remove(deployment);
        }
    }

    /** Another engine began this deployment, and has sent what ended before. */
    private void catchUp(DeploymentTrace trace, DeploymentId deployment, long version) {
        List<DeploymentEvent> events;
        try {
            events = journal.read(deployment).map(Journal.History::events).orElse(List.of());
        } catch (PortException unreadable) {
            throw unreadable.problem().kind() == Problem.Kind.REFUSED
                    ? unreadable
                    : PortException.later(unreadable.problem(), JOURNAL_RETRY);
        }
        for (long next = trace.version(); next < Math.min(version, events.size()); next++) {
            trace.add(events.get(Math.toIntExact(next)));
        }
    }

    /** The memory is cleared when full, because deployments that another engine took over never end here. */
    private void remember(DeploymentId deployment, DeploymentTrace trace) {
        if (traces.size() >= MOST_TRACES) {
            traces.clear();
        }
        traces.put(deployment, trace);
    }

    private void send(DeploymentTrace.Finished finished) {
        Span span = start(finished);
        span.setAllAttributes(finished.attributes());
        finished.error().ifPresent(why -> span.setStatus(StatusCode.ERROR, why));
        finished.notes().forEach(note -> span.addEvent(note.text(), Attributes.empty(), note.at()));
        span.end(finished.to());
    }

    /**
     * Starts a span under its ids. A span with a parent gets the parent's trace id from any SDK. The span of the deployment gets it from
     * our generator; without that, a parent that nobody sends has the trace id.
     */
    @SuppressWarnings("try") // the scope is used by being open
    private Span start(DeploymentTrace.Finished finished) {
        Context own = finished.ids().wantedIn(Context.root());
        SpanBuilder builder = tracer.spanBuilder(finished.name()).setStartTimestamp(finished.from());
        Optional<SpanIds> parent = finished.parent();
        try (Scope scope = own.makeCurrent()) {
            if (parent.isPresent()) {
                return builder.setParent(own.with(Span.wrap(parent.get().remoteContext(flags(parent.get())))))
                        .startSpan();
            }
            Span root = builder.setNoParent().startSpan();
            boolean follows =
                    root.getSpanContext().getTraceId().equals(finished.ids().traceId());
            return follows || !root.getSpanContext().isValid()
                    ? root
                    : tracer.spanBuilder(finished.name())
                            .setStartTimestamp(finished.from())
                            .setParent(Context.root()
                                    .with(Span.wrap(finished.ids().remoteContext(TraceFlags.getSampled()))))
                            .startSpan();
        }
    }

    /**
     * Whether a trace is sampled. The sampler decides that for the span of the deployment, which is sent last. Samplers decide by the
     * trace id, so the question gets the same answer each time. The span that asks it is never sent.
     */
    @SuppressWarnings("try") // the scope is used by being open
    private TraceFlags flags(SpanIds ids) {
        Context own = ids.wantedIn(Context.root());
        try (Scope scope = own.makeCurrent()) {
            Span probe = tracer.spanBuilder("deployment").setNoParent().startSpan();
            return probe.getSpanContext().getTraceId().equals(ids.traceId())
                    ? probe.getSpanContext().getTraceFlags()
                    : TraceFlags.getSampled();
        }
    }

    /** Sets the context for a hook or a write. The engine calls it. */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // the observation closes it
    public Observation begins(ObservedCall call) {
        Optional<SpanIds> ids = call.purpose()
                .deployment()
                .flatMap(deployment -> call.purpose().work().flatMap(work -> span(deployment, work, call)));
        if (ids.isEmpty()) {
            return NOTHING;
        }
        Scope scope = Context.root()
                .with(Span.wrap(ids.get().context(flags(ids.get()))))
                .makeCurrent();
        return end -> scope.close();
    }

    private Optional<SpanIds> span(DeploymentId deployment, Effect work, ObservedCall call) {
        if (work instanceof Effect.InvokeHook hook) {
            return Optional.of(SpanIds.hook(deployment, hook.execution()));
        }
        return call.operation().changesTheWorld()
                ? Optional.ofNullable(traces.get(deployment))
                        .flatMap(trace -> trace.work(work))
                        .or(() -> Optional.of(SpanIds.deployment(deployment, 1)))
                : Optional.empty();
    }
}
