package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the death of the process. */
class H2KillTest {
    private static final int KILLS = 6;
    private static final int APPENDS = 40;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws IOException, InterruptedException {
        Path file = directory.resolve("deployments");
        long acknowledged = 0;
        long kept = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = acknowledgedUntilKilled(file, APPENDS + kill * 7);
            try (JdbcJournal journal = JdbcJournal.h2(file)) {
                Journal.History history = journal.read(AppendMain.DEPLOYMENT).orElseThrow();
                kept = history.head().version();
                assertThat(kept).as("kept after kill %s", kill).isGreaterThanOrEqualTo(acknowledged);
                assertThat(kept % 2)
                        .as("what was appended together is kept together")
                        .isZero();
                assertThat(history.events()).hasSize((int) kept);
            }
        }
        System.out.println(KILLS + " kills, " + acknowledged + " events acknowledged, " + kept + " kept");
    }

    private static long acknowledgedUntilKilled(Path file, int appends) throws IOException, InterruptedException {
        Process process = Kills.java("AppendMain", file);
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        long last = 0;
        for (int i = 0; i < appends; i++) {
            last = Long.parseLong(said.readLine());
        }
        process.toHandle().destroyForcibly(); // What it has said until then can still be read.
        for (String line = said.readLine(); line != null && line.matches("\\d+"); line = said.readLine()) {
            last = Math.max(last, Long.parseLong(line));
        }
        process.waitFor();
        return last;
    }
}
