package io.github.bluegreen4j.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.benchmarks.port.PostgresServer;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * W8: how long it takes from the command to roll back to the first write that restores production, with the journal in PostgreSQL: the command
 * and the decision are on disk before the write is sent. In each round one deployment bakes and is rolled back, again and again; then the same
 * amid 10,000 that bake; then all of those at once.
 */
final class RollbackWorkload implements Workload {
    private static final Figure ALONE = Figure.of("alone: p50", "ms").atMost(20);
    private static final Figure ALONE_LATE = Figure.of("alone: p99", "ms").atMost(100);
    private static final Figure AMID =
            Figure.of("one amid 10,000 that bake: p50", "ms").atMost(20);
    private static final Figure AMID_LATE =
            Figure.of("one amid 10,000 that bake: p99", "ms").atMost(100);
    private static final Figure ALL = Figure.of("10,000 at once: p50", "ms");
    private static final Figure ALL_LATE = Figure.of("10,000 at once: p99", "ms");

    @Override
    public String id() {
        return "W8";
    }

    @Override
    public String title() {
        return "from a command to the first restoring write";
    }

    @Override
    public List<Figure> figures() {
        return List.of(ALONE, ALONE_LATE, AMID, AMID_LATE, ALL, ALL_LATE);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int single = scale.of(200);
        int many = scale.of(10_000);
        try (HikariDataSource pool = PostgresServer.shared().pool(20)) {
            InstantWorld world = new InstantWorld(many + 1);
            Stopwatch watch = new Stopwatch(world, many + 1);
            try (DeploymentEngine engine =
                    Deploying.builder(world, JdbcJournal.postgresql(pool)).build()) {
                Deploying deploying = new Deploying(world, engine, DeploymentStatus.ROLLBACK_SUCCESSFUL);
                oneByOne(single, deploying, watch, many); // warms up
                for (int round = 0; round < scale.rounds(); round++) {
                    add(ALONE, ALONE_LATE, oneByOne(single, deploying, watch, many), samples);
                    List<Deployment> baking = deploying.bake(0, many);
                    add(AMID, AMID_LATE, oneByOne(single, deploying, watch, many), samples);
                    add(ALL, ALL_LATE, watch.rollBack(0, baking), samples);
                    deploying.await();
                    deploying.forget();
                }
            }
        }
    }

    private static void add(Figure half, Figure late, double[] millis, Samples samples) {
        samples.add(half, Samples.percentile(50, millis));
        samples.add(late, Samples.percentile(99, millis));
    }

    /** Deploys one service and rolls it back, so many times. */
    private static double[] oneByOne(int times, Deploying deploying, Stopwatch watch, int service) throws Exception {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            List<Deployment> one = deploying.bake(service, 1);
            millis[i] = watch.rollBack(service, one)[0];
            one.get(0).completion().get(1, TimeUnit.MINUTES);
        }
        return millis;
    }

    /** Measures from a command to the next write to a route of its service. */
    private static final class Stopwatch {
        private static final long OFF = 0;

        private final AtomicLongArray commanded;
        private final AtomicLongArray written;
        private volatile CountDownLatch left = new CountDownLatch(0);

        Stopwatch(InstantWorld world, int services) {
            commanded = new AtomicLongArray(services);
            written = new AtomicLongArray(services);
            world.onWrite(route -> {
                int service = world.numberOf(route);
                if (commanded.get(service) != OFF && written.compareAndSet(service, OFF, System.nanoTime())) {
                    left.countDown();
                }
            });
        }

        /** Rolls all of them back; {@return the milliseconds of each} */
        double[] rollBack(int firstService, List<Deployment> deployments) throws Exception {
            left = new CountDownLatch(deployments.size());
            for (int i = 0; i < deployments.size(); i++) {
                written.set(firstService + i, OFF);
            }
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < deployments.size(); i++) {
                commanded.set(firstService + i, System.nanoTime());
                answers.add(deployments.get(i).rollBack("measured"));
            }
            if (!left.await(20, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " were not restored");
            }
            for (var answer : answers) {
                answer.get(1, TimeUnit.MINUTES);
            }
            double[] millis = new double[deployments.size()];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = (written.get(firstService + i) - commanded.get(firstService + i)) / 1e6;
                commanded.set(firstService + i, OFF);
            }
            return millis;
        }
    }
}
