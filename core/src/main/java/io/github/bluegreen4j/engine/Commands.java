package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import java.util.List;

/** Finds the answers to commands among events. */
final class Commands {
    private Commands() {}

    /** The answers among these events. */
    static List<ProgressEvent.CommandAnswered> answers(List<DeploymentEvent> events) {
        return events.stream()
                .filter(ProgressEvent.CommandAnswered.class::isInstance)
                .map(ProgressEvent.CommandAnswered.class::cast)
                .toList();
    }

    /** The ids of the commands that these events answer. */
    static List<String> answeredBy(List<DeploymentEvent> events) {
        return answers(events).stream()
                .map(ProgressEvent.CommandAnswered::commandId)
                .toList();
    }
}
