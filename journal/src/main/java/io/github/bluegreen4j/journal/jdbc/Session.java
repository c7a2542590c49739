package io.github.bluegreen4j.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection for one transaction, which ends in time whatever becomes of the network: the database ends what waits for a lock or
 * idles, a read from the network has a time-out, and when the call's time is over the connection is aborted. Then the thread that waits
 * for an answer goes on, and the pool gets its slot back.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** To abort a connection may take long, too. */
    private static final Executor ABORTING = Session::onItsOwn;

    /** The SQL state of a connection that could not be had. */
    private static final String NOT_CONNECTED = "08001";

    private enum Phase {
        OPEN,
        ABORTED,
        CLOSED
    }

    private final Connection connection;
    private final boolean autoCommit;
    private final int networkTimeout;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> aborted = new CompletableFuture<>();

    private boolean committed;

    private Session(Connection connection, boolean autoCommit, int networkTimeout) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.networkTimeout = networkTimeout;
    }

    /**
     * Takes a connection.
     *
     * @param deadline when the call's time is over
     */
    static Session open(DataSource source, Dialect dialect, Deadline deadline) throws SQLException {
        Connection connection = source.getConnection();
        Session session;
        try {
            Duration left = deadline.left();
            if (left.isNegative() || left.isZero()) {
                throw new SQLException(
                        "no connection could be had in " + deadline.length().toMillis() + " ms", NOT_CONNECTED);
            }
            int networkTimeout = dialect.isRemote() ? limitNetwork(connection, deadline.length()) : 0;
            session = new Session(connection, connection.getAutoCommit(), networkTimeout);
            session.watch(left);
        } catch (SQLException | RuntimeException failed) {
            close(connection);
            throw failed;
        }
        try {
            connection.setAutoCommit(false);
            return session;
        } catch (SQLException | RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    private void watch(Duration left) {
        CompletableFuture<Void> unused = ending.orTimeout(left.toMillis() + 1, TimeUnit.MILLISECONDS)
                .whenComplete((closed, late) -> {
                    if (late != null) {
                        ABORTING.execute(this::abort);
                    }
                });
    }

    Connection connection() {
        return connection;
    }

    /** Whether the connection was aborted, because the call's time was over. */
    boolean isAborted() {
        return phase.get() == Phase.ABORTED;
    }

    /** @return the time-out that the connection had before */
    private static int limitNetwork(Connection connection, Duration longest) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(ABORTING, (int) Math.min(longest.toMillis(), Integer.MAX_VALUE));
            return before;
        } catch (SQLFeatureNotSupportedException | AbstractMethodError unsupported) {
            LOG.debug("The driver knows no network time-out", unsupported);
            return 0;
        }
    }

    private void abort() {
        if (!phase.compareAndSet(Phase.OPEN, Phase.ABORTED)) {
            return;
        }
        try {
            connection.abort(ABORTING);
        } catch (SQLException | RuntimeException | AbstractMethodError failed) {
            LOG.debug("A connection could not be aborted", failed);
        }
        aborted.complete(null);
    }

    /** What was done is committed: there is nothing to undo. */
    void committed() {
        committed = true;
    }

    /** Undoes what was not committed. A connection on which that fails is no use to anybody. */
    @Override
    public void close() {
        boolean isClean = committed || isRolledBack();
        ending.complete(null);
        if (!isClean) {
            abort();
        }
        if (phase.compareAndSet(Phase.OPEN, Phase.CLOSED)) {
            restore();
        } else {
            // A pool must not hand it out again before it is dead.
            aborted.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        }
        close(connection);
    }

    private boolean isRolledBack() {
        try {
            connection.rollback();
            return true;
        } catch (SQLException failed) {
            // The database does it when the connection is gone.
            LOG.debug("A transaction could not be rolled back", JdbcUrls.withoutPasswords(failed));
            return false;
        }
    }

    /** The connection is somebody else's next. */
    private void restore() {
        try {
            if (connection.isClosed()) {
                return;
            }
            connection.setAutoCommit(autoCommit);
            connection.setNetworkTimeout(ABORTING, networkTimeout);
        } catch (SQLException | AbstractMethodError failed) {
            LOG.debug("A connection could not be restored", failed);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            LOG.debug("A connection could not be closed", JdbcUrls.withoutPasswords(failed));
        }
    }

    private static void onItsOwn(Runnable work) {
        Thread thread = new Thread(work, "bluegreen4j-journal-abort");
        thread.setDaemon(true);
        thread.start();
    }
}
