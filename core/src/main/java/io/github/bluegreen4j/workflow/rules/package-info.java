/**
 * The rules that keep a deployment safe: which readings allow which step.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.rules.Guards}, which has one method for each rule. {@code Inspection} decides who
 * is blue. This package uses only the state.
 */
@NullMarked
package io.github.bluegreen4j.workflow.rules;

import org.jspecify.annotations.NullMarked;
