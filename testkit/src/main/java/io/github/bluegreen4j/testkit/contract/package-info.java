/**
 * Contract suites: the requirements on every adapter of a port, as JUnit tests that the adapter's author inherits.
 *
 * <pre>{@code
 * class MyRouterTest extends TrafficRouterContract {
 *     protected TrafficRouterFixture fixture() {
 *         return new MyRouterFixture(); // a fresh world, and the router to it
 *     }
 * }
 * }</pre>
 *
 * <p>A fixture sets up the world directly, never through the port under test. It also says what its world is able to do. No
 * test is skipped: if the world lacks an ability, the test asserts something weaker. The Javadoc of each test says which
 * failure its requirement prevents. Each test fails on a port that does nothing.
 *
 * <p>The guide {@code docs/adapters.md} shows a whole adapter with its fixtures, and what a fixture may decline.
 *
 * <p>JUnit Jupiter and AssertJ are required. They are optional dependencies of this module, so add them to your own.
 */
@NullMarked
package io.github.bluegreen4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
