/**
 * How AWS is called: one call is one attempt, within the budget of its API group, and what went wrong is classified once.
 *
 * <p>The engine itself tries again, on its own timers. {@link io.github.bluegreen4j.aws.call.ApiCalls} makes the attempts, and {@link
 * io.github.bluegreen4j.aws.call.ApiBudget} says whether there may be one.
 */
@NullMarked
package io.github.bluegreen4j.aws.call;

import org.jspecify.annotations.NullMarked;
