package io.github.bluegreen4j.journal.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A journal in a database whose clock can't be turned: what has to pass really passes, by that clock. */
final class JdbcFixture implements JournalFixture {
    private final Dialect dialect;
    private final DataSource source;
    private final Supplier<JdbcJournal> opening;
    private final List<JdbcJournal> opened = new ArrayList<>();
    private final JdbcJournal journal;

    /** @param source where the fixture itself looks and does damage */
    JdbcFixture(Dialect dialect, DataSource source, Supplier<JdbcJournal> opening) {
        this.dialect = dialect;
        this.source = source;
        this.opening = opening;
        this.journal = open();
    }

    private JdbcJournal open() {
        JdbcJournal fresh = opening.get();
        opened.add(fresh);
        return fresh;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Journal elsewhere() {
        return open();
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(3);
    }

    @Override
    public void letPass(Duration duration) {
        Instant end = now().plus(duration);
        for (Duration left = duration; left.compareTo(Duration.ZERO) > 0; left = Duration.between(now(), end)) {
            LockSupport.parkNanos(left.toNanos());
        }
    }

    private Instant now() {
        try (Connection connection = source.getConnection()) {
            return Sql.of("SELECT " + dialect.now() + " AS now")
                    .first(connection, row -> Sql.instant(row, "now").orElseThrow())
                    .orElseThrow();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public boolean damage(DeploymentId deployment) {
        try (Connection connection = source.getConnection()) {
            return Sql.of(
                                    "UPDATE bluegreen_event SET event = '{\"type\": \"nonsense' WHERE deployment = ? AND version = 1",
                                    deployment.value())
                            .run(connection)
                    == 1;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void pause() {
        now();
    }

    @Override
    public void close() {
        opened.forEach(JdbcJournal::close);
        if (source instanceof H2File file) {
            file.close();
        } else if (source instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
