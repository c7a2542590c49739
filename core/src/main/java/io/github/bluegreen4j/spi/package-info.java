/**
 * The ports: the interfaces through which the engine uses the outside world. Implement them to write an adapter.
 *
 * <p>Ports are small and blocking. One method call is one attempt: it does not retry, sleep or wait for the world to
 * reach a state. It returns, or it throws a {@link io.github.bluegreen4j.spi.PortException} with the kind of problem.
 * Waiting, retrying and deadlines belong to the engine. The engine makes every call through {@link
 * io.github.bluegreen4j.spi.CallRunner}, on its own threads and with a maximum duration. It abandons a call that
 * exceeds the maximum and interrupts its thread. Until the call can no longer take effect, the engine sends nothing
 * else to the same resource.
 *
 * <p>Every port has a contract suite in the testkit. An adapter's test inherits it and must pass all of it.
 */
@NullMarked
package io.github.bluegreen4j.spi;

import org.jspecify.annotations.NullMarked;
