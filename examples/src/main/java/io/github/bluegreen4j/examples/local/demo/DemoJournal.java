package io.github.bluegreen4j.examples.local.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Where the engines of a run keep what happens.
 *
 * @param address what they are told, see {@link io.github.bluegreen4j.examples.local.engine.EngineJournals}; empty for their memory
 * @param server what ends with the run
 */
record DemoJournal(Optional<String> address, Closeable server) implements Closeable {

    /** One that is there already, or is kept in a file. */
    static DemoJournal at(String address) {
        return new DemoJournal(Optional.of(address), () -> {});
    }

    /** One that is gone with its engine. */
    static DemoJournal inMemory() {
        return new DemoJournal(Optional.empty(), () -> {});
    }

    /** A PostgreSQL server of its own, as durable as one in production. */
    static DemoJournal ownPostgresql() {
        System.setProperty("org.slf4j.simpleLogger.log.io.zonky.test.db.postgres", "error");
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            return new DemoJournal(Optional.of(server.getJdbcUrl("postgres", "postgres")), server);
        } catch (IOException refused) {
            throw new UncheckedIOException("PostgreSQL does not start", refused);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
