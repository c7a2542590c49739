package io.github.bluegreen4j.journal.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL server, one for all tests of a run, as durable as one in production. */
final class Postgres {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final class Holder {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private Postgres() {}

    /** An empty database of its own. */
    static DataSource database() {
        return Holder.SERVER.getDatabase("postgres", created("DATABASE"));
    }

    /** An empty schema of its own, in a database with others: it takes much less time than a database. */
    static DataSource schema() {
        return Holder.SERVER.getDatabase("postgres", "postgres", Map.of("currentSchema", created("SCHEMA")));
    }

    private static String created(String what) {
        String name = "journal" + NUMBERS.incrementAndGet();
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE " + what + " " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return name;
    }
}
