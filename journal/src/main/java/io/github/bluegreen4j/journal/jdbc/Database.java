package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things in transactions of their own. What fails is undone; what may have been committed is unknown. */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** The SQL state of a key that exists already. */
    static final String EXISTS = "23505";

    /** A transaction that inserts what another one has just inserted is repeated, and finds it. */
    private static final int TRIES = 3;

    private final DataSource source;
    private final Dialect dialect;
    private final String name;
    private volatile boolean isClosed;

    /** @param name what the journal is called in messages */
    Database(DataSource source, Dialect dialect, String name) {
        this.source = source;
        this.dialect = dialect;
        this.name = name;
    }

    /** Every later call answers that the journal is closed. */
    void close() {
        isClosed = true;
    }

    Dialect dialect() {
        return dialect;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Body<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Looks, at one state of everything. */
    <T> T read(String what, Body<T> body) {
        return transact(what, Connection.TRANSACTION_REPEATABLE_READ, body);
    }

    /** Changes something. */
    <T> T change(String what, Body<T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transact(what, Connection.TRANSACTION_READ_COMMITTED, body);
            } catch (PortException failed) {
                if (attempt == TRIES || !wasInsertedByAnother(failed)) {
                    throw failed;
                }
            }
        }
    }

    private static boolean wasInsertedByAnother(PortException failed) {
        return failed.problem().kind() == Problem.Kind.UNAVAILABLE
                && failed.getCause() instanceof SQLException cause
                && EXISTS.equals(cause.getSQLState());
    }

    private <T> T transact(String what, int isolation, Body<T> body) {
        if (isClosed) {
            throw closed(what);
        }
        try {
            Connection connection = source.getConnection();
            try {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(isolation);
                T result = undoneWhenItFails(connection, body);
                commit(what, connection);
                return result;
            } finally {
                close(connection);
            }
        } catch (SQLException failed) {
            throw isClosed ? closed(what) : problem(Problem.Kind.UNAVAILABLE, what, failed);
        }
    }

    private PortException closed(String what) {
        return new PortException(
                new Problem(Problem.Kind.UNAVAILABLE, what, "journal", "the journal in " + name + " is closed"));
    }

    private static <T> T undoneWhenItFails(Connection connection, Body<T> body) throws SQLException {
        try {
            return body.in(connection);
        } catch (SQLException | RuntimeException failed) {
            rollBack(connection);
            throw failed;
        }
    }

    /** What was committed stays committed, however the connection ends. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            LOG.debug("A connection could not be closed", failed);
        }
    }

    private static void commit(String what, Connection connection) {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw problem(Problem.Kind.UNKNOWN, what, failed);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException failed) {
            // The database does it when the connection is gone.
            LOG.debug("A transaction could not be rolled back", failed);
        }
    }

    private static PortException problem(Problem.Kind kind, String what, SQLException failed) {
        return new PortException(
                new Problem(kind, what, "journal", failed.getSQLState() + ": " + failed.getMessage()), failed);
    }
}
