package io.github.bluegreen4j.testkit.junit;

import io.github.bluegreen4j.testkit.simulation.Scenario;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose methods are given a simulation of their own, as {@link SimulationExtension} says.
 *
 * <pre>{@code
 * class CheckoutDeploymentTest implements SimulatedTest {
 *     public Scenario scenario() {
 *         return Scenario.of(spec).hook("smoke-test", new SmokeTest());
 *     }
 *
 *     @Test
 *     void endsWell(Simulation simulation) {
 *         assertThat(simulation.run()).endedIn(SUCCESSFUL);
 *     }
 * }
 * }</pre>
 */
@ExtendWith(SimulationExtension.class)
@SuppressWarnings("exports") // whoever implements it brings JUnit
public interface SimulatedTest {

    /** What is deployed, and into which world; asked once for each test that takes part of a simulation, and made anew. */
    Scenario scenario();
}
