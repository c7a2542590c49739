/**
 * Explains a state to people. It asks the workflow what each timer and each command would lead to, so it cannot say anything else than
 * what happens. It uses all of the workflow and is used by the engine. Start reading at {@code Explainer}.
 */
@NullMarked
package io.github.bluegreen4j.workflow.explain;

import org.jspecify.annotations.NullMarked;
