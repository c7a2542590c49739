package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2JournalContractTest extends JournalContract {
    @TempDir
    private Path directory;

    @Override
    protected JournalFixture fixture() {
        Path file = directory.resolve("journal");
        return new JdbcFixture(Dialect.H2, H2File.open(file), () -> JdbcJournal.h2(file));
    }
}
