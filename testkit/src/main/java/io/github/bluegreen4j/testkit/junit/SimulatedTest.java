package io.github.bluegreen4j.testkit.junit;

import io.github.bluegreen4j.testkit.simulation.Scenario;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose methods receive their own simulation as a parameter, see {@link SimulationExtension}.
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
@SuppressWarnings("exports") // users depend on JUnit
public interface SimulatedTest {

    /**
     * Creates the scenario: what is deployed, and into which world. Called once for each test that has a parameter of the
     * simulation.
     *
     * @return a new scenario
     */
    Scenario scenario();
}
