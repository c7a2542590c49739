package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import javax.sql.DataSource;

class PostgresJournalContractTest extends JournalContract {
    @Override
    protected JournalFixture fixture() {
        DataSource database = Postgres.database();
        return new JdbcFixture(Dialect.POSTGRESQL, database, () -> JdbcJournal.postgresql(database));
    }
}
