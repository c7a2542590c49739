/**
 * The ports of the engine, written for the local runner and load balancer: an example of how to write adapters.
 *
 * <p>An adapter translates, and does nothing else. Each method is one attempt that does not retry and does not wait; what
 * it is asked in the engine's words it asks in the world's, and what the world refuses becomes one of five kinds of
 * problem ({@code LocalProblems} is where that is decided, once for all). It keeps nothing, so it is safe for many threads.
 * The adapters know {@code model} and {@code spi}, and pass the contract suites of the testkit.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.adapter;

import org.jspecify.annotations.NullMarked;
