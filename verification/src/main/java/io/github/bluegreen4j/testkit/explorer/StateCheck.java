package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.List;

/** Something that has to hold in every state, checked once for each. */
@FunctionalInterface
@SuppressWarnings("exports") // the workflow is open to the testkit alone, and so are those who explore it
public interface StateCheck {
    /** Checks nothing more. */
    StateCheck NONE = (workflow, state) -> List.of();

    /**
     * {@return what is wrong; empty if nothing is}
     *
     * @param workflow the workflow that is explored
     * @param state the state
     */
    List<ExplorationFinding> findings(Workflow workflow, DeploymentState state);
}
