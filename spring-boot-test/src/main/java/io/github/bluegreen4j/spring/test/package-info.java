/**
 * Tests of Spring Boot applications that deploy. {@link io.github.bluegreen4j.spring.test.BlueGreenTest} starts the hooks, listeners and
 * policies of an application without the rest of it; {@link io.github.bluegreen4j.spring.test.SimulatedPorts} puts a simulated world in the
 * place of the real ports. Uses the testkit and the auto-configuration.
 */
@NullMarked
package io.github.bluegreen4j.spring.test;

import org.jspecify.annotations.NullMarked;
