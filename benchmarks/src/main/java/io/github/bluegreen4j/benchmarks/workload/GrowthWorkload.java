package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * W10: what one deployment costs when it is one of 1,000, 5,000, 10,000 or 50,000, in virtual time: from its order to its bake, and for each
 * minute that it bakes. If a cost of one grows with the number of all, the last row is a multiple of the first.
 */
public final class GrowthWorkload implements Workload {
    private static final List<Integer> COUNTS = List.of(1_000, 5_000, 10_000, 50_000);
    private static final Duration BAKE = Duration.ofHours(24);
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final Duration BAKING = Duration.ofMinutes(10);

    /** Orders at one instant; all of them at once would be a storm, and no growth. */
    private static final int TOGETHER = 500;

    /**
     * What one deployment has cost.
     *
     * @param start microseconds of CPU from its order until it bakes
     * @param minute microseconds of CPU for each minute that it bakes
     */
    public record Share(double start, double minute) {}

    @Override
    public String id() {
        return "W10";
    }

    @Override
    public String title() {
        return "growth";
    }

    private static Figure start(int count) {
        return Figure.of(name(count) + ": CPU of one from its order to its bake", "us");
    }

    private static Figure minute(int count) {
        return Figure.of(name(count) + ": CPU of one for a minute of its bake", "us");
    }

    private static String name(int count) {
        return String.format(Locale.ROOT, "one of %,d", count);
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int count : COUNTS) {
            figures.add(start(count));
            figures.add(minute(count));
        }
        return figures;
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        for (int round = 0; round < scale.rounds(); round++) {
            for (int count : COUNTS) {
                Share share = share(scale.of(count));
                samples.add(start(count), share.start());
                samples.add(minute(count), share.minute());
            }
        }
    }

    /**
     * Measures so many deployments.
     *
     * @param deployments how many there are at once
     * @return what each of them has cost
     * @throws Exception if one of them does not bake
     */
    public static Share share(int deployments) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        try (VirtualEngine virtual = VirtualEngine.of(time, Deploying.builder(world, InMemoryJournal.create(time)))) {
            Deploying deploying = new Deploying(world, virtual.engine());
            Cost start = Cost.ofThread(() -> {
                for (int first = 0; first < deployments; first += TOGETHER) {
                    deploying.order(first, Math.min(TOGETHER, deployments - first), BAKE);
                    virtual.advance(Duration.ofSeconds(1));
                }
                virtual.advance(SETTLING);
            });
            if (deploying.ended() > 0) {
                throw new IllegalStateException(deploying.ended() + " deployments ended before they baked");
            }
            Cost baking = Cost.ofThread(() -> virtual.advance(BAKING));
            return new Share(
                    start.cpuSeconds() * 1e6 / deployments,
                    baking.cpuSeconds() * 1e6 / deployments / BAKING.toMinutes());
        }
    }
}
