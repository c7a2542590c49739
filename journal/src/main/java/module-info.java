/**
 * Journals that outlive the process: in a file with H2, or in PostgreSQL.
 *
 * <p>Users add the driver: {@code com.h2database:h2} or {@code org.postgresql:postgresql}.
 */
module io.github.bluegreen4j.journal {
    requires transitive io.github.bluegreen4j.core;
    requires transitive java.sql;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.journal;
    exports io.github.bluegreen4j.journal.jdbc;
    exports io.github.bluegreen4j.journal.json;
}
