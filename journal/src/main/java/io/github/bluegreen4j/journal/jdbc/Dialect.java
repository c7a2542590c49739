package io.github.bluegreen4j.journal.jdbc;

import java.sql.Connection;
import java.util.List;

/** In what the two databases differ. */
enum Dialect {
    H2(
            "H2",
            "com.h2database:h2",
            "CURRENT_TIMESTAMP",
            "DATEADD('MILLISECOND', ?, CURRENT_TIMESTAMP)",
            "MERGE INTO bluegreen_engine (engine, lease_until) KEY (engine) VALUES (?, "
                    + "DATEADD('MILLISECOND', ?, CURRENT_TIMESTAMP))",
            "SELECT 1"),
    POSTGRESQL(
            "PostgreSQL",
            "org.postgresql:postgresql",
            "clock_timestamp()",
            "clock_timestamp() + ? * INTERVAL '1 millisecond'",
            "INSERT INTO bluegreen_engine (engine, lease_until) VALUES (?, clock_timestamp() + ? * INTERVAL '1"
                    + " millisecond') ON CONFLICT (engine) DO UPDATE SET lease_until = EXCLUDED.lease_until",
            "SELECT pg_advisory_xact_lock(4857322104)");

    private final String product;
    private final String artifact;
    private final String now;
    private final String later;
    private final String renew;
    private final String alone;

    Dialect(String product, String artifact, String now, String later, String renew, String alone) {
        this.product = product;
        this.artifact = artifact;
        this.now = now;
        this.later = later;
        this.renew = renew;
        this.alone = alone;
    }

    /** The database's clock, which goes on during a transaction. */
    String now() {
        return now;
    }

    /** When a statement arrived: before everything that it sees. */
    String asked() {
        return this == H2 ? now : "statement_timestamp()";
    }

    /** Whether the lease of an engine holds: the parameter or the column that has its name. */
    String holds(String engine) {
        return "EXISTS (SELECT 1 FROM bluegreen_engine e WHERE e.engine = " + engine + " AND e.lease_until > " + asked()
                + ")";
    }

    /** An insertion does nothing when somebody else has been faster; otherwise it fails, and the transaction is repeated. */
    String orNothing() {
        return this == H2 ? "" : " ON CONFLICT DO NOTHING";
    }

    /** So many milliseconds from now; a parameter. */
    String later() {
        return later;
    }

    /** An engine's lease holds for so many milliseconds from now: engine, milliseconds. */
    String renew() {
        return renew;
    }

    /**
     * Waits until no other process creates or migrates the tables. A file has one process, and H2 commits each of these statements by
     * itself: what was interrupted is repeated.
     */
    String alone() {
        return alone;
    }

    /** Whether a network lies between: then answers may never come. */
    boolean isRemote() {
        return this == POSTGRESQL;
    }

    /**
     * Limits the transaction that begins: how long it waits for a lock, a statement runs, and it idles before the server ends it. They
     * go with the transaction, so that no pool, and no proxy between, carries them to others. {@code set_config} in the PostgreSQL manual;
     * H2 knows one limit, that of the connection.
     *
     * @param isPlannedOnce whether a statement is planned once for each connection: where its rows are found through keys, planning takes
     *     longer than running it
     */
    List<String> limits(int isolation, SessionBounds bounds, boolean isPlannedOnce) {
        return this == H2
                ? List.of("SET LOCK_TIMEOUT " + bounds.lock().toMillis())
                : List.of(
                        "SET TRANSACTION ISOLATION LEVEL "
                                + (isolation == Connection.TRANSACTION_REPEATABLE_READ
                                        ? "REPEATABLE READ"
                                        : "READ COMMITTED"),
                        "SELECT set_config('lock_timeout', '" + bounds.lock().toMillis()
                                + "', TRUE), set_config('statement_timeout', '"
                                + bounds.statement().toMillis()
                                + "', TRUE), set_config('idle_in_transaction_session_timeout', '"
                                + bounds.call().toMillis() + "', TRUE)"
                                + (isPlannedOnce ? ", set_config('plan_cache_mode', 'force_generic_plan', TRUE)" : ""));
    }

    /**
     * Tells the server to probe a client that is silent, and after how long it is dead: its connection takes the place of a living one.
     * What an older server does not know is left out.
     */
    String keepAlive(SessionBounds bounds) {
        long seconds = Math.max(1, bounds.call().toSeconds());
        return "SELECT set_config(wanted.name, wanted.value, FALSE) FROM (VALUES ('tcp_keepalives_idle', '" + seconds
                + "'), ('tcp_keepalives_interval', '" + Math.max(1, seconds / 3)
                + "'), ('tcp_keepalives_count', '3'), ('tcp_user_timeout', '" + 2000 * seconds
                + "')) AS wanted (name, value) JOIN pg_settings known ON known.name = wanted.name";
    }

    /** What the database calls itself. */
    String product() {
        return product;
    }

    /** The Maven artifact of its driver. */
    String artifact() {
        return artifact;
    }
}
