package io.github.bluegreen4j.benchmarks.port;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server on this machine, as durable as one in production: a commit is on disk before it is answered. */
public final class PostgresServer {
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");
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
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setServerConfig("max_connections", "200");
            DURABLE.forEach(setting -> builder.setServerConfig(setting, "on"));
            PostgresServer server = new PostgresServer(builder.start());
            server.requireDurable();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The server is started with an option that turns fsync off; the settings after it must win. */
    private void requireDurable() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : DURABLE) {
                try (ResultSet shown = statement.executeQuery("SHOW " + setting)) {
                    if (!shown.next() || !shown.getString(1).equals("on")) {
                        throw new IllegalStateException("PostgreSQL: " + setting + " is not on");
                    }
                }
            }
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
