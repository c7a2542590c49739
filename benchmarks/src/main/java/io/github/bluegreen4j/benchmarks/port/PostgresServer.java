package io.github.bluegreen4j.benchmarks.port;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server on this machine, as durable as one in production: a commit is on disk before it is answered. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;

    /** Started when it is first asked for. It ends with this process. */
    private static final class Holder {
        static final PostgresServer SHARED = start();
    }

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** {@return the server of this process} */
    public static PostgresServer shared() {
        return Holder.SHARED;
    }

    private static PostgresServer start() {
        try {
            return new PostgresServer(EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "200")
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * {@return a pool of connections to an empty database of its own}
     *
     * @param connections the size of the pool
     * @throws SQLException if the database cannot be created
     */
    public HikariDataSource pool(int connections) throws SQLException {
        String database = "benchmark" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", database));
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
