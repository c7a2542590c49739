/**
 * AssertJ assertions for deployments and simulations. Import {@link
 * io.github.bluegreen4j.testkit.assertj.SimulationAssertions} statically. A failure message contains the actual and the
 * expected state and the simulation's story.
 *
 * <p>AssertJ is required. It is an optional dependency of this module, so add it to your own.
 */
@NullMarked
package io.github.bluegreen4j.testkit.assertj;

import org.jspecify.annotations.NullMarked;
