package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.peer.Chain;
import io.github.bluegreen4j.benchmarks.peer.ColaChain;
import io.github.bluegreen4j.benchmarks.peer.SpringChain;
import io.github.bluegreen4j.benchmarks.port.CountedJournal;
import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.benchmarks.port.SteppedEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import java.util.List;

/**
 * W1: the engine in memory. A transition is one input that the workflow decided and that had events: they are journaled together, and the
 * next state and its agenda follow from them. For a peer it is one event that moved its machine from one state to the next.
 */
final class MemoryWorkload implements Workload {
    private static final Figure COLA = Figure.of("COLA: transitions a CPU second", "1/s");
    private static final Figure COLA_BYTES = Figure.of("COLA: allocated a transition", "bytes");
    private static final Figure SPRING = Figure.of("Spring Statemachine: transitions a CPU second", "1/s");
    private static final Figure SPRING_BYTES = Figure.of("Spring Statemachine: allocated a transition", "bytes");
    private static final Figure ENGINE = Figure.of("engine: transitions a CPU second", "1/s")
            .atLeast(600_000)
            .against(COLA, SPRING);
    private static final Figure ENGINE_BYTES =
            Figure.of("engine: allocated a transition", "bytes").atMost(4096).against(COLA_BYTES, SPRING_BYTES);
    private static final Figure OF_ONE = Figure.of("engine: transitions a deployment", "");
    private static final Figure PURE =
            Figure.of("pure functions: transitions a CPU second", "1/s").against(COLA, SPRING);
    private static final Figure PURE_BYTES = Figure.of("pure functions: allocated a transition", "bytes");
    private static final Figure THREADS =
            Figure.of("engine with threads: deployments a second", "1/s").atLeast(5_000);

    @Override
    public String id() {
        return "W1";
    }

    @Override
    public String title() {
        return "in memory";
    }

    @Override
    public List<Figure> figures() {
        return List.of(ENGINE, ENGINE_BYTES, OF_ONE, PURE, PURE_BYTES, COLA, COLA_BYTES, SPRING, SPRING_BYTES, THREADS);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(20_000);
        PureDeployment pure = PureDeployment.recorded();
        ColaChain cola = new ColaChain();
        try (SpringChain spring = new SpringChain()) {
            for (int round = -1; round < scale.rounds(); round++) {
                Samples counted = round < 0 ? new Samples() : samples; // the first round warms up
                engine(deployments, counted);
                repeated(deployments, pure::decideAll, PURE, PURE_BYTES, counted);
                repeated(deployments * 10, cola::run, COLA, COLA_BYTES, counted);
                repeated(deployments, spring::run, SPRING, SPRING_BYTES, counted);
                threads(scale.of(5_000), counted);
            }
        }
    }

    /** Everything on this thread: the loop, the workflow, the calls and the journal in memory. */
    private static void engine(int deployments, Samples samples) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        SteppedEngine.Clock clock = new SteppedEngine.Clock();
        CountedJournal journal = new CountedJournal(InMemoryJournal.create(clock), true);
        try (SteppedEngine stepped = new SteppedEngine(Deploying.builder(world, journal), clock)) {
            Deploying deploying = new Deploying(world, stepped.engine());
            Cost cost = Cost.ofThread(() -> {
                for (int first = 0; first < deployments; first += 100) {
                    List<?> wave = deploying.order(first, Math.min(100, deployments - first));
                    stepped.runUntil(() -> deploying.ended() == wave.size());
                    deploying.forget();
                }
            });
            samples.add(ENGINE, journal.transitions() / cost.cpuSeconds());
            samples.add(ENGINE_BYTES, (double) cost.bytes() / journal.transitions());
            samples.add(OF_ONE, (double) journal.transitions() / deployments);
        }
    }

    /** Something that goes through a number of transitions. */
    private interface Transitions {
        int run();
    }

    private static void repeated(int times, Transitions what, Figure speed, Figure bytes, Samples samples)
            throws Exception {
        long[] transitions = new long[1];
        Cost cost = Cost.ofThread(() -> {
            for (int i = 0; i < times; i++) {
                transitions[0] += what.run();
            }
        });
        if (transitions[0] < (long) times * Chain.STEPS.size()) {
            throw new IllegalStateException(speed.name() + ": only " + transitions[0] + " transitions");
        }
        samples.add(speed, transitions[0] / cost.cpuSeconds());
        samples.add(bytes, (double) cost.bytes() / transitions[0]);
    }

    /** As in production: the loop, the calls and the callbacks have their threads. */
    private static void threads(int deployments, Samples samples) throws Exception {
        samples.add(
                THREADS,
                deployments
                        / Deploying.all(deployments, InMemoryJournal.create()).seconds());
    }
}
