package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import javax.sql.DataSource;

class PostgresLeaseContractTest extends LeaseContract {
    @Override
    protected JournalFixture fixture() {
        DataSource schema = Postgres.schema();
        return new JdbcFixture(Dialect.POSTGRESQL, schema, () -> JdbcJournal.postgresql(schema));
    }
}
