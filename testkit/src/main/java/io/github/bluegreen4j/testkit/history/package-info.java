/**
 * A linearizability check for journals. {@link io.github.bluegreen4j.testkit.history.JournalHistory} records concurrent
 * orders, appends, claims and releases, and searches for a sequential order that explains every answer.
 */
@NullMarked
package io.github.bluegreen4j.testkit.history;

import org.jspecify.annotations.NullMarked;
