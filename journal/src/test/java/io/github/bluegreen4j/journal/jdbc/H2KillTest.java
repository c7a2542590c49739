package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the death of the process. */
class H2KillTest {
    private static final int KILLS = 10;
    private static final int APPENDS = 60;
    private static final int WRITERS = 3;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws IOException, InterruptedException {
        Path file = directory.resolve("deployments");

        killAndLook(file, 0, "in a new file");
    }

    /**
     * H2 writes over what is 45 seconds old, and then it has to find the newest state in another way: 2.5.252 finds an older one, after
     * every second kill of these. It takes writers that leave each other time.
     */
    @Test
    void whatWasAcknowledgedIsThereAfterAKillAlsoInAFileWhoseSpaceIsReused()
            throws IOException, InterruptedException, SQLException {
        Path file = directory.resolve("deployments");
        JdbcJournal.h2(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("SET RETENTION_TIME 300");
        }

        killAndLook(file, 20, "in a file whose space is reused");
    }

    @Test
    void aVersionOfH2ThatForgetsIsRefused() {
        assertThat(H2File.isForgetful("2.5.252 (2026-08-01)")).isTrue();
        assertThat(H2File.isForgetful("2.4.240 (2025-09-22)")).isFalse();
    }

    private static void killAndLook(Path file, int pause, String where) throws IOException, InterruptedException {
        long[] acknowledged = new long[WRITERS];
        long[] kept = new long[WRITERS];
        for (int kill = 0; kill < KILLS; kill++) {
            appendUntilKilled(file, pause, APPENDS + kill * 17, acknowledged);
            try (JdbcJournal journal = JdbcJournal.h2(file)) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    kept[writer] = kept(journal, writer);
                    assertThat(kept[writer])
                            .as("of writer %s, kept after kill %s %s", writer, kill, where)
                            .isGreaterThanOrEqualTo(acknowledged[writer]);
                }
            }
        }
        System.out.println(
                KILLS + " kills " + where + ", " + Arrays.stream(acknowledged).sum() + " events acknowledged, "
                        + Arrays.stream(kept).sum() + " kept");
    }

    private static long kept(JdbcJournal journal, int writer) {
        Journal.History history = journal.read(AppendMain.deployment(writer)).orElseThrow();
        long kept = history.head().version();
        assertThat(kept % 2).as("what was appended together is kept together").isZero();
        assertThat(history.events()).hasSize((int) kept);
        return kept;
    }

    private static void appendUntilKilled(Path file, int pause, int appends, long[] acknowledged)
            throws IOException, InterruptedException {
        Process process = Kills.java("AppendMain", file, String.valueOf(WRITERS), String.valueOf(pause));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i < appends || !areAllKnown(acknowledged); i++) {
            hear(said.readLine(), acknowledged);
        }
        process.toHandle().destroyForcibly(); // What it has said until then can still be read.
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.matches("\\d+ \\d+")) {
                hear(line, acknowledged);
            }
        }
        process.waitFor();
    }

    private static boolean areAllKnown(long[] acknowledged) {
        return Arrays.stream(acknowledged).allMatch(version -> version > 0);
    }

    private static void hear(String line, long[] acknowledged) {
        String[] words = line.split(" ", 2);
        acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
    }
}
