package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import java.util.List;

/**
 * What the workflow made of an input.
 *
 * @param events what has happened
 * @param next the state it led to
 * @param findings the rules that were broken on the way
 */
record Decided(List<DeploymentEvent> events, StateNode next, List<ExplorationFinding> findings) {
    boolean isNothing() {
        return events.isEmpty() && findings.isEmpty();
    }
}
