package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.DeploymentEvent;
import java.util.List;

/**
 * What follows from an input, and where it leads.
 *
 * @param events what has happened, one or more
 * @param state the state after these events
 * @param agenda what that state asks of the world
 */
public record Transition(List<DeploymentEvent> events, DeploymentState state, Agenda agenda) {
    public Transition {
        events = List.copyOf(events);
    }
}
