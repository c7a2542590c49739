/**
 * Contract suites: what every adapter of a port has to keep, as JUnit tests that the adapter's author inherits.
 *
 * <pre>{@code
 * class MyRouterTest extends TrafficRouterContract {
 *     protected TrafficRouterFixture fixture() {
 *         return new MyRouterFixture(); // a fresh world, and the router to it
 *     }
 * }
 * }</pre>
 *
 * <p>A fixture prepares the world in the world's own way, never through the port under test, and says what this world is
 * able to do. No test is ever skipped: what a world is not able to do selects another assertion. Every test says in its
 * Javadoc what its requirement protects from, and fails by its own assertion on a port that does nothing.
 *
 * <p>The guide {@code docs/adapters.md} shows a whole adapter with its fixtures, and what a fixture may decline.
 *
 * <p>JUnit Jupiter and AssertJ are needed to use this package, and are not brought along.
 */
@NullMarked
package io.github.bluegreen4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
