/**
 * The ports: what the engine asks of the world, and of you if you write an adapter.
 *
 * <p>Ports are small and blocking. One method call is one attempt: it does not retry, does not sleep and does not wait for
 * the world to get somewhere; it answers, or throws a {@link io.github.bluegreen4j.spi.PortException} that says what kind
 * of problem it is. Waiting, retrying and deadlines are the engine's. Every call is made through one seam,
 * {@link io.github.bluegreen4j.spi.CallRunner}, on threads of the engine's own choosing, with a maximum duration; a call
 * that exceeds it is abandoned (and its thread interrupted), and what it does later is accounted for as something that may
 * still land.
 *
 * <p>Every port has a contract suite in the testkit: an adapter inherits it and has to pass all of it.
 */
@NullMarked
package io.github.bluegreen4j.spi;

import org.jspecify.annotations.NullMarked;
