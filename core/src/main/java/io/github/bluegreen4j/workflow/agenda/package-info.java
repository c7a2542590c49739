/**
 * What a state asks of the world: effects that must be in progress, timers that must be armed, watches that must be kept.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.agenda.DesiredEffects}. The engine compares the agenda with what is running and
 * starts the difference. This package uses the state, the rules and the calls of the scripts.
 */
@NullMarked
package io.github.bluegreen4j.workflow.agenda;

import org.jspecify.annotations.NullMarked;
