package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.ServiceRuntime;

/** Where services run. */
interface TargetWorld {
    /** What is asked before anything is ordered. */
    ServiceRuntime runtime();

    /** Gives an engine its ports, and the times that suit this world. */
    void furnish(EngineBuilder engine);

    /** Gives a specification the limits that suit this world, before what the user says. */
    void pace(DeploymentSpec.Builder spec);

    /** Where it is, for messages. */
    String place();

    /** What to check when a service is not found there: the end of a sentence, or empty. */
    String hint();

    /** How to say the same again. */
    String again();
}
