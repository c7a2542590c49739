/**
 * Faults of calls: one vocabulary for all ports, because the engine makes every call through its {@link
 * io.github.bluegreen4j.spi.CallRunner}.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.fault.Faults}.
 */
@NullMarked
package io.github.bluegreen4j.testkit.fault;

import org.jspecify.annotations.NullMarked;
