/**
 * How the adapters call AWS. Each call is one attempt within the budget of its API group, and each error is classified once.
 * The engine retries on its own timers.
 *
 * <p>Start with {@link io.github.bluegreen4j.aws.call.ApiCalls}, which makes the requests. {@link
 * io.github.bluegreen4j.aws.call.ApiBudget} limits their rate.
 */
@NullMarked
package io.github.bluegreen4j.aws.call;

import org.jspecify.annotations.NullMarked;
