/**
 * What can go wrong with a call, on any port: one vocabulary for all of them, since every call of the engine goes through its
 * {@link io.github.bluegreen4j.spi.CallRunner}.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.fault.Faults}.
 */
@NullMarked
package io.github.bluegreen4j.testkit.fault;

import org.jspecify.annotations.NullMarked;
