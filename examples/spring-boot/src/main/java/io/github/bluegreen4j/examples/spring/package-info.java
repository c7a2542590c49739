/**
 * A Spring Boot application that deploys. {@code GreeterApplication} has all that a user writes: two beans. The service that it deploys lives
 * in the same process, so that the example needs nothing else: {@code Greeters} runs its versions and answers {@code GET /hello} by the
 * weights of a route. Uses the starter and nothing else of bluegreen4j.
 */
package io.github.bluegreen4j.examples.spring;
