package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things in transactions of their own, each within the time that its caller waits for it. What fails is undone; what may have been
 * committed is unknown.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** The SQL state of a key that exists already. */
    static final String EXISTS = "23505";

    /** A transaction that inserts what another one has just inserted is repeated, and finds it. */
    private static final int TRIES = 3;

    private final DataSource source;
    private final Dialect dialect;
    private final String name;
    private final Bounds bounds = new Bounds();

    /** The connections whose server knows when their client counts as dead. */
    private final Set<Connection> watched = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The login time-out that was set here; zero for none. */
    private volatile int loginTimeout;

    private volatile boolean isClosed;

    /** @param name what the journal is called in messages */
    Database(DataSource source, Dialect dialect, String name) {
        this.source = source;
        this.dialect = dialect;
        this.name = name;
        limitLogin();
    }

    /** Every later call answers that the journal is closed. */
    void close() {
        isClosed = true;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Callers wait for each call for so long. */
    void limitCalls(Duration longest) {
        bounds.limit(longest);
        watched.clear();
        limitLogin();
    }

    /** A source that would wait for ever for a connection waits for one call, unless its user has said how long. */
    private void limitLogin() {
        if (!dialect.isRemote()) {
            return;
        }
        try {
            int known = source.getLoginTimeout();
            if (known == 0 || known == loginTimeout) {
                loginTimeout = (int) Math.max(1, bounds.call().toSeconds());
                source.setLoginTimeout(loginTimeout);
            }
        } catch (SQLException | RuntimeException unsupported) {
            LOG.debug("The login time-out of the data source is its own", unsupported);
        }
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Body<T> {
        T in(Connection connection) throws SQLException;
    }

    /** What a transaction is for. */
    private enum Purpose {
        /** It sees one state of everything. */
        READ(Connection.TRANSACTION_REPEATABLE_READ),
        CHANGE(Connection.TRANSACTION_READ_COMMITTED);

        private final int isolation;

        Purpose(int isolation) {
            this.isolation = isolation;
        }
    }

    /** Looks, at one state of everything. */
    <T> T read(String what, Values values, Body<T> body) {
        return transact(what, values, Purpose.READ, Deadline.in(bounds.call()), body);
    }

    /** Changes something. */
    <T> T change(String what, Values values, Body<T> body) {
        Deadline deadline = Deadline.in(bounds.call());
        for (int attempt = 1; ; attempt++) {
            try {
                return transact(what, values, Purpose.CHANGE, deadline, body);
            } catch (PortException failed) {
                if (attempt == TRIES || !wasInsertedByAnother(failed)) {
                    throw failed;
                }
            }
        }
    }

    /**
     * Changes something with one statement. Over a network that takes one round trip, commit included: no lock is held while nobody
     * knows whether the other end is still there.
     *
     * @return how many rows it changed
     */
    int once(String what, Values values, Sql change) {
        return dialect.isRemote()
                ? together(what, values, Purpose.CHANGE, change, Sql::run)
                : change(what, values, change::run);
    }

    /** Looks with one statement, in one round trip. */
    <T> List<T> readOnce(String what, Values values, Sql question, Sql.Row<T> row) {
        return dialect.isRemote()
                ? together(what, values, Purpose.READ, question, (sql, connection) -> sql.all(connection, row))
                : read(what, values, connection -> question.all(connection, row));
    }

    /** How a statement is run. */
    @FunctionalInterface
    private interface Run<T> {
        T run(Sql statement, Connection connection) throws SQLException;
    }

    private <T> T together(String what, Values values, Purpose purpose, Sql statement, Run<T> run) {
        try (Session session = open(what, purpose, Deadline.in(bounds.call()))) {
            try {
                String limits = dialect.limits(purpose.isolation, bounds);
                T result = run.run(statement.between(limits, "COMMIT"), session.connection());
                session.connection().commit(); // nothing is sent: the transaction is over
                return result;
            } catch (SQLException failed) {
                rollBack(session);
                boolean isKnown = purpose == Purpose.READ || SqlErrors.isAnswer(failed);
                Problem.Kind kind = isKnown ? SqlErrors.kind(failed, purpose == Purpose.READ) : Problem.Kind.UNKNOWN;
                throw problem(kind, what, values, session, failed);
            } catch (RuntimeException failed) {
                rollBack(session);
                throw failed;
            }
        }
    }

    private Session open(String what, Purpose purpose, Deadline deadline) {
        if (isClosed) {
            throw closed(what);
        }
        try {
            return Session.open(source, dialect, deadline);
        } catch (SQLException failed) {
            throw isClosed
                    ? closed(what)
                    : new PortException(
                            new Problem(
                                    SqlErrors.kind(failed, purpose == Purpose.READ),
                                    what,
                                    "journal",
                                    SqlErrors.text(failed)),
                            JdbcUrls.withoutPasswords(failed));
        }
    }

    private <T> T transact(String what, Values values, Purpose purpose, Deadline deadline, Body<T> body) {
        try (Session session = open(what, purpose, deadline)) {
            try {
                Connection physical = begin(session.connection(), purpose);
                T result = body.in(session.connection());
                commit(what, values, session);
                watched.add(physical);
                return result;
            } catch (SQLException failed) {
                rollBack(session);
                throw problem(SqlErrors.kind(failed, purpose == Purpose.READ), what, values, session, failed);
            } catch (RuntimeException failed) {
                rollBack(session);
                throw failed;
            }
        }
    }

    /** Tells the database how long this transaction may wait, run and idle, and once for each connection when its client counts as dead. */
    private Connection begin(Connection connection, Purpose purpose) throws SQLException {
        if (!dialect.isRemote()) {
            connection.setTransactionIsolation(purpose.isolation);
        }
        Sql.of(dialect.limits(purpose.isolation, bounds)).execute(connection);
        Connection physical = connection.unwrap(Connection.class);
        if (dialect.isRemote() && !watched.contains(physical)) {
            Sql.of(dialect.keepAlive(bounds)).execute(connection);
        }
        return physical;
    }

    private void commit(String what, Values values, Session session) {
        try {
            session.connection().commit();
        } catch (SQLException failed) {
            throw problem(Problem.Kind.UNKNOWN, what, values, session, failed);
        }
    }

    private static void rollBack(Session session) {
        try {
            session.connection().rollback();
        } catch (SQLException failed) {
            // The database does it when the connection is gone.
            LOG.debug("A transaction could not be rolled back", failed);
        }
    }

    private PortException closed(String what) {
        return new PortException(
                new Problem(Problem.Kind.UNAVAILABLE, what, "journal", "the journal in " + name + " is closed"));
    }

    private PortException problem(Problem.Kind kind, String what, Values values, Session session, SQLException failed) {
        if (isClosed && kind == Problem.Kind.UNAVAILABLE) {
            return closed(what);
        }
        String faults = kind == Problem.Kind.REFUSED ? values.faults() : "";
        String late = session.isAborted() ? "no answer within " + bounds.call().toMillis() + " ms; " : "";
        String text = late + (faults.isEmpty() ? "" : faults + "; the database says ") + SqlErrors.text(failed);
        return new PortException(new Problem(kind, what, "journal", text), JdbcUrls.withoutPasswords(failed));
    }

    private static boolean wasInsertedByAnother(PortException failed) {
        return failed.problem().kind() == Problem.Kind.UNAVAILABLE
                && failed.getCause() instanceof SQLException cause
                && EXISTS.equals(cause.getSQLState());
    }
}
