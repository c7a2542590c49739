package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The application's own pool of connections to an H2 file. */
class H2PoolLeaseContractTest extends LeaseContract {
    @TempDir
    private Path directory;

    @Override
    protected JournalFixture fixture() {
        return H2Pools.fixture(directory);
    }
}
