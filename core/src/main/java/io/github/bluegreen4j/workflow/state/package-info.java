/**
 * The state of one deployment, as immutable values, and the graph of its stages.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.state.DeploymentState}; most of what a state holds is in
 * {@link io.github.bluegreen4j.workflow.state.Running}. This package uses only the model and the events.
 */
@NullMarked
package io.github.bluegreen4j.workflow.state;

import org.jspecify.annotations.NullMarked;
