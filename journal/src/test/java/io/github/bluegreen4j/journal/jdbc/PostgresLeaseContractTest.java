package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import javax.sql.DataSource;

class PostgresLeaseContractTest extends LeaseContract {
    @Override
    protected JournalFixture fixture() {
        DataSource database = Postgres.database();
        return new JdbcFixture(Dialect.POSTGRESQL, database, () -> JdbcJournal.postgresql(database));
    }
}
