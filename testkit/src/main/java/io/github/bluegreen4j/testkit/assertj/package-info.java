/**
 * Assertions on deployments and simulations, in the manner of AssertJ: {@link
 * io.github.bluegreen4j.testkit.assertj.SimulationAssertions} is to be imported statically. A failure says what was, what was
 * wanted, and tells the story.
 *
 * <p>AssertJ is needed to use this package, and is not brought along.
 */
@NullMarked
package io.github.bluegreen4j.testkit.assertj;

import org.jspecify.annotations.NullMarked;
