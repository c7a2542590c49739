package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A state that is compared by identity: each is kept once, with its agenda and with what was decided in it. */
final class StateNode {
    private final DeploymentState state;
    private final int id;
    private final Agenda agenda;
    private final List<Finding> findings;
    private final Map<Input, Decided> decided = new HashMap<>(8);

    StateNode(DeploymentState state, int id, Agenda agenda, List<Finding> findings) {
        this.state = state;
        this.id = id;
        this.agenda = agenda;
        this.findings = findings;
    }

    DeploymentState state() {
        return state;
    }

    int id() {
        return id;
    }

    Agenda agenda() {
        return agenda;
    }

    Node node() {
        return state.node();
    }

    boolean isTerminal() {
        return state.status().isTerminal();
    }

    /** The invariants that are broken in this state. */
    List<Finding> findings() {
        return findings;
    }

    Map<Input, Decided> decided() {
        return decided;
    }
}
