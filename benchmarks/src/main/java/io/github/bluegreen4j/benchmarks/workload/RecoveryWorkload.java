package io.github.bluegreen4j.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.benchmarks.port.H2Files;
import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.benchmarks.port.PostgresServer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * W4: an engine starts on a journal with 10,000 deployments in flight, whose engine has closed. It has recovered when it has journaled of each
 * that it resumed it. An engine whose predecessor died waits for the end of that one's lease before this.
 */
final class RecoveryWorkload implements Workload {
    private static final double GOAL = 5;

    private static final Figure POSTGRES =
            Figure.of("PostgreSQL: recovery of 10,000", "s").atMost(GOAL);
    private static final Figure H2 = Figure.of("H2: recovery of 10,000", "s").atMost(GOAL);
    private static final Figure MEMORY =
            Figure.of("in memory: recovery of 10,000", "s").atMost(GOAL);

    @Override
    public String id() {
        return "W4";
    }

    @Override
    public String title() {
        return "recovery";
    }

    @Override
    public List<Figure> figures() {
        return List.of(POSTGRES, H2, MEMORY);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(10_000);
        try (HikariDataSource pool = PostgresServer.shared().pool(20);
                H2Files files = new H2Files();
                JdbcJournal h2 = JdbcJournal.h2(files.file("engine"))) {
            List<Recovery> recoveries = List.of(
                    new Recovery(POSTGRES, JdbcJournal.postgresql(pool), new InstantWorld(deployments)),
                    new Recovery(H2, h2, new InstantWorld(deployments)),
                    new Recovery(MEMORY, InMemoryJournal.create(), new InstantWorld(deployments)));
            for (Recovery recovery : recoveries) {
                try (DeploymentEngine first =
                        Deploying.builder(recovery.world(), recovery.journal()).build()) {
                    new Deploying(recovery.world(), first).bake(deployments);
                }
            }
            for (int round = 0; round < scale.rounds(); round++) {
                for (Recovery recovery : recoveries) {
                    samples.add(recovery.figure(), recovery.seconds(deployments));
                }
            }
        }
    }

    /** Deployments in flight in one journal. */
    private record Recovery(Figure figure, Journal journal, InstantWorld world) {
        double seconds(int deployments) throws Exception {
            CountDownLatch left = new CountDownLatch(deployments);
            long began = System.nanoTime();
            try (DeploymentEngine engine = Deploying.builder(world, journal)
                    .listener((id, version, event) -> {
                        if (event instanceof ProgressEvent.EngineResumed) {
                            left.countDown();
                        }
                    })
                    .build()) {
                if (!left.await(10, TimeUnit.MINUTES)) {
                    throw new IllegalStateException(figure.name() + ": " + left.getCount() + " of "
                            + engine.list().size() + " were not resumed");
                }
                return (System.nanoTime() - began) / 1e9;
            }
        }
    }
}
