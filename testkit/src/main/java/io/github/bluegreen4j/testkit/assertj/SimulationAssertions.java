package io.github.bluegreen4j.testkit.assertj;

import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Simulation;

/**
 * Where assertions begin. To be imported statically, also beside AssertJ's own {@code assertThat}.
 *
 * <pre>{@code
 * assertThat(simulation.run()).endedIn(ROLLBACK_SUCCESSFUL).rolledBackBecauseOf(ALARM).leftNothingBehind();
 * assertThat(simulation).lostNoRequest();
 * }</pre>
 */
public final class SimulationAssertions {
    private SimulationAssertions() {}

    /** Of one deployment. */
    public static DeploymentAssert assertThat(DeploymentRecord deployment) {
        return new DeploymentAssert(deployment);
    }

    /** Of all that has happened to production in a simulation. */
    public static SimulationAssert assertThat(Simulation simulation) {
        return new SimulationAssert(simulation);
    }
}
