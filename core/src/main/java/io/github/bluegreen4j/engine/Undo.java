package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.registry.Histories;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import java.util.Optional;

/** Finds the order that keeps the blue of a deployment, and says why there is none. */
final class Undo {
    private Undo() {}

    /** The order that keeps blue after a deployment. It may be named itself. */
    static DeploymentId order(DeploymentId deployment) {
        return deployment.isKeeping() ? deployment : deployment.keeping();
    }

    /** Why nothing can be undone, after the order did not take a command. */
    static String refusal(Journal journal, DeploymentId deployment) {
        Optional<Journal.History> order = journal.read(order(deployment));
        if (order.isPresent()) {
            DeploymentState state = Histories.state(Workflow.standard(), order.get());
            boolean isUndone = state.status() == DeploymentStatus.SUCCESSFUL
                    && state.running().filter(run -> run.spec().isUndo()).isPresent();
            if (isUndone) {
                return "deployment " + deployment + " was undone already: " + state.reason();
            }
            return "deployment " + order(deployment) + ", which kept blue, has ended as " + state.status()
                    + (state instanceof Ended ended && !ended.reason().isEmpty() ? ": " + ended.reason() : "")
                    + "; deploy the previous revision";
        }
        Optional<Journal.History> history = journal.read(deployment);
        if (history.isEmpty()) {
            return "deployment " + deployment + " does not exist";
        }
        if (history.get().head().wakeUp().isPresent()) {
            return "deployment " + deployment + " has not ended: roll it back";
        }
        boolean kept = history.get().events().stream().anyMatch(WorkEvent.BlueKept.class::isInstance);
        return "deployment " + deployment
                + (kept ? " kept blue, and the order that kept it is gone" : " kept no blue (keepBlue)")
                + "; deploy the previous revision";
    }
}
