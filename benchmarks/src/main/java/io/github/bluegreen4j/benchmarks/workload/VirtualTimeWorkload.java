package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * W6: 10,000 deployments at once, each with a bake of 24 hours, in the virtual time of the testkit. Each reads its alarm and the health of its
 * targets all day, as in production. A round that takes more than two minutes of CPU stops there, is
 * extrapolated to the day, and is the last one.
 */
final class VirtualTimeWorkload implements Workload {
    private static final Duration BAKE = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final Figure CPU =
            Figure.of("engine: CPU of 10,000 bakes of 24 h", "s").atMost(15);
    private static final Figure BYTES = Figure.of("engine: allocated a deployment", "bytes");
    private static final Figure PART = Figure.of("part of the 24 h that was run", "%");

    @Override
    public String id() {
        return "W6";
    }

    @Override
    public String title() {
        return "virtual time";
    }

    @Override
    public List<Figure> figures() {
        return List.of(CPU, BYTES, PART);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(10_000);
        double budget = scale.seconds(120);
        for (int round = 0; round < scale.rounds(); round++) {
            double[] part = new double[1];
            Cost cost = Cost.ofThread(() -> part[0] = aDay(deployments, budget));
            samples.add(CPU, cost.cpuSeconds() / part[0]);
            samples.add(BYTES, cost.bytes() / part[0] / deployments);
            samples.add(PART, part[0] * 100);
            if (part[0] < 1) {
                return; // far from the goal: another round would say the same
            }
        }
    }

    /** {@return the part of the day that was run within so many seconds of CPU} */
    private static double aDay(int deployments, double budget) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        try (VirtualEngine virtual = VirtualEngine.of(time, Deploying.builder(world, InMemoryJournal.create(time)))) {
            Deploying deploying = new Deploying(world, virtual.engine());
            List<Deployment> ordered = deploying.order(0, deployments, BAKE);
            double spent = 0;
            for (Duration passed = Duration.ZERO; passed.compareTo(BAKE) < 0; passed = passed.plus(STEP)) {
                if (spent > budget) {
                    return (double) passed.toSeconds() / BAKE.toSeconds();
                }
                spent += Cost.ofThread(() -> virtual.advance(STEP)).cpuSeconds();
            }
            if (ordered.stream().anyMatch(one -> one.status() == DeploymentStatus.PENDING)) {
                throw new IllegalStateException("a deployment has not begun in a day");
            }
            virtual.advanceUntil(() -> deploying.ended() == deployments, Duration.ofHours(3));
            return 1;
        }
    }
}
