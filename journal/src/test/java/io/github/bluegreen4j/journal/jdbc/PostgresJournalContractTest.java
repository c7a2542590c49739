package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import javax.sql.DataSource;

class PostgresJournalContractTest extends JournalContract {
    @Override
    protected JournalFixture fixture() {
        DataSource schema = Postgres.schema();
        return new JdbcFixture(Dialect.POSTGRESQL, schema, () -> JdbcJournal.postgresql(schema));
    }
}
