package io.github.bluegreen4j.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.benchmarks.peer.Chain;
import io.github.bluegreen4j.benchmarks.peer.DbSchedulerChain;
import io.github.bluegreen4j.benchmarks.port.H2Files;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.util.List;

/**
 * W3: deployments that survive a crash at any moment, in an H2 file: each commit is on disk before it is answered. The peer runs as many
 * chains of 11 steps in such a file.
 */
final class H2Workload implements Workload {
    private static final int CONNECTIONS = 20;

    private static final Figure SCHEDULER = Figure.of("db-scheduler: chains of 11 a second", "1/s");
    private static final Figure SCHEDULER_CPU = Figure.of("db-scheduler: CPU a chain", "ms");
    private static final Figure ENGINE =
            Figure.of("engine: deployments a second", "1/s").against(SCHEDULER);
    private static final Figure ENGINE_CPU =
            Figure.of("engine: CPU a deployment", "ms").against(SCHEDULER_CPU);

    @Override
    public String id() {
        return "W3";
    }

    @Override
    public String title() {
        return "durable in H2";
    }

    @Override
    public List<Figure> figures() {
        return List.of(ENGINE, ENGINE_CPU, SCHEDULER, SCHEDULER_CPU);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(2_000);
        try (H2Files files = new H2Files();
                JdbcJournal journal = JdbcJournal.h2(files.file("engine"));
                HikariDataSource scheduler = files.pool("scheduler", CONNECTIONS)) {
            for (int round = scale == Scale.TINY ? 0 : -1; round < scale.rounds(); round++) {
                Samples counted = round < 0 ? new Samples() : samples; // the first round warms up
                Cost ours = Deploying.all(deployments, journal);
                counted.add(ENGINE, deployments / ours.seconds());
                counted.add(ENGINE_CPU, ours.cpuSeconds() * 1000 / deployments);
                try (Chain chain = new DbSchedulerChain(scheduler, CONNECTIONS, false)) {
                    Cost theirs = Cost.ofProcess(() -> chain.run(deployments));
                    counted.add(SCHEDULER, deployments / theirs.seconds());
                    counted.add(SCHEDULER_CPU, theirs.cpuSeconds() * 1000 / deployments);
                }
            }
        }
    }
}
