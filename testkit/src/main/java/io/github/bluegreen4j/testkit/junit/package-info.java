/**
 * For tests with JUnit Jupiter: {@link io.github.bluegreen4j.testkit.junit.SimulatedTest} says what is deployed, and every test
 * method is given a simulation of its own, which tells its story when the test fails.
 *
 * <p>JUnit Jupiter is needed to use this package, and is not brought along.
 */
@NullMarked
package io.github.bluegreen4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
