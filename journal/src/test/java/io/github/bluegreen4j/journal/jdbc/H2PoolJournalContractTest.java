package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The application's own pool of connections to an H2 file. */
class H2PoolJournalContractTest extends JournalContract {
    @TempDir
    private Path directory;

    @Override
    protected JournalFixture fixture() {
        return H2Pools.fixture(directory);
    }
}
