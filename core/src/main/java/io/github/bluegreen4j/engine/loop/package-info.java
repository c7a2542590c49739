/**
 * The machinery under the engine: the loop with its inbox and timers, the thread that runs it, the calls of the ports and the threads
 * they run on.
 *
 * <p>Start with {@code Loop}. Nothing here knows what a deployment is. The package is not exported.
 */
@NullMarked
package io.github.bluegreen4j.engine.loop;

import org.jspecify.annotations.NullMarked;
