/**
 * A journal in a database: in a file of its own with H2, or in PostgreSQL. Start with {@link
 * io.github.bluegreen4j.journal.jdbc.JdbcJournal}.
 *
 * <p>A row for each deployment says where it stands, and its events are rows beside it, as JSON. Version and fence are compared in the
 * transaction that extends a deployment, with the row of its service locked, so that neither a slow engine nor one that lost its claim
 * writes anything. Leases are judged by the database's clock alone. The tables are described in {@code schema.sql} beside these
 * classes.
 */
@NullMarked
package io.github.bluegreen4j.journal.jdbc;

import org.jspecify.annotations.NullMarked;
