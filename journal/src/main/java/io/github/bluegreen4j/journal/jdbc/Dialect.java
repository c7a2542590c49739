package io.github.bluegreen4j.journal.jdbc;

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

    /** What the database calls itself. */
    String product() {
        return product;
    }

    /** The Maven artifact of its driver. */
    String artifact() {
        return artifact;
    }
}
