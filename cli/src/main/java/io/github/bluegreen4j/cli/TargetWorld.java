package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.Collection;
import java.util.Map;

/** Where services run. */
interface TargetWorld {
    /** What is asked before anything is ordered. */
    ServiceRuntime runtime();

    /** Gives an engine its ports, and the times that suit this world. */
    void furnish(EngineBuilder engine);

    /** Gives a specification the limits that suit this world, before what the user says. */
    void pace(DeploymentSpec.Builder spec);

    /**
     * This world for some deployments, which may be in several places of it.
     *
     * @param profiles whose credentials count in an account, by its number
     * @throws Failure if they can't be deployed together
     */
    default TargetWorld covering(Collection<DeploymentSpec> deployments, Map<String, String> profiles) {
        return this;
    }

    /** Where it is, for messages. */
    String place();

    /** What to check when a service is not found there: the end of a sentence, or empty. */
    String hint();

    /** How to say the same again. */
    String again();
}
