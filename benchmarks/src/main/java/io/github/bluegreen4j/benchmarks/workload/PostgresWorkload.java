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
    private record Subject(Figure speed, Figure cpu, Figure statements, Figure roundTrips) {
        static Subject peer(String name) {
            return new Subject(
                    Figure.of(name + ": chains of 11 a second", "1/s"),
                    Figure.of(name + ": client CPU a chain", "ms"),
                    Figure.of(name + ": statements a chain", ""),
                    Figure.of(name + ": round trips to the database a chain", ""));
        }

        static Subject engine(String name, Subject... peers) {
            Subject plain = new Subject(
                    Figure.of(name + ": deployments a second", "1/s"),
                    Figure.of(name + ": client CPU a deployment", "ms"),
                    Figure.of(name + ": statements a deployment", ""),
                    Figure.of(name + ": round trips to the database a deployment", ""));
            List<Subject> others = List.of(peers);
            return new Subject(
                    plain.speed().against(others.stream().map(Subject::speed).toArray(Figure[]::new)),
                    plain.cpu().against(others.stream().map(Subject::cpu).toArray(Figure[]::new)),
                    plain.statements()
                            .against(others.stream().map(Subject::statements).toArray(Figure[]::new)),
                    plain.roundTrips()
                            .against(others.stream().map(Subject::roundTrips).toArray(Figure[]::new)));
        }

        List<Figure> all() {
            return List.of(speed, cpu, statements, roundTrips);
        }

        void add(int count, Counts before, StatementCounter counter, Samples samples) {
            Counts after = Counts.of(counter);
            samples.add(statements, (double) (after.statements() - before.statements()) / count);
            samples.add(roundTrips, (double) (after.roundTrips() - before.roundTrips()) / count);
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
        try (HikariDataSource ours = PostgresServer.shared().pool(CONNECTIONS);
                HikariDataSource scheduler = PostgresServer.shared().pool(CONNECTIONS);
                HikariDataSource dbos = PostgresServer.shared().pool(CONNECTIONS)) {
            // The first round warms up, and counts statements: to count them costs time.
            count(deployments, ours, true, ENGINE, samples);
            count(deployments, ours, false, ALONE, samples);
            count(deployments, scheduler, DB_SCHEDULER, PostgresWorkload::scheduler, samples);
            count(deployments, dbos, DBOS, PostgresWorkload::dbos, samples);
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

    private static void count(int deployments, DataSource source, boolean together, Subject subject, Samples samples)
            throws Exception {
        StatementCounter counter = new StatementCounter();
        CountedJournal journal = new CountedJournal(JdbcJournal.postgresql(counter.counted(source)), together);
        Counts before = Counts.of(counter);
        Deploying.all(deployments, journal);
        subject.add(deployments, before, counter, samples);
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

    private static void count(int chains, DataSource source, Subject subject, Start start, Samples samples)
            throws Exception {
        StatementCounter counter = new StatementCounter();
        try (Chain chain = start.on(counter.counted(source))) {
            Counts before = Counts.of(counter);
            chain.run(chains);
            subject.add(chains, before, counter, samples);
        }
    }

    /** What was counted so far. */
    private record Counts(long statements, long roundTrips) {
        static Counts of(StatementCounter counter) {
            return new Counts(counter.statements(), counter.roundTrips());
        }
    }
}
