package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.history.JournalHistory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several engines at once are answered as if one after the other. */
class JdbcHistoryTest {
    private static final int RACES = 15;

    @Test
    void inAFile(@TempDir Path directory) {
        for (int seed = 0; seed < RACES; seed++) {
            try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal-" + seed))) {
                JournalHistory.race(journal, 4, 10, seed).check();
            }
        }
    }

    @Test
    void inPostgres() {
        for (int seed = 0; seed < RACES; seed++) {
            JournalHistory.race(JdbcJournal.postgresql(Postgres.schema()), 4, 10, seed)
                    .check();
        }
    }
}
