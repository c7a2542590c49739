package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether what connects to a database suits the journal. */
final class Drivers {
    private static final String NO_DRIVER = "No suitable driver";

    private Drivers() {}

    /** Whether no driver was found: {@link java.sql.DriverManager} says so only in words. */
    static boolean isMissing(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException
                    && String.valueOf(cause.getMessage()).startsWith(NO_DRIVER)) {
                return true;
            }
        }
        return false;
    }

    static UnusableJournalException missing(Dialect dialect, Throwable failed) {
        return new UnusableJournalException(
                "no JDBC driver for " + dialect.product() + " was found: add the Maven artifact " + dialect.artifact()
                        + " to the class path",
                failed instanceof SQLException told ? JdbcUrls.withoutPasswords(told) : failed);
    }

    /** Refuses another database than the journal is for, and a version of H2 that lacks what the journal needs. */
    static void check(Connection connection, Dialect dialect) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!product.equals(dialect.product())) {
            throw new UnusableJournalException(
                    "database: \"" + product + "\" is not allowed; allowed: " + dialect.product());
        }
    }

    /** Refuses a version of H2 that can't keep a journal. */
    static void checkH2(String version) {
        if (version.startsWith("1.")) {
            throw new UnusableJournalException(
                    "com.h2database:h2: \"" + version + "\" is too old; allowed: 2.x, for example 2.4.240");
        }
        if (H2File.isForgetful(version)) {
            throw new UnusableJournalException(
                    "com.h2database:h2: \"" + version
                            + "\" forgets what was committed when its process is killed; allowed: another version, for example 2.4.240");
        }
    }
}
