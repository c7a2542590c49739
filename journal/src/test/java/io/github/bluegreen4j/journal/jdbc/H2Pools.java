package io.github.bluegreen4j.journal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.nio.file.Path;

/** Pools of connections to H2, as an application has them. */
final class H2Pools {
    private H2Pools() {}

    static HikariDataSource to(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    static JournalFixture fixture(Path directory) {
        HikariDataSource pool = to("jdbc:h2:async:" + directory.resolve("app").toAbsolutePath());
        return new JdbcFixture(Dialect.H2, pool, () -> JdbcJournal.h2(pool));
    }
}
