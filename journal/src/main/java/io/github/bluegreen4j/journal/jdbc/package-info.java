/**
 * A journal in a database: in its own file with H2, or in PostgreSQL. Start with {@link
 * io.github.bluegreen4j.journal.jdbc.JdbcJournal}.
 *
 * <p>Each deployment has one row with its current position, and its events are rows beside it, as JSON. The
 * transaction that extends a deployment compares version and fence while it holds a lock on the row of the service.
 * So neither a slow engine nor one that lost its claim can write. Leases are judged by the database's clock only. The
 * file {@code schema.sql} beside these classes describes the tables.
 */
@NullMarked
package io.github.bluegreen4j.journal.jdbc;

import org.jspecify.annotations.NullMarked;
