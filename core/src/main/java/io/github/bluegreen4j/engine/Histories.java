package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.ImpossibleHistoryException;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.Optional;

/** Computes the state of a deployment from its history in the journal. */
final class Histories {
    private Histories() {}

    /**
     * The state after a deployment's events.
     *
     * @throws PortException {@code REFUSED} if the events contradict each other or do not belong to the head, like
     *     events that cannot be decoded. It names the version
     */
    static DeploymentState state(Workflow workflow, Journal.History history) {
        try {
            DeploymentState state = workflow.fold(history.events());
            problem(history, state).ifPresent(why -> {
                throw new ImpossibleHistoryException(history.head().version(), "the head of the deployment", why);
            });
            return state;
        } catch (ImpossibleHistoryException impossible) {
            String why = String.valueOf(impossible.getMessage());
            throw new PortException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "read",
                            history.head().deployment().value(),
                            why),
                    impossible);
        }
    }

    private static Optional<String> problem(Journal.History history, DeploymentState state) {
        Journal.Head head = history.head();
        if (head.version() != history.events().size()) {
            return Optional.of("there are " + history.events().size() + " events");
        }
        Optional<Identity> facts = state.running().map(Running::identity);
        if (facts.isEmpty()) {
            return Optional.of("nothing was ordered");
        }
        if (!facts.get().deployment().equals(head.deployment())) {
            return Optional.of("the events are of deployment " + facts.get().deployment());
        }
        if (!facts.get().spec().service().equals(head.service())) {
            return Optional.of("it names service " + head.service() + ", and the events "
                    + facts.get().spec().service());
        }
        boolean hasEnded = state.status().isTerminal();
        return hasEnded == head.wakeUp().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        hasEnded ? "it is open, and the deployment has ended" : "it has ended, and the events go on");
    }
}
