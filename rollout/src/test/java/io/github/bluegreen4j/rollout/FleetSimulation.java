package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Very many services in five Regions, engines with drivers on one journal, and virtual time. */
final class FleetSimulation implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    /** How often a driver polls. */
    private static final Duration POLL = Duration.ofSeconds(5);

    final VirtualTime time = VirtualTime.startingAt(START);
    final FleetWorld world = new FleetWorld(time);
    final Journal journal;
    final Rollouts rollouts;
    PolicyAnswer condition = PolicyAnswer.yes();
    private final List<EngineProcess> processes = new ArrayList<>();
    private int started;

    /** A process with an engine and a driver. */
    record EngineProcess(VirtualEngine engine, RolloutDriver driver) {}

    FleetSimulation() {
        this(UnaryOperator.identity());
    }

    FleetSimulation(UnaryOperator<Journal> journals) {
        journal = journals.apply(InMemoryJournal.create(time));
        rollouts = Rollouts.in(journal, time).by("alice");
    }

    static List<DeploymentSpec> specs(String revision, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> Fleet.spec(number)
                        .revision(revision)
                        .alarm("alarm-" + number)
                        .build())
                .toList();
    }

    EngineProcess start() {
        return start(Duration.ZERO);
    }

    /** @param ahead how far the wall clock of its machine is ahead */
    EngineProcess start(Duration ahead) {
        TimeSource clock = new TimeSource() {
            @Override
            public Instant wall() {
                return time.wall().plus(ahead);
            }

            @Override
            public long nanos() {
                return time.nanos();
            }
        };
        Rollouts seen = Rollouts.in(journal, clock);
        VirtualEngine engine = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .name("engine-" + ++started)
                        .runtime(world.runtime())
                        .router(world.router())
                        .alarms(world.alarms())
                        .journal(journal)
                        .policy("rollout", rollouts.policy())
                        .deploymentLog(false));
        RolloutDriver driver = RolloutDriver.builder(engine.engine(), seen)
                .condition("good", question -> condition)
                .driven();
        EngineProcess process = new EngineProcess(engine, driver);
        processes.add(process);
        return process;
    }

    /** The process dies at this moment. */
    void kill(EngineProcess process) {
        process.engine().kill();
        processes.remove(process);
    }

    /** Advances until something holds; fails with the rollout after the longest time. */
    void until(String id, BooleanSupplier condition, Duration longest) {
        Instant end = time.now().plus(longest);
        while (!condition.getAsBoolean()) {
            if (time.now().isAfter(end)) {
                throw new AssertionError("not within " + longest + "; it is " + time.now() + "\n"
                        + rollouts.describe(id).map(RolloutDescription::toText).orElse("no rollout " + id));
            }
            step();
        }
    }

    void advance(Duration duration) {
        Instant end = time.now().plus(duration);
        while (time.now().isBefore(end)) {
            step();
        }
    }

    private void step() {
        List.copyOf(processes).forEach(process -> process.driver().poll());
        time.advance(POLL);
    }

    RolloutDescription untilEnded(String id, Duration longest) {
        until(id, () -> rollouts.unfinished().isEmpty(), longest);
        return rollouts.describe(id).orElseThrow();
    }

    DeploymentStatus status(String id) {
        return DeploymentEngine.describe(journal, new DeploymentId(id))
                .orElseThrow()
                .status();
    }

    boolean isHeld(String id) {
        return rollouts.describe(id.substring(0, id.indexOf('.'))).orElseThrow().deployments().stream()
                .anyMatch(member ->
                        member.deployment().value().equals(id) && member.state().startsWith("HELD"));
    }

    @Override
    public void close() {
        List.copyOf(processes).forEach(this::kill);
    }
}
