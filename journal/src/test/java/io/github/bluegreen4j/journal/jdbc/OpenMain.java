package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a journal in a file, and says why it can't. */
final class OpenMain {
    private OpenMain() {}

    public static void main(String[] arguments) {
        try (JdbcJournal journal = JdbcJournal.h2(Path.of(arguments[0]))) {
            System.out.println(journal.list(Optional.empty()).size() + " deployments");
        } catch (UnusableJournalException refused) {
            System.out.println(refused.getMessage());
            System.exit(1);
        }
    }
}
