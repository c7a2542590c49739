package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.Journal;
import java.util.Optional;

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

    /** The order that keeps the blue of a deployment, or kept it; empty if there is none. */
    static Optional<DeploymentDescription> keeping(OpenJournal opened, DeploymentDescription view) {
        return view.status() == DeploymentStatus.SUCCESSFUL
                        && !view.deployment().isKeeping()
                ? DeploymentEngine.describe(opened.journal(), view.deployment().keeping())
                : Optional.empty();
    }

    /** How to undo a deployment that keeps blue; empty if it does not, or not any more. */
    static Optional<String> undo(OpenJournal opened, DeploymentDescription view) {
        return keeping(opened, view)
                .filter(order -> order.status() == DeploymentStatus.PENDING)
                .map(order -> "it keeps blue"
                        + order.nextDeadline().map(at -> " until " + at).orElse("") + ": bluegreen undo "
                        + view.deployment());
    }

    /** The failure of a command whose deployment is not in the journal. */
    static Failure missing(OpenJournal opened, DeploymentId id) {
        return new Failure(ExitCode.NOT_DONE, "there is no deployment " + id + " in journal " + opened.name());
    }
}
