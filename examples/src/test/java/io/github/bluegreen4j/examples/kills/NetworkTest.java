package io.github.bluegreen4j.examples.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.examples.local.dataplane.RouteWrite;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Engines are processes that share a PostgreSQL, each over a network of its own, and deploy under load while connections die silently,
 * hosts die, processes stand still for longer than their lease, and the server is restarted. However that went: after each fault every
 * service was acted for again in time, and who was hit and lives went on, every deployment that was ordered has ended, and as it may; everything that an engine ever
 * acknowledged is in the journal; no weight stayed on a group without tasks; and no request was lost.
 */
@Tag("network")
class NetworkTest {

    private static final int ROUNDS = Integer.getInteger("network.rounds", 10);
    private static final long SEED = Long.getLong("network.seed", System.nanoTime() % 1_000_000);

    /** A lease that has just been renewed, and a call of the journal. */
    private static final Duration PROMISED = EngineUnderFireMain.LEASE.plus(EngineUnderFireMain.CALL);

    /** What a machine with more to do may add; how long it took is printed. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(Long.getLong("network.allowance", 30));

    @Test
    void fiveEnginesOnPostgresql() throws Exception {
        long begin = System.nanoTime();
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "network")), "run");
        System.out.printf("%d rounds to come, -Dnetwork.seed=%d, logs in %s%n", ROUNDS, SEED, directory);
        NetworkTrial.Remains remains;
        Accounts accounts;
        List<RouteWrite> writes;
        try (Server server = new Server(directory)) {
            server.open().close();
            try (World world = new World(directory);
                    NetworkTrial trial =
                            new NetworkTrial(world, server, directory.resolve("engines.log"), new Random(SEED))) {
                remains = trial.run(ROUNDS);
                writes = world.writes();
            }
            try (JdbcJournal kept = server.open()) {
                accounts = new Accounts(kept);
            }
        }
        Fences fences = new Fences(EngineUnderFireMain.LEASE);
        fences.excuseLateWrites(remains.faults().stream()
                .filter(fault ->
                        fault.kind() == ProcessFault.Kind.STOP || fault.kind() == ProcessFault.Kind.STOP_BEFORE_WRITE)
                .map(ProcessFault::engine)
                .toList());
        for (EngineUnderFire engine : remains.engines()) {
            fences.heard(engine.name(), engine.told());
            accounts.heard(engine.told());
        }
        List<Attendance.Absence> absences = absences(remains, accounts);
        List<Attendance.Return> returns = new Attendance(remains.told(), remains.faults()).returns();
        List<String> wrong = new ArrayList<>(remains.disorder());
        wrong.addAll(fences.faults(writes));
        accounts.lateWrites(fences.lateServices());
        wrong.addAll(accounts.faults(remains.orders()));
        absences.stream()
                .filter(absence -> absence.micros() > Told.micros(PROMISED.plus(ALLOWANCE)))
                .forEach(absence -> wrong.add("nobody acted in time: " + absence));
        returns.stream()
                .filter(back -> back.micros() > Told.micros(PROMISED.plus(ALLOWANCE)))
                .forEach(back -> wrong.add("an engine did not go on in time: " + back));
        if (!remains.longestIdleWeight().isZero()) {
            wrong.add("weight stayed on a group without tasks for "
                    + remains.longestIdleWeight().toMillis() + " ms");
        }
        report(
                remains,
                fences,
                accounts,
                writes.size(),
                absences,
                returns,
                Duration.ofNanos(System.nanoTime() - begin));
        assertThat(wrong).as("seed %d, logs in %s", SEED, directory).isEmpty();
        Map<ProcessFault.Kind, Integer> kinds = ProcessFault.byKind(remains.faults());
        for (ProcessFault.Kind kind : ProcessFault.Kind.values()) {
            int expected = kind == ProcessFault.Kind.SERVER_RESTART ? ROUNDS / 2 : ROUNDS;
            assertThat(kinds.getOrDefault(kind, 0)).as(kind.name()).isEqualTo(expected);
        }
        assertThat(fences.lateWrites()).as("writes that came late").isNotEmpty();
        System.out.println("everything is accounted for");
    }

    private static List<Attendance.Absence> absences(NetworkTrial.Remains remains, Accounts accounts) {
        Attendance attendance = new Attendance(remains.told(), remains.faults());
        List<Attendance.Absence> absences = new ArrayList<>();
        for (String service : World.SERVICES) {
            List<Attendance.Busy> busy = accounts.events().entrySet().stream()
                    .filter(each ->
                            remains.orders().get(each.getKey()).service().equals(service))
                    .map(each -> busy(each.getValue()))
                    .sorted(Comparator.comparingLong(Attendance.Busy::from))
                    .toList();
            absences.addAll(attendance.absences(service, busy));
        }
        return absences;
    }

    private static Attendance.Busy busy(List<DeploymentEvent> events) {
        long until = events.stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .mapToLong(event -> Told.micros(event.at()))
                .findFirst()
                .orElse(ProcessFault.NEVER);
        return new Attendance.Busy(Told.micros(events.get(0).at()), until);
    }

    private static void report(
            NetworkTrial.Remains remains,
            Fences fences,
            Accounts accounts,
            int writes,
            List<Attendance.Absence> absences,
            List<Attendance.Return> returns,
            Duration time) {
        LongSummaryStatistics taken =
                absences.stream().mapToLong(absence -> absence.micros() / 1_000).summaryStatistics();
        LongSummaryStatistics back =
                returns.stream().mapToLong(each -> each.micros() / 1_000).summaryStatistics();
        long late = absences.stream()
                .filter(absence -> absence.micros() > Told.micros(PROMISED))
                .count();
        long sent =
                remains.loads().values().stream().mapToLong(LoadSummary::sent).sum();
        long answered = remains.loads().values().stream()
                .mapToLong(LoadSummary::allSucceeded)
                .sum();
        System.out.printf(
                """
                PostgreSQL, five engines: %d faults with seed %d in %d s: %s
                  %d times a fault hit the engine of a service: another one, or the same, acted after %.0f ms on average, %d ms at most;
                    %d times later than after a lease and a call, %d ms
                  %d times an engine went on after a fault, after %.0f ms on average, %d ms at most
                  %d deployments ended: %s
                  %d events kept; engines had told of %d
                  %d take-ups of deployments that had begun, %d services handed over to another engine
                  %d writes of routes, %d of them late, by an engine that had been stopped; found as a drift by %d deployments
                  %d deployments waited for a write that might come late
                  weight stayed on a group without tasks for %d ms at most
                  %d requests sent, %d answered, %d lost
                """,
                remains.faults().size(),
                SEED,
                time.toSeconds(),
                ProcessFault.byKind(remains.faults()),
                absences.size(),
                taken.getAverage(),
                absences.isEmpty() ? 0 : taken.getMax(),
                late,
                PROMISED.toMillis(),
                returns.size(),
                back.getAverage(),
                returns.isEmpty() ? 0 : back.getMax(),
                remains.orders().size(),
                accounts.ends(),
                accounts.kept(),
                accounts.acknowledged(),
                accounts.resumed(),
                fences.handOvers(),
                writes,
                fences.lateWrites().size(),
                accounts.drifts(),
                accounts.waits(),
                remains.longestIdleWeight().toMillis(),
                sent,
                answered,
                sent - answered);
        fences.lateWrites().forEach(write -> System.out.println("  late: " + write));
        absences.stream()
                .filter(absence -> absence.micros() > Told.micros(PROMISED))
                .forEach(absence -> System.out.println("  " + absence));
    }
}
