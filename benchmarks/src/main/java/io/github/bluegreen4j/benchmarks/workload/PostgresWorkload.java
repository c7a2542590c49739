package io.github.bluegreen4j.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.benchmarks.peer.Chain;
import io.github.bluegreen4j.benchmarks.peer.DbSchedulerChain;
import io.github.bluegreen4j.benchmarks.peer.DbosChain;
import io.github.bluegreen4j.benchmarks.port.CountedJournal;
import io.github.bluegreen4j.benchmarks.port.PostgresServer;
import io.github.bluegreen4j.benchmarks.port.StatementCounter;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.util.List;
import javax.sql.DataSource;

/**
 * W2: deployments that survive a crash at any moment, on PostgreSQL with {@code fsync} and {@code synchronous_commit} on. Peers run as many
 * chains of 11 steps, with as many connections and threads. All are ordered at once.
 */
final class PostgresWorkload implements Workload {
    /** So many connections, and threads of a peer. */
    private static final int CONNECTIONS = 20;

    private static final Subject DB_SCHEDULER = Subject.peer("db-scheduler");
    private static final Subject DBOS = Subject.peer("DBOS");
    private static final Subject ENGINE = Subject.engine("engine", DB_SCHEDULER, DBOS);
    private static final Subject ALONE = Subject.engine("engine without group commit", DB_SCHEDULER, DBOS);

    /** Who is measured, and the figures. */
    private record Subject(Figure speed, Figure cpu, Figure statements) {
        static Subject peer(String name) {
            return new Subject(
                    Figure.of(name + ": chains of 11 a second", "1/s"),
                    Figure.of(name + ": client CPU a chain", "ms"),
                    Figure.of(name + ": statements a chain", ""));
        }

        static Subject engine(String name, Subject... peers) {
            Subject plain = new Subject(
                    Figure.of(name + ": deployments a second", "1/s"),
                    Figure.of(name + ": client CPU a deployment", "ms"),
                    Figure.of(name + ": statements a deployment", ""));
            List<Subject> others = List.of(peers);
            return new Subject(
                    plain.speed().against(others.stream().map(Subject::speed).toArray(Figure[]::new)),
                    plain.cpu().against(others.stream().map(Subject::cpu).toArray(Figure[]::new)),
                    plain.statements()
                            .against(others.stream().map(Subject::statements).toArray(Figure[]::new)));
        }

        List<Figure> all() {
            return List.of(speed, cpu, statements);
        }

        void add(int count, Cost cost, Samples samples) {
            samples.add(speed, count / cost.seconds());
            samples.add(cpu, cost.cpuSeconds() * 1000 / count);
        }
    }

    @Override
    public String id() {
        return "W2";
    }

    @Override
    public String title() {
        return "durable on PostgreSQL";
    }

    @Override
    public List<Figure> figures() {
        return List.of(ENGINE, ALONE, DB_SCHEDULER, DBOS).stream()
                .flatMap(subject -> subject.all().stream())
                .toList();
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(2_000);
        try (PostgresServer server = PostgresServer.start();
                HikariDataSource ours = server.pool("engine", CONNECTIONS);
                HikariDataSource scheduler = server.pool("scheduler", CONNECTIONS);
                HikariDataSource dbos = server.pool("dbos", CONNECTIONS)) {
            // The first round warms up, and counts statements: to count them costs time.
            engine(deployments, ours, true, samples);
            engine(deployments, ours, false, samples);
            counted(deployments, scheduler, DB_SCHEDULER, PostgresWorkload::scheduler, samples);
            counted(deployments, dbos, DBOS, PostgresWorkload::dbos, samples);
            for (int round = 0; round < scale.rounds(); round++) {
                ENGINE.add(deployments, engine(deployments, ours, true), samples);
                DB_SCHEDULER.add(deployments, chains(deployments, scheduler(scheduler)), samples);
                DBOS.add(deployments, chains(deployments, dbos(dbos)), samples);
                ALONE.add(deployments, engine(deployments, ours, false), samples);
            }
        }
    }

    private static Chain scheduler(DataSource source) throws Exception {
        return new DbSchedulerChain(source, CONNECTIONS, true);
    }

    private static Chain dbos(DataSource source) {
        return new DbosChain(source, CONNECTIONS);
    }

    private static Cost engine(int deployments, DataSource source, boolean together) throws Exception {
        return Deploying.all(deployments, new CountedJournal(JdbcJournal.postgresql(source), together));
    }

    private static void engine(int deployments, DataSource source, boolean together, Samples samples) throws Exception {
        StatementCounter counter = new StatementCounter();
        CountedJournal journal = new CountedJournal(JdbcJournal.postgresql(counter.counted(source)), together);
        long before = counter.count();
        Deploying.all(deployments, journal);
        samples.add((together ? ENGINE : ALONE).statements(), (double) (counter.count() - before) / deployments);
    }

    private static Cost chains(int count, Chain chain) throws Exception {
        try (chain) {
            return Cost.ofProcess(() -> chain.run(count));
        }
    }

    /** Starts a peer. */
    private interface Start {
        Chain on(DataSource source) throws Exception;
    }

    private static void counted(int count, DataSource source, Subject subject, Start start, Samples samples)
            throws Exception {
        StatementCounter counter = new StatementCounter();
        try (Chain chain = start.on(counter.counted(source))) {
            long before = counter.count();
            chain.run(count);
            samples.add(subject.statements(), (double) (counter.count() - before) / count);
        }
    }
}
