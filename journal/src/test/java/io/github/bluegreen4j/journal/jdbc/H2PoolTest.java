package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.journal.UnusableJournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which databases of an application may hold a journal, and what the journal does to them. */
class H2PoolTest {
    @TempDir
    private Path directory;

    private String file(String kind) {
        return "jdbc:h2:" + kind + directory.resolve("app").toAbsolutePath();
    }

    private static String writeDelay(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Sql.of("SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
                    .first(connection, row -> row.getString("setting_value"))
                    .orElseThrow();
        }
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void commitsAreOnDiskBeforeTheyAreAnswered() throws SQLException {
        try (HikariDataSource pool = H2Pools.to(file("async:"))) {
            assertThat(writeDelay(pool)).isEqualTo("500");

            JdbcJournal.h2(pool);

            assertThat(writeDelay(pool)).isEqualTo("0");
        }
    }

    @Test
    void aFileThatAnInterruptWouldCloseIsRefused() throws SQLException {
        for (String kind : new String[] {"file:", ""}) {
            try (HikariDataSource pool = H2Pools.to(file(kind))) {
                assertThatExceptionOfType(UnusableJournalException.class)
                        .isThrownBy(() -> JdbcJournal.h2(pool))
                        .withMessage("url: \"" + file(kind)
                                + "\" is not allowed: H2 closes such a file, for the whole application, when a"
                                + " call that uses it is interrupted; allowed: the same file as \"" + file("async:")
                                + "\"");
            }
        }
    }

    @Test
    void aDatabaseInMemoryIsAllowed() {
        try (HikariDataSource pool = H2Pools.to("jdbc:h2:mem:" + directory.getFileName())) {
            JdbcJournal journal = JdbcJournal.h2(pool);

            assertThat(journal.list(Optional.empty())).isEmpty();
        }
    }

    @Test
    void aUserWhoMayNotChangeTheDelayIsToldWhatToDo() throws SQLException {
        try (HikariDataSource pool = H2Pools.to(file("async:"))) {
            execute(pool, "CREATE USER guest PASSWORD 'guest'");
            try (HikariDataSource guests = H2Pools.to(file("async:") + ";USER=guest;PASSWORD=guest")) {
                assertThatExceptionOfType(UnusableJournalException.class)
                        .isThrownBy(() -> JdbcJournal.h2(guests))
                        .withMessageContaining("add \";WRITE_DELAY=0\" to the URL " + file("async:"));
            }
        }
    }

    @Test
    void anotherDatabaseIsRefused() {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.h2(Postgres.database()))
                .withMessage("database: \"PostgreSQL\" is not allowed; allowed: H2");
    }

    @Test
    void tablesThatSomebodyElseCreatesMustExist() throws SQLException {
        try (HikariDataSource pool = H2Pools.to(file("async:"))) {
            assertThatExceptionOfType(UnusableJournalException.class).isThrownBy(() -> JdbcJournal.existingH2(pool));
            execute(pool, JdbcJournal.schema());

            assertThat(JdbcJournal.existingH2(pool).list(Optional.empty())).isEmpty();
        }
    }

    @Test
    void closingTheJournalLeavesThePoolOpen() throws SQLException {
        try (HikariDataSource pool = H2Pools.to(file("async:"))) {
            JdbcJournal journal = JdbcJournal.h2(pool);
            journal.renew("a", Duration.ofMinutes(1));
            journal.close();

            execute(pool, "SELECT COUNT(*) FROM bluegreen_engine");
        }
    }
}
