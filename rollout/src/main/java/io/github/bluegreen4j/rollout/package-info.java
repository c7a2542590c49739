/**
 * Rollouts: many deployments in waves, on the same journal. A rollout is a composition of ordinary deployments: {@code RolloutMachine}
 * decides from the stored decisions and from how the deployments stand, and {@code RolloutDriver} does what it says.
 *
 * <p>Start with {@link io.github.bluegreen4j.rollout.Rollouts}, inside with {@code RolloutMachine}. It uses the model, the ports and the
 * public API of the engine.
 */
@NullMarked
package io.github.bluegreen4j.rollout;

import org.jspecify.annotations.NullMarked;
