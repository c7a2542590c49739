package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;

/** A deployment that has to be in the journal. */
final class JournaledDeployment {
    private JournaledDeployment() {}

    /** Its history. */
    static Journal.History history(OpenJournal opened, DeploymentId id) {
        return opened.journal().read(id).orElseThrow(() -> missing(opened, id));
    }

    /** As it stands. */
    static DeploymentDescription description(OpenJournal opened, DeploymentId id) {
        return DeploymentEngine.describe(opened.journal(), id).orElseThrow(() -> missing(opened, id));
    }

    /** The failure of a command whose deployment is not in the journal. */
    static Failure missing(OpenJournal opened, DeploymentId id) {
        return new Failure(ExitCode.NOT_DONE, "there is no deployment " + id + " in journal " + opened.name());
    }
}
