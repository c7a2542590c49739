package io.github.bluegreen4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Replaces the ports, the journal and the engine of an application by a simulated world, a journal in memory and the same engine in virtual
 * time. The application's beans of {@code ServiceRuntime}, {@code TrafficRouter}, {@code AlarmSource}, {@code AutoScalingGuard}, {@code
 * TimeSource}, {@code Journal} and {@code DeploymentEngine} are removed before any of them is created.
 *
 * <p>A test that has it, beside {@code @SpringBootTest} for example, may inject
 *
 * <ul>
 *   <li>{@link SimulatedScenarios}, to simulate deployments with the application's hooks, each in a world and a time of its own
 *   <li>{@code SimulatedWorld}, {@code VirtualTime} and {@code VirtualEngine}, which belong to the {@code DeploymentEngine} that the
 *       application has. Nothing happens until the test advances the time. All tests with one context share them
 * </ul>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface SimulatedPorts {}
