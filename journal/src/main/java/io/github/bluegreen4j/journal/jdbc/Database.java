package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final SessionBounds bounds = new SessionBounds();

    /** The connections whose limits are set for as long as they live: those that do not go with a transaction. */
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

    /** Changes something. */
    <T> T change(String what, Values values, Body<T> body) {
        return repeated(deadline -> transact(what, values, Purpose.CHANGE, deadline, body));
    }

    private <T> T repeated(Function<Deadline, T> change) {
        Deadline deadline = Deadline.in(bounds.call());
        for (int attempt = 1; ; attempt++) {
            try {
                return change.apply(deadline);
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
        AtomicInteger changed = new AtomicInteger();
        script(what, values, () -> List.of(change.changing(changed::set)));
        return changed.get();
    }

    /**
     * Changes something with statements that need no answer in between, and find all rows through keys; over a network in one round trip,
     * commit included.
     *
     * @param steps the statements; made anew if the transaction is repeated, so that no answer counts twice
     */
    void script(String what, Values values, Supplier<List<Sql.Step>> steps) {
        repeated(deadline -> together(what, values, Purpose.CHANGE, deadline, true, steps.get()));
    }

    /** The same for statements that only look, at one state of everything. */
    void read(String what, Values values, List<Sql.Step> steps) {
        together(what, values, Purpose.READ, Deadline.in(bounds.call()), true, steps);
    }

    /** Looks with one statement, in one round trip. */
    <T> List<T> readOnce(String what, Values values, Sql question, Sql.Row<T> row) {
        List<T> all = new ArrayList<>();
        List<Sql.Step> steps = List.of(question.reading(found -> all.add(row.from(found))));
        together(what, values, Purpose.READ, Deadline.in(bounds.call()), false, steps);
        return all;
    }

    /** Whether the server can be told how to plan: PostgreSQL from version 12 on. */
    private static boolean knowsPlans(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 12;
    }

    private boolean together(
            String what, Values values, Purpose purpose, Deadline deadline, boolean areKeys, List<Sql.Step> steps) {
        return dialect.isRemote()
                ? inOneRoundTrip(what, values, purpose, deadline, areKeys, steps)
                : transact(what, values, purpose, deadline, connection -> {
                    for (Sql.Step step : steps) {
                        step.run(connection);
                    }
                    return true;
                });
    }

    /** @param areKeys whether all rows are found through keys */
    private boolean inOneRoundTrip(
            String what, Values values, Purpose purpose, Deadline deadline, boolean areKeys, List<Sql.Step> steps) {
        try (Session session = open(what, purpose, deadline)) {
            try {
                Connection physical = physical(session.connection());
                List<String> before = new ArrayList<>(
                        dialect.limits(purpose.isolation, bounds, areKeys && knowsPlans(session.connection())));
                if (!watched.contains(physical)) {
                    before.add(dialect.keepAlive(bounds));
                }
                Sql.together(session.connection(), before, steps, "COMMIT");
                session.connection().commit(); // nothing is sent: the transaction is over
                session.committed();
                watched.add(physical);
                return true;
            } catch (SQLException failed) {
                boolean isKnown = purpose == Purpose.READ || SqlErrors.isAnswer(failed);
                Problem.Kind kind = isKnown ? SqlErrors.kind(failed, purpose == Purpose.READ) : Problem.Kind.UNKNOWN;
                throw problem(kind, what, values, session, failed);
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
                throw problem(SqlErrors.kind(failed, purpose == Purpose.READ), what, values, session, failed);
            }
        }
    }

    /** Tells the database how long this transaction may wait, run and idle, and once for each connection when its client counts as dead. */
    private Connection begin(Connection connection, Purpose purpose) throws SQLException {
        Connection physical = physical(connection);
        boolean isNew = !watched.contains(physical);
        if (dialect.isRemote()) {
            if (isNew) {
                Drivers.check(connection, dialect);
            }
            Sql.of(String.join("; ", dialect.limits(purpose.isolation, bounds, false)))
                    .execute(connection);
            if (isNew) {
                Sql.of(dialect.keepAlive(bounds)).execute(connection);
            }
            return physical;
        }
        if (connection.getTransactionIsolation() != purpose.isolation) {
            connection.setTransactionIsolation(purpose.isolation);
        }
        if (isNew) {
            for (String limit : dialect.limits(purpose.isolation, bounds, false)) {
                Sql.of(limit).execute(connection);
            }
        }
        return physical;
    }

    /** A pool hands out the same connection in ever new clothes. */
    private static Connection physical(Connection connection) {
        try {
            return connection.unwrap(Connection.class);
        } catch (SQLException | AbstractMethodError opaque) {
            return connection;
        }
    }

    private void commit(String what, Values values, Session session) {
        try {
            session.connection().commit();
            session.committed();
        } catch (SQLException failed) {
            throw problem(Problem.Kind.UNKNOWN, what, values, session, failed);
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
