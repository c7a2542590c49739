package io.github.bluegreen4j.testkit.assertj;

import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Simulation;

/**
 * The entry point of the assertions. Import it statically; it may be used beside AssertJ's own {@code assertThat}.
 *
 * <pre>{@code
 * assertThat(simulation.run()).endedIn(ROLLBACK_SUCCESSFUL).rolledBackBecauseOf(ALARM).leftNothingBehind();
 * assertThat(simulation).lostNoRequest();
 * }</pre>
 */
public final class SimulationAssertions {
    private SimulationAssertions() {}

    /**
     * Starts assertions on one deployment.
     *
     * @param deployment the deployment; a running one fails assertions on its end
     * @return the assertions
     */
    public static DeploymentAssert assertThat(DeploymentRecord deployment) {
        return new DeploymentAssert(deployment);
    }

    /**
     * Starts assertions on the production traffic of a simulation.
     *
     * @param simulation the simulation, usually after its run
     * @return the assertions
     */
    public static SimulationAssert assertThat(Simulation simulation) {
        return new SimulationAssert(simulation);
    }
}
