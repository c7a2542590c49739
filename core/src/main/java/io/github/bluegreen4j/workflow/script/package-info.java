/**
 * How work on the world is done: one call at a time, by observe, compare, act and observe again.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.script.ReconcileRunner}. Each {@code …Reconciler} says for one kind of effect what
 * to read and what to do about it; {@code HookRunner} invokes lifecycle hooks. This package uses the state and the rules.
 */
@NullMarked
package io.github.bluegreen4j.workflow.script;

import org.jspecify.annotations.NullMarked;
