package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database file of this process: it stays open as long as its first connection. */
final class H2File implements DataSource, AutoCloseable {
    /** H2's code of a file that another process has opened. */
    private static final int IN_USE = 90020;

    /** Its recovery goes back to an older state of a file whose space was reused, and so forgets what was committed. */
    private static final String FORGETFUL = "2.5.252";

    private final String url;
    private final Connection anchor;
    private volatile boolean isClosed;

    private H2File(String url, Connection anchor) {
        this.url = url;
        this.anchor = anchor;
    }

    static H2File open(Path file) {
        // Without WRITE_DELAY=0 a commit is answered up to half a second before it is on disk. Without "async" a call
        // that is
        // given up, whose thread is interrupted therefore, takes the file along: Java closes a channel under an
        // interrupted thread.
        String url =
                "jdbc:h2:async:" + file.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=8000";
        try {
            H2File opened = new H2File(url, DriverManager.getConnection(url));
            opened.checkDurability();
            return opened;
        } catch (SQLException failed) {
            if (Drivers.isMissing(failed)) {
                throw Drivers.missing(Dialect.H2, failed);
            }
            throw new UnusableJournalException(
                    failed.getErrorCode() == IN_USE
                            ? "another process has opened " + file
                                    + ": one process has a file at a time; end that one, or"
                                    + " let several engines share a PostgreSQL journal"
                            : file + " can't be opened as a journal: " + failed.getMessage(),
                    failed);
        }
    }

    private void checkDurability() throws SQLException {
        String version = anchor.getMetaData().getDatabaseProductVersion();
        try {
            Drivers.checkH2(version);
        } catch (UnusableJournalException unusable) {
            anchor.close();
            throw unusable;
        }
        String delay = Sql.of(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
                .first(anchor, row -> row.getString("setting_value"))
                .orElse("unknown");
        if (!delay.equals("0")) {
            anchor.close();
            throw new UnusableJournalException(
                    "H2 delays writes by " + delay + " ms, so that what was acknowledged could be lost");
        }
    }

    /** Whether a version of H2, as it tells of itself, is known to lose what was acknowledged. */
    static boolean isForgetful(String version) {
        return version.startsWith(FORGETFUL);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (isClosed) {
            // A connection would open the file again.
            throw new SQLException("the file is closed", "08003");
        }
        return DriverManager.getConnection(url);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            anchor.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
