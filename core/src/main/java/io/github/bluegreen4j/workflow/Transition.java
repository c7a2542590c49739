package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.List;

/**
 * The result of an input.
 *
 * @param events what happened; at least one event
 * @param state the state after these events
 * @param agenda what that state requires
 */
public record Transition(List<DeploymentEvent> events, DeploymentState state, Agenda agenda) {
    /**
     * Copies the events.
     *
     * @param events what happened
     * @param state the state after these events
     * @param agenda what that state requires
     */
    public Transition {
        events = List.copyOf(events);
    }
}
