package io.github.bluegreen4j.micrometer;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.micrometer.EndedDeployment.Spent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Metrics of deployments, of the calls that an engine makes, and of engines. {@code docs/telemetry.md} lists them all.
 * Thread-safe.
 *
 * <pre>{@code
 * DeploymentMetrics metrics = DeploymentMetrics.create(registry, journal);
 * DeploymentEngine engine = metrics.addTo(DeploymentEngine.builder()...).build();
 * metrics.bind(engine);
 * }</pre>
 *
 * <p>A deployment is measured when it ends, from its whole history in the journal. So its metrics are the same whichever engines
 * worked on it. The listener has a name, so that no end is missed: the next engine measures what a dead one did not. An engine
 * that dies just after it measured an end lets the next one measure it again.
 *
 * <p>No metric has the id of a deployment as a tag. That would be a new time series for each deployment. The service is a tag
 * only on request, see {@link Builder#tagServices}.
 */
public final class DeploymentMetrics implements DeploymentListener, CallObserver {
    /** The name under which {@link #addTo} adds the listener. */
    public static final String LISTENER = "micrometer";

    static final String DEPLOYMENTS = "bluegreen4j.deployments";
    static final String DEPLOYMENT_TIME = "bluegreen4j.deployment.time";
    static final String LEAD_TIME = "bluegreen4j.deployment.lead.time";
    static final String STAGE_TIME = "bluegreen4j.stage.time";
    static final String HOOK_TIME = "bluegreen4j.hook.time";
    static final String PAUSE_TIME = "bluegreen4j.pause.time";
    static final String GATE_TIME = "bluegreen4j.gate.time";
    static final String RESTORE_TIME = "bluegreen4j.rollback.restore.time";
    static final String CALLS = "bluegreen4j.calls";
    static final String CALL_WAIT = "bluegreen4j.calls.wait";
    private static final String NONE = "none";
    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final Journal journal;
    private final Tags tags;
    private final boolean tagServices;

    private DeploymentMetrics(Builder builder) {
        registry = builder.registry;
        journal = builder.journal;
        tags = builder.tags;
        tagServices = builder.tagServices;
    }

    /**
     * Creates metrics with default settings.
     *
     * @param registry where the meters are registered
     * @param journal the engine's journal; the history of a deployment that has ended is read from it
     * @return the metrics
     */
    public static DeploymentMetrics create(MeterRegistry registry, Journal journal) {
        return builder(registry, journal).build();
    }

    /**
     * Creates a builder with default settings.
     *
     * @param registry where the meters are registered
     * @param journal the engine's journal; the history of a deployment that has ended is read from it
     * @return the builder
     */
    public static Builder builder(MeterRegistry registry, Journal journal) {
        return new Builder(registry, journal);
    }

    /**
     * Adds these metrics to an engine: as a listener with the name {@link #LISTENER}, and as an observer of its calls.
     *
     * @param builder the builder of the engine
     * @return the same builder
     */
    public EngineBuilder addTo(EngineBuilder builder) {
        return builder.listener(LISTENER, this).callObserver(this);
    }

    /**
     * Registers the gauges of an engine. For several engines with one registry, give each {@linkplain Builder#tag a tag} of its
     * own.
     *
     * @param engine the engine; it is not kept alive
     * @return removes the gauges from the registry when it is closed
     */
    public Binding bind(DeploymentEngine engine) {
        return new EngineGauges(registry, tags, engine);
    }

    /** The gauges of an engine. Safe for use by many threads. */
    public interface Binding extends AutoCloseable {
        /** Removes the gauges from the registry. */
        @Override
        void close();
    }

    /** Measures a deployment that has ended. The engine calls it. */
    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentEnded) {
            history(deployment)
                    .map(Journal.History::events)
                    .filter(events -> events.size() >= version)
                    .flatMap(events -> EndedDeployment.of(events.subList(0, Math.toIntExact(version))))
                    .ifPresent(this::measure);
        }
    }

    private Optional<Journal.History> history(DeploymentId deployment) {
        try {
            return journal.read(deployment);
        } catch (PortException unreadable) {
            throw unreadable.problem().kind() == Problem.Kind.REFUSED
                    ? unreadable
                    : PortException.later(unreadable.problem(), JOURNAL_RETRY);
        }
    }

    private void measure(EndedDeployment ended) {
        Tags own = tagServices
                ? tags.and(
                        "cluster",
                        ended.service().cluster(),
                        "service",
                        ended.service().name())
                : tags;
        String outcome = tag(ended.outcome());
        Counter.builder(DEPLOYMENTS)
                .description("Deployments that have ended")
                .tags(own.and(
                        "outcome",
                        outcome,
                        "cause",
                        ended.cause()
                                .map(RollbackCause::name)
                                .map(DeploymentMetrics::tag)
                                .orElse(NONE)))
                .register(registry)
                .increment();
        ended.whole()
                .forEach((spent, time) -> timer(
                                DEPLOYMENT_TIME,
                                "Time from order to end, by what it was spent on",
                                own.and("outcome", outcome, "spent", tag(spent.name())))
                        .record(time));
        if (ended.outcome().equals("SUCCESSFUL")) {
            timer(LEAD_TIME, "Time from order to end of successful deployments", own)
                    .record(ended.whole().values().stream().reduce(Duration.ZERO, Duration::plus));
        }
        ended.restored()
                .ifPresent(time -> timer(
                                RESTORE_TIME,
                                "Time from the cause of a rollback until production was restored",
                                own.and(
                                        "cause",
                                        ended.cause()
                                                .map(RollbackCause::name)
                                                .map(DeploymentMetrics::tag)
                                                .orElse(NONE)))
                        .record(time));
        ended.stages().forEach(visit -> stage(own, visit));
        ended.hooks().forEach(run -> hook(own, run));
        ended.gates()
                .forEach(wait -> timer(
                                GATE_TIME,
                                "Time in which a piece of work waited for a closed gate",
                                own.and("gate", tag(wait.gate().name())))
                        .record(wait.waited()));
    }

    private void stage(Tags own, EndedDeployment.StageVisit visit) {
        for (Spent spent : List.of(Spent.MACHINE, Spent.BAKE, Spent.PEOPLE)) {
            timer(
                            STAGE_TIME,
                            "Time in a stage, by what it was spent on",
                            own.and(
                                    "stage", tag(visit.stage()),
                                    "left", visit.left() ? "badly" : "well",
                                    "spent", tag(spent.name())))
                    .record(visit.spent().getOrDefault(spent, Duration.ZERO));
        }
    }

    private void hook(Tags own, EndedDeployment.HookRun run) {
        Tags where = own.and(
                "stage", tag(run.execution().stage().name()),
                "outcome", tag(run.outcome()));
        if (run.pause()) {
            timer(PAUSE_TIME, "Time until a pause was answered or timed out", where)
                    .record(run.took());
        } else {
            timer(
                            HOOK_TIME,
                            "Time from the first call of a hook to its verdict",
                            where.and("hook", run.execution().hook()))
                    .record(run.took());
        }
    }

    private Timer timer(String name, String description, Tags with) {
        return Timer.builder(name).description(description).tags(with).register(registry);
    }

    private static String tag(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    /** Measures a call. The engine calls it. */
    @Override
    public Observation begins(ObservedCall call) {
        timer(
                        CALL_WAIT,
                        "Time in which a call waited for a thread",
                        tags.and("lane", tag(call.lane().kind().name())))
                .record(call.waited());
        return end -> timer(
                        CALLS,
                        "Calls of a port",
                        tags.and(
                                "port", call.operation().port(),
                                "operation", call.operation().method(),
                                "outcome", outcome(end)))
                .record(end.took());
    }

    /** A port that has no room puts a call off: nothing was sent. */
    private static String outcome(CallEnd end) {
        if (end.abandoned()) {
            return "abandoned";
        }
        return end.thrown()
                .map(thrown -> {
                    if (!(thrown instanceof PortException failed)) {
                        return "defect";
                    }
                    Problem.Kind kind = failed.problem().kind();
                    return failed.again().isPresent() ? "put_off" : tag(kind.name());
                })
                .orElse("success");
    }

    /** Builds metrics. Not thread-safe. */
    public static final class Builder {
        private final MeterRegistry registry;
        private final Journal journal;
        private Tags tags = Tags.empty();
        private boolean tagServices;

        private Builder(MeterRegistry registry, Journal journal) {
            this.registry = registry;
            this.journal = journal;
        }

        /**
         * Adds a tag to every meter.
         *
         * @param key the key
         * @param value the value
         * @return this
         */
        public Builder tag(String key, String value) {
            tags = tags.and(Tag.of(key, value));
            return this;
        }

        /**
         * Adds the tags {@code cluster} and {@code service} to the metrics of deployments. By default it does not: the meters of
         * all services together are about a hundred time series, and those of a hundred services are ten thousand.
         *
         * @param tag whether to add them
         * @return this
         */
        public Builder tagServices(boolean tag) {
            tagServices = tag;
            return this;
        }

        /** {@return metrics with these settings} */
        public DeploymentMetrics build() {
            return new DeploymentMetrics(this);
        }
    }
}
