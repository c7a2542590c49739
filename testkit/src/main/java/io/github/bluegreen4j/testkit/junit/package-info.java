/**
 * Support for JUnit Jupiter. Implement {@link io.github.bluegreen4j.testkit.junit.SimulatedTest} to say what is deployed;
 * every test method then receives its own simulation, whose story is printed if the test fails.
 *
 * <p>JUnit Jupiter is required. It is an optional dependency of this module, so add it to your own.
 */
@NullMarked
package io.github.bluegreen4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
