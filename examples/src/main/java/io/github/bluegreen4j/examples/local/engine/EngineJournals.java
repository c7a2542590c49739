package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** Journals by their names on a command line. */
public final class EngineJournals {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    private EngineJournals() {}

    /**
     * Opens a journal.
     *
     * @param where a URL that begins with {@code jdbc:postgresql:}, or a file for H2
     */
    public static JdbcJournal open(String where) {
        if (!isPostgresql(where)) {
            return JdbcJournal.h2(Path.of(where));
        }
        // A connection for each call is enough for an example; a service has a pool.
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(where);
        return JdbcJournal.postgresql(source);
    }

    /** Whether it is a journal that several engines can share. */
    public static boolean isPostgresql(String where) {
        return where.startsWith(POSTGRESQL);
    }
}
