package io.github.bluegreen4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever happens to deployments and engines, the metrics say what the journal says. */
class MetricsOfACampaignTest {
    private static final int SEEDS = 150;
    private static PrintStream err = System.err;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Long> ends = new TreeMap<>();
    private Duration expected = Duration.ZERO;
    private long stages;
    private long pauses;
    private long restored;
    private long delivered;

    /** A campaign plants thousands of defects, and the engine logs each with its stack. */
    @BeforeAll
    static void muteTheLog() {
        err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restoreTheLog() {
        System.setErr(err);
    }

    /** One end that was delivered, and the journal that has its history. */
    private record End(Journal journal, DeploymentId id, long version) {}

    @Test
    void theMetricsAreThoseOfTheHistories() {
        List<End> all = new ArrayList<>();
        Campaign.ofAnything(scenario -> {
                    List<Journal> journals = new ArrayList<>();
                    return scenario.journal(journal -> {
                                journals.add(journal);
                                return journal;
                            })
                            .ports((world, builder) -> {
                                Journal journal = journals.get(0);
                                DeploymentMetrics metrics = DeploymentMetrics.create(registry, journal);
                                builder.listener(DeploymentMetrics.LISTENER, (id, version, event) -> {
                                    metrics.onEvent(id, version, event);
                                    if (event instanceof ProgressEvent.DeploymentEnded) {
                                        all.add(new End(journal, id, version));
                                    }
                                });
                            });
                })
                .seeds(SEEDS)
                .run()
                .orThrow();

        all.forEach(
                end -> count(end.journal().read(end.id()).orElseThrow().events().subList(0, (int) end.version())));
        assertThat(delivered).isGreaterThan(SEEDS * 9L / 10);
        assertThat(ends.keySet())
                .contains("successful", "stopped", "rollback_successful", "rollback_failed", "refused", "undone");

        Map<String, Long> counted = new TreeMap<>();
        registry.get(DeploymentMetrics.DEPLOYMENTS)
                .counters()
                .forEach(counter -> counted.merge(
                        String.valueOf(counter.getId().getTag("outcome")), (long) counter.count(), Long::sum));
        assertThat(counted).isEqualTo(ends);
        assertThat(total(DeploymentMetrics.DEPLOYMENT_TIME)).isEqualTo(expected);
        assertThat(count(DeploymentMetrics.STAGE_TIME)).isEqualTo(3 * stages);
        assertThat(count(DeploymentMetrics.PAUSE_TIME)).isEqualTo(pauses);
        assertThat(count(DeploymentMetrics.RESTORE_TIME)).isBetween(1L, restored);
        assertThat(count(DeploymentMetrics.GATE_TIME)).isPositive();
    }

    private Duration total(String name) {
        return registry.get(name).timers().stream()
                .map(timer -> Duration.ofNanos((long) timer.totalTime(TimeUnit.NANOSECONDS)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private long count(String name) {
        return registry.get(name).timers().stream().mapToLong(Timer::count).sum();
    }

    /** Counted in another way than the metrics count: by kinds of events, without a state. */
    private void count(List<DeploymentEvent> whole) {
        int order =
                last(whole, ProgressEvent.DeploymentCreated.class::isInstance).orElseThrow();
        boolean keeps =
                ((ProgressEvent.DeploymentCreated) whole.get(order)).spec().isKeeping();
        Optional<Integer> undo = last(
                whole,
                event -> event instanceof ProgressEvent.KeepingEnded kept
                        && kept.why() == ProgressEvent.KeepingEnded.Why.UNDO);
        delivered++;
        if (keeps && undo.isEmpty()) {
            return;
        }
        List<DeploymentEvent> events = whole.subList(undo.orElse(order), whole.size());
        ProgressEvent.DeploymentEnded end = (ProgressEvent.DeploymentEnded) events.get(events.size() - 1);
        boolean refused =
                last(events, ProgressEvent.DeploymentRefused.class::isInstance).isPresent();
        boolean undone = keeps && end.status() == DeploymentStatus.SUCCESSFUL;
        ends.merge(
                refused ? "refused" : undone ? "undone" : end.status().name().toLowerCase(java.util.Locale.ROOT),
                1L,
                Long::sum);
        Instant latest =
                events.stream().map(DeploymentEvent::at).max(Instant::compareTo).orElseThrow();
        expected = expected.plus(Duration.between(events.get(0).at(), latest));
        events.forEach(each(ProgressEvent.StageEntered.class, () -> stages++));
        events.forEach(each(ProgressEvent.RollbackStarted.class, () -> stages++));
        events.forEach(each(io.github.bluegreen4j.event.WorkEvent.RouteRestored.class, () -> restored++));
        events.stream()
                .filter(event -> event instanceof HookEvent.HookStarted started && started.awaitsAction())
                .forEach(event -> pauses++);
    }

    private static Consumer<DeploymentEvent> each(Class<? extends DeploymentEvent> kind, Runnable then) {
        return event -> {
            if (kind.isInstance(event)) {
                then.run();
            }
        };
    }

    private static Optional<Integer> last(List<DeploymentEvent> events, Predicate<DeploymentEvent> kind) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (kind.test(events.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
