package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import java.util.ArrayList;
import java.util.List;

/** Finds the answers to commands among events. */
public final class Commands {
    private Commands() {}

    /** The answers among these events. */
    public static List<ProgressEvent.CommandAnswered> answers(List<DeploymentEvent> events) {
        List<ProgressEvent.CommandAnswered> answers = List.of();
        for (DeploymentEvent event : events) {
            if (event instanceof ProgressEvent.CommandAnswered answer) {
                answers = answers.isEmpty() ? new ArrayList<>() : answers;
                answers.add(answer);
            }
        }
        return answers;
    }

    /** The ids of the commands that these events answer. */
    static List<String> answeredBy(List<DeploymentEvent> events) {
        List<ProgressEvent.CommandAnswered> answers = answers(events);
        return answers.isEmpty()
                ? List.of()
                : answers.stream().map(ProgressEvent.CommandAnswered::commandId).toList();
    }
}
