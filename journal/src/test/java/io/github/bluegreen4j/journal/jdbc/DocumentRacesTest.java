package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.spi.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes change one document at the same moment: one of them is told that it did, the others that they did not. */
class DocumentRacesTest {
    private static final int ROUNDS = 60;
    private static final int PROCESSES = 4;

    @TempDir
    private Path directory;

    @Test
    void oneOfSeveralWinsOnPostgresql() throws Exception {
        DataSource schema = Postgres.schema();
        List<Journal> journals = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            journals.add(JdbcJournal.postgresql(schema));
        }
        race(journals);
    }

    @Test
    void oneOfSeveralWinsOnH2() throws Exception {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            race(List.of(journal, journal, journal, journal));
        }
    }

    @Test
    void oneOfSeveralWinsOnH2OfAnApplication() throws Exception {
        try (HikariDataSource pool =
                H2Pools.to("jdbc:h2:async:" + directory.resolve("app").toAbsolutePath())) {
            race(List.of(JdbcJournal.h2(pool), JdbcJournal.h2(pool), JdbcJournal.h2(pool), JdbcJournal.h2(pool)));
        }
    }

    private static Journal.Document document(String name, long version, int process) {
        return new Journal.Document("note", name, version, true, "of process " + process);
    }

    private static void race(List<Journal> journals) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(journals.size());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                String name = "fleet-" + round;
                int inserted = winner(
                        threads, journals, (journal, process) -> journal.storeDocument(document(name, 1, process)));
                assertThat(journals.get(0).document("note", name)).contains(document(name, 1, inserted));
                int updated = winner(
                        threads, journals, (journal, process) -> journal.storeDocument(document(name, 2, process)));
                assertThat(journals.get(0).document("note", name)).contains(document(name, 2, updated));
                // Half of them remove what the others change.
                int last = winner(
                        threads,
                        journals,
                        (journal, process) -> process % 2 == 0
                                ? journal.removeDocument("note", name, 2)
                                : journal.storeDocument(document(name, 3, process)));
                assertThat(journals.get(0).document("note", name).isPresent())
                        .as("the document is there")
                        .isEqualTo(last % 2 != 0);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Change {
        boolean by(Journal journal, int process);
    }

    /** The only process that was told that it has changed something. */
    private static int winner(ExecutorService threads, List<Journal> journals, Change change) throws Exception {
        CyclicBarrier together = new CyclicBarrier(journals.size());
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < journals.size(); i++) {
            int process = i;
            all.add(() -> {
                together.await(1, TimeUnit.MINUTES);
                return change.by(journals.get(process), process);
            });
        }
        List<Future<Boolean>> answers = new ArrayList<>();
        for (Callable<Boolean> one : all) {
            answers.add(threads.submit(one));
        }
        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).get(1, TimeUnit.MINUTES)) {
                winners.add(i);
            }
        }
        assertThat(winners).as("who was told that it has changed the document").hasSize(1);
        return winners.get(0);
    }
}
