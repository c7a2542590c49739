package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.fault.TcpProxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pool that is given a URL, as Spring Boot does it. pgjdbc ignores the login time-out that HikariCP sets in {@code DriverManager}: without
 * one in the URL, a connection that the pool opens while the network is silent hangs forever, and HikariCP opens no other meanwhile.
 */
class PoolOverUrlTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void itGoesOnWhenTheNetworkDoesIfTheUrlHasALoginTimeout() throws Exception {
        PGSimpleDataSource server = Postgres.database().unwrap(PGSimpleDataSource.class);
        try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress("localhost", server.getPortNumbers()[0]));
                HikariDataSource pool = new HikariDataSource(over(proxy, server.getDatabaseName()))) {
            JdbcJournal journal = JdbcJournal.postgresql(pool);
            journal.limitCalls(Duration.ofSeconds(2));
            assertThat(isAnswered(journal)).isTrue();
            proxy.cut();
            int connections = proxy.connections();
            eventually("the pool tries to open a connection", () -> {
                assertThat(isAnswered(journal)).isFalse();
                return proxy.connections() > connections + 1;
            });
            proxy.restore();
            eventually("the journal answers", () -> isAnswered(journal));
        }
    }

    /** Each look takes as long as a call of the journal. */
    private static void eventually(String what, BooleanSupplier holds) {
        long since = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - since)).as(what).isLessThan(PATIENCE);
        }
    }

    private static HikariConfig over(TcpProxy proxy, String database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + proxy.port() + "/" + database
                + "?user=postgres&loginTimeout=1&socketTimeout=5");
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(500);
        config.setInitializationFailTimeout(PATIENCE.toMillis());
        return config;
    }

    private static boolean isAnswered(JdbcJournal journal) {
        try {
            journal.renew("a", Duration.ofMinutes(10));
            return true;
        } catch (PortException failed) {
            return false;
        }
    }
}
