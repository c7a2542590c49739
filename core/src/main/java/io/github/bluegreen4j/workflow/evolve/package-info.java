/**
 * The state after an event.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.evolve.Evolution}, which has one method for each event. {@code HistoryRules} refuses
 * journals whose events cannot follow each other. This package uses the state and the agenda.
 */
@NullMarked
package io.github.bluegreen4j.workflow.evolve;

import org.jspecify.annotations.NullMarked;
