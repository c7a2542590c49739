package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Node;
import java.util.List;
import java.util.Map;

/**
 * A state that is compared by identity: each is kept once.
 *
 * @param state the state
 * @param id its number
 * @param agenda what it asks for
 * @param findings the invariants that are broken in it
 * @param decided what was decided in it so far, by input
 */
record StateNode(
        DeploymentState state, int id, Agenda agenda, List<ExplorationFinding> findings, Map<Input, Decided> decided) {
    Node node() {
        return state.node();
    }

    boolean isTerminal() {
        return state.status().isTerminal();
    }
}
