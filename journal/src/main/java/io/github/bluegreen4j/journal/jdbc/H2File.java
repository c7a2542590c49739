package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database file of this process: it stays open as long as its first connection. Connections that are returned stay open, with the
 * statements that H2 has parsed for them, because opening one takes longer than a short transaction.
 */
final class H2File implements DataSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(H2File.class);

    private static final Set<PosixFilePermission> OWNERS_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    /** H2's code of a file that another process has opened. */
    private static final int IN_USE = 90020;

    /** Its recovery goes back to an older state of a file whose space was reused, and so forgets what was committed. */
    private static final String FORGETFUL = "2.5.252";

    private static final String ENDING = ".mv.db";

    /** How many connections stay open: more than the threads that an engine has for its journal. */
    private static final int MOST_IDLE = 16;

    private final String url;
    private final Connection anchor;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean isClosed;

    private H2File(String url, Connection anchor) {
        this.url = url;
        this.anchor = anchor;
    }

    static H2File open(Path file) {
        requirePlain(file);
        Path stored = Path.of(file.toAbsolutePath() + ENDING);
        boolean isNew = create(stored);
        // Without "async" a call that is given up, whose thread is interrupted therefore, takes the file along: Java
        // closes a channel under an interrupted thread.
        String url = "jdbc:h2:async:" + file.toAbsolutePath();
        try {
            H2File opened = new H2File(url, DriverManager.getConnection(url, settings()));
            opened.checkDurability();
            return opened;
        } catch (SQLException failed) {
            if (isNew) {
                deleteIfEmpty(stored);
            }
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

    /**
     * Settings are passed beside the URL, never in it. Without WRITE_DELAY=0 a commit is answered up to half a second before it is on disk.
     * A trace file would hold statements, for everybody to read.
     */
    private static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("WRITE_DELAY", "0");
        settings.setProperty("DB_CLOSE_ON_EXIT", "FALSE");
        settings.setProperty("LOCK_TIMEOUT", "8000");
        settings.setProperty("TRACE_LEVEL_FILE", "0");
        settings.setProperty("QUERY_CACHE_SIZE", "64");
        return settings;
    }

    /** H2 reads what follows a semicolon as settings, of which INIT runs code. */
    private static void requirePlain(Path file) {
        String text = file.toAbsolutePath().toString();
        boolean isPlain = text.indexOf(';') < 0 && text.chars().noneMatch(Character::isISOControl);
        if (!isPlain) {
            throw new UnusableJournalException("file: \"" + JdbcUrls.withoutPasswords(escaped(file.toString()))
                    + "\" is no path of a journal; allowed: a path without \";\" and control characters");
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(one -> escaped.append(
                        Character.isISOControl(one)
                                ? String.format(Locale.ROOT, "\\u%04x", one)
                                : String.valueOf((char) one)));
        return escaped.toString();
    }

    /**
     * Makes the file, and the directories above it, for nobody but its owner to read: H2 would leave that to the process's umask.
     *
     * @return whether it was made
     */
    private static boolean create(Path stored) {
        if (Files.exists(stored) || !hasOwners(stored)) {
            return false;
        }
        try {
            Files.createDirectories(stored.getParent(), PosixFilePermissions.asFileAttribute(OWNERS_DIRECTORY));
            Files.createFile(stored, PosixFilePermissions.asFileAttribute(OWNERS_FILE));
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } catch (IOException failed) {
            throw new UnusableJournalException(stored + " can't be created: " + failed, failed);
        }
    }

    private static boolean hasOwners(Path stored) {
        return stored.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void deleteIfEmpty(Path stored) {
        try {
            if (Files.size(stored) == 0) {
                Files.delete(stored);
            }
        } catch (IOException failed) {
            LOG.debug("{} is left", stored, failed);
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
        for (Connection known = idle.pollFirst(); known != null; known = idle.pollFirst()) {
            if (!known.isClosed() && known.isValid(0)) {
                return lent(known);
            }
        }
        return lent(DriverManager.getConnection(url, settings()));
    }

    /** The connection, but when it is closed it is returned. One that was aborted, or fails to roll back, is no use to anybody. */
    private Connection lent(Connection connection) {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicBoolean isAborted = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                H2File.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, called, arguments) -> {
                    switch (called.getName()) {
                        case "close" -> {
                            if (isOver.compareAndSet(false, true)) {
                                giveBack(connection, isAborted.get());
                            }
                            return null;
                        }
                        case "isClosed" -> {
                            return isOver.get() || connection.isClosed();
                        }
                        case "unwrap" -> {
                            return connection.unwrap((Class<?>) arguments[0]);
                        }
                        default -> {
                            if (isOver.get()) {
                                throw new SQLException("the connection is closed", "08003");
                            }
                            isAborted.compareAndSet(false, called.getName().equals("abort"));
                            return invoke(connection, called, arguments);
                        }
                    }
                });
    }

    private static Object invoke(Connection connection, Method called, Object[] arguments) throws Throwable {
        try {
            return called.invoke(connection, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private void giveBack(Connection connection, boolean isAborted) throws SQLException {
        if (isAborted || isClosed || idle.size() >= MOST_IDLE || !isReset(connection)) {
            connection.close();
            return;
        }
        idle.addFirst(connection);
        if (isClosed) {
            closeIdle();
        }
    }

    private static boolean isReset(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return true;
        } catch (SQLException broken) {
            LOG.debug("A connection is not used again", broken);
            return false;
        }
    }

    private void closeIdle() {
        for (Connection known = idle.pollFirst(); known != null; known = idle.pollFirst()) {
            try {
                known.close();
            } catch (SQLException failed) {
                LOG.debug("A connection could not be closed", failed);
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the file has no users");
    }

    @Override
    public void close() {
        isClosed = true;
        closeIdle();
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
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
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
