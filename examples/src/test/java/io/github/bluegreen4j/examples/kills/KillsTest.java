package io.github.bluegreen4j.examples.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Engines are processes, and are killed at random moments while they deploy. However that went: every deployment that was
 * ordered has ended, and as it may; everything that an engine ever acknowledged is in the journal; no route was written by two
 * engines within one lease; and no request was lost.
 */
@Tag("kills")
@Execution(ExecutionMode.CONCURRENT)
class KillsTest {

    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final long SEED = Long.getLong("kills.seed", System.nanoTime() % 1_000_000);

    private static final int ON_H2 = KILLS * 3 / 8;

    @Test
    void oneEngineOnH2() throws Exception {
        Path directory = directory("h2");
        try (JournalOnTrial journal = JournalOnTrial.h2(directory)) {
            trial(directory, journal, ON_H2, Duration.ofMillis(9_000));
        }
    }

    @Test
    void threeEnginesOnPostgresql() throws Exception {
        Path directory = directory("postgresql");
        try (JournalOnTrial journal = JournalOnTrial.postgresql()) {
            trial(directory, journal, KILLS - ON_H2, Duration.ofMillis(5_000));
        }
    }

    /** Where the logs are when something was wrong. */
    private static Path directory(String name) throws Exception {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "kills")), name);
    }

    private static void trial(Path directory, JournalOnTrial journal, int kills, Duration latest) throws Exception {
        long begin = System.nanoTime();
        System.out.printf(
                "%s: %d kills to come, -Dkills.seed=%d, logs in %s%n", journal.name(), kills, SEED, directory);
        Trial.Remains remains;
        try (World world = new World(directory);
                Trial trial =
                        new Trial(world, journal, directory.resolve("engines.log"), new Random(SEED), kills, latest)) {
            remains = trial.run();
        }
        Fences fences = new Fences(EngineUnderFireMain.LEASE);
        Accounts accounts;
        try (JdbcJournal kept = journal.open()) {
            accounts = new Accounts(kept);
        }
        for (EngineUnderFire engine : remains.engines()) {
            fences.heard(engine.name(), engine.told());
            accounts.heard(engine.told());
        }
        List<String> faults = new ArrayList<>(remains.disorder());
        faults.addAll(fences.faults(remains.writes()));
        faults.addAll(accounts.faults(remains.orders()));
        report(journal, remains, fences, accounts, Duration.ofNanos(System.nanoTime() - begin));
        assertThat(faults).as("seed %d, logs in %s", SEED, directory).isEmpty();
        assertThat(remains.kills()).hasSize(kills);
        System.out.println(journal.name() + ": everything is accounted for");
    }

    private static void report(
            JournalOnTrial journal, Trial.Remains remains, Fences fences, Accounts accounts, Duration time) {
        KillCoverage coverage = new KillCoverage(accounts.events(), remains.orders());
        Map<String, EngineUnderFire> engines = new HashMap<>();
        remains.engines().forEach(engine -> engines.put(engine.name(), engine));
        remains.kills()
                .forEach(kill -> coverage.add(kill, engines.get(kill.engine()).told()));
        long sent =
                remains.loads().values().stream().mapToLong(LoadSummary::sent).sum();
        long answered = remains.loads().values().stream()
                .mapToLong(LoadSummary::allSucceeded)
                .sum();
        TreeSet<String> writers = new TreeSet<>();
        remains.writes().forEach(write -> writers.add(write.route() + write.writer()));
        System.out.printf(
                """
                %s: %d kills with seed %d in %d s
                  %d deployments ended: %s
                  %d events kept; engines had told of %d
                  %d take-ups of deployments that had begun, %d services handed over to another engine
                  %d writes of routes, by %d pairs of route and claim
                  %d requests sent, %d answered
                  the kills hit %d deployments, in %s; %d engines that were starting, %d that had nothing to do
                  after %d kinds of events: %s
                """,
                journal.name(),
                remains.kills().size(),
                SEED,
                time.toSeconds(),
                remains.orders().size(),
                accounts.ends(),
                accounts.kept(),
                accounts.acknowledged(),
                accounts.resumed(),
                fences.handOvers(),
                remains.writes().size(),
                writers.size(),
                sent,
                answered,
                coverage.stages().values().stream().mapToInt(Integer::intValue).sum(),
                coverage.stages(),
                coverage.starting(),
                coverage.idle(),
                coverage.lastEvents().size(),
                coverage.lastEvents());
    }
}
