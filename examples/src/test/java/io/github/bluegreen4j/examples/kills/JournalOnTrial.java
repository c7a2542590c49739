package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.engine.EngineJournals;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the engines keep what happens.
 *
 * @param name its name
 * @param engines how many engines share it
 * @param address what an engine is told
 * @param server what has to be closed in the end
 */
record JournalOnTrial(String name, int engines, String address, Closeable server) implements Closeable {

    static JournalOnTrial h2(Path directory) {
        return new JournalOnTrial(
                "H2, one engine", 1, directory.resolve("deployments").toString(), () -> {});
    }

    /** A real server, as durable as one in production. */
    static JournalOnTrial postgresql() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        return new JournalOnTrial("PostgreSQL, three engines", 3, server.getJdbcUrl("postgres", "postgres"), server);
    }

    /** Opens it, when no engine has it any more. */
    JdbcJournal open() {
        return EngineJournals.open(address);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
