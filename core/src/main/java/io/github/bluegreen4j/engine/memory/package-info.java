/**
 * A journal in memory, for tests and for processes that need no durability.
 *
 * <p>Start with {@link io.github.bluegreen4j.engine.memory.InMemoryJournal}.
 */
@NullMarked
package io.github.bluegreen4j.engine.memory;

import org.jspecify.annotations.NullMarked;
