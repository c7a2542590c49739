package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that a database of H2 that belongs to the application can hold a journal. */
final class H2Pool {
    private static final Logger LOG = LoggerFactory.getLogger(H2Pool.class);

    private static final String PREFIX = "jdbc:h2:";

    private H2Pool() {}

    /**
     * Refuses what would lose the journal or the application's data, and makes H2 write each commit at once.
     *
     * @return what the database is called in messages
     */
    static String prepare(DataSource source) {
        try (Connection connection = source.getConnection()) {
            Drivers.check(connection, Dialect.H2);
            Drivers.checkH2(connection.getMetaData().getDatabaseProductVersion());
            String url = JdbcUrls.withoutPasswords(connection.getMetaData().getURL());
            if (isInMemory(url)) {
                LOG.warn("The journal is in {}: in memory, so all deployments are forgotten with the process", url);
                return url;
            }
            requireAsync(url);
            writeAtOnce(connection, url);
            return url;
        } catch (SQLException failed) {
            throw Drivers.isMissing(failed)
                    ? Drivers.missing(Dialect.H2, failed)
                    : new UnusableJournalException(
                            "H2 can't be opened as a journal: " + SqlErrors.text(failed),
                            JdbcUrls.withoutPasswords(failed));
        }
    }

    private static boolean isInMemory(String url) {
        return has(url, "mem:");
    }

    private static boolean has(String url, String kind) {
        return url.toLowerCase(Locale.ROOT).startsWith(PREFIX + kind);
    }

    /**
     * The engine interrupts a call that it abandons. Java closes a file channel under an interrupted thread, and with it the database of the
     * whole application; the file system "async" of H2 has no such channel. Over a network the file is the server's.
     */
    private static void requireAsync(String url) {
        if (!has(url, "async:") && !has(url, "tcp:") && !has(url, "ssl:")) {
            String path =
                    has(url, "file:") ? url.substring((PREFIX + "file:").length()) : url.substring(PREFIX.length());
            throw new UnusableJournalException("url: \"" + url
                    + "\" is not allowed: H2 closes such a file, for the whole application, when a call that uses it is"
                    + " interrupted; allowed: the same file as \"" + PREFIX + "async:" + path + "\"");
        }
    }

    private static void writeAtOnce(Connection connection, String url) throws SQLException {
        if (writeDelay(connection).equals("0")) {
            return;
        }
        try {
            Sql.of("SET WRITE_DELAY 0").execute(connection);
        } catch (SQLException refused) {
            throw new UnusableJournalException(
                    "H2 delays writes, so that what was acknowledged could be lost, and its user may not change that: "
                            + SqlErrors.text(refused) + "; add \";WRITE_DELAY=0\" to the URL " + url,
                    JdbcUrls.withoutPasswords(refused));
        }
        LOG.info("H2 now writes every commit to {} at once (WRITE_DELAY=0), also those of the application", url);
    }

    private static String writeDelay(Connection connection) throws SQLException {
        return Sql.of("SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
                .first(connection, row -> row.getString("setting_value"))
                .orElse("unknown");
    }
}
