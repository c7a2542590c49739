/**
 * What all durable journals share, and a journal that forwards to another one. To store deployments in a database,
 * start with {@code io.github.bluegreen4j.journal.jdbc.JdbcJournal}.
 */
@NullMarked
package io.github.bluegreen4j.journal;

import org.jspecify.annotations.NullMarked;
