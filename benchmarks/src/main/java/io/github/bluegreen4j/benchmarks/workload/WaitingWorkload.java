package io.github.bluegreen4j.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.benchmarks.port.CountedJournal;
import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.benchmarks.port.PostgresServer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.spi.Journal;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * W5: what deployments cost that bake for a day: memory and processor time of their engine, and a second engine on the same PostgreSQL that
 * stands by. Each watches its alarm and the health of its targets.
 */
final class WaitingWorkload implements Workload {
    private static final Figure HEAP =
            Figure.of("engine: heap of a baking deployment", "bytes").atMost(4096);
    private static final Figure HEAP_WITH_JOURNAL =
            Figure.of("engine with its journal in memory: heap of a baking deployment", "bytes");
    private static final Figure CPU =
            Figure.of("engine: CPU while 10,000 bake", "% of a core").atMost(1);
    private static final Figure CLAIMS =
            Figure.of("standby beside 2,000: claims a second", "1/s").atMost(0);
    private static final Figure CALLS = Figure.of("standby beside 2,000: calls of the journal a second", "1/s");
    private static final Figure STANDBY_CPU = Figure.of("standby beside 2,000: CPU", "% of a core");

    @Override
    public String id() {
        return "W5";
    }

    @Override
    public String title() {
        return "waiting";
    }

    @Override
    public List<Figure> figures() {
        return List.of(HEAP, HEAP_WITH_JOURNAL, CPU, CLAIMS, CALLS, STANDBY_CPU);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        try (HikariDataSource pool = PostgresServer.shared().pool(20);
                HikariDataSource shared = PostgresServer.shared().pool(20)) {
            int deployments = scale.of(10_000);
            Cost.Work nothing = () -> {};
            heapOfOne(scale.of(1_000), () -> JdbcJournal.postgresql(pool), nothing); // loads classes, fills caches
            samples.add(HEAP, heapOfOne(deployments, () -> JdbcJournal.postgresql(pool), () -> {
                settle(scale);
                for (int round = 0; round < scale.rounds(); round++) {
                    samples.add(CPU, percentOfACore(scale));
                }
            }));
            samples.add(HEAP_WITH_JOURNAL, heapOfOne(deployments, InMemoryJournal::create, nothing));
            standby(scale, shared, samples);
        }
    }

    /** The heap that goes when the engine goes. What the world needs stays. */
    private static double heapOfOne(int deployments, Supplier<Journal> journal, Cost.Work meanwhile) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        try {
            long with = heapWhileAllBake(world, deployments, journal, meanwhile);
            return (double) Math.max(0, with - Cost.heapInUse()) / deployments;
        } finally {
            Reference.reachabilityFence(world);
        }
    }

    /** A method of its own: what its variables refer to is garbage afterwards. */
    private static long heapWhileAllBake(
            InstantWorld world, int deployments, Supplier<Journal> journal, Cost.Work meanwhile) throws Exception {
        try (DeploymentEngine engine = Deploying.builder(world, journal.get()).build()) {
            new Deploying(world, engine).bake(deployments);
            meanwhile.run();
            return Cost.heapInUse();
        }
    }

    private static void standby(Scale scale, HikariDataSource pool, Samples samples) throws Exception {
        int deployments = scale.of(2_000);
        InstantWorld world = new InstantWorld(deployments);
        try (DeploymentEngine owner = Deploying.builder(world, JdbcJournal.postgresql(pool))
                .name("owner")
                .build()) {
            new Deploying(world, owner).bake(deployments);
            settle(scale);
            for (int round = 0; round < scale.rounds(); round++) {
                double without = percentOfACore(scale);
                CountedJournal journal = new CountedJournal(JdbcJournal.postgresql(pool), true);
                try (DeploymentEngine standby =
                        Deploying.builder(world, journal).name("standby").build()) {
                    if (!standby.list().isEmpty()) {
                        throw new IllegalStateException(
                                "the standby has " + standby.list().size() + " deployments");
                    }
                    settle(scale);
                    journal.takeCalls();
                    double with = percentOfACore(scale);
                    var calls = journal.takeCalls();
                    double seconds = scale.seconds(30);
                    samples.add(CLAIMS, calls.getOrDefault("claim", 0L) / seconds);
                    samples.add(
                            CALLS,
                            calls.values().stream().mapToLong(Long::longValue).sum() / seconds);
                    samples.add(STANDBY_CPU, Math.max(0, with - without));
                }
            }
        }
    }

    /** What was on its way arrives, and threads without work end. */
    private static void settle(Scale scale) {
        LockSupport.parkNanos((long) (scale.seconds(15) * 1e9));
    }

    private static double percentOfACore(Scale scale) throws Exception {
        Duration window = Duration.ofNanos((long) (scale.seconds(30) * 1e9));
        Cost cost = Cost.ofProcess(() -> {
            long end = System.nanoTime() + window.toNanos();
            for (long left = window.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        });
        return cost.cpuSeconds() / cost.seconds() * 100;
    }
}
