package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.ImpossibleHistoryException;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads the history of a deployment in the journal, and computes its state. */
public final class Histories {
    private Histories() {}

    /** Reads a deployment; its history is empty if the journal does not have it. */
    static void read(
            Loop loop, DeploymentId id, Consumer<Optional<Journal.History>> found, Consumer<Throwable> failed) {
        loop.journal(
                id,
                CallRunner.Operation.READ_JOURNAL,
                () -> "read " + id,
                journal -> {
                    Optional<Journal.History> history = journal.read(id);
                    history.ifPresent(loop.places()::learn);
                    return history;
                },
                found,
                failed);
    }

    /**
     * The state after a deployment's events.
     *
     * @throws PortException {@code REFUSED} if the events contradict each other or do not belong to the head, like
     *     events that cannot be decoded. It names the version
     */
    public static DeploymentState state(Workflow workflow, Journal.History history) {
        return checked(history.head().deployment().value(), () -> {
            DeploymentState state = workflow.fold(history.events());
            problem(history, state).ifPresent(why -> {
                throw new ImpossibleHistoryException(history.head().version(), "the head of the deployment", why);
            });
            return state;
        });
    }

    /**
     * The state after the first events of a deployment, up to any version.
     *
     * @throws PortException {@code REFUSED} if the events contradict each other. It names the version
     */
    public static DeploymentState state(Workflow workflow, List<DeploymentEvent> events) {
        return checked("the events", () -> workflow.fold(events));
    }

    private static DeploymentState checked(String subject, Supplier<DeploymentState> fold) {
        try {
            return fold.get();
        } catch (ImpossibleHistoryException impossible) {
            String why = String.valueOf(impossible.getMessage());
            throw new PortException(new Problem(Problem.Kind.REFUSED, "read", subject, why), impossible);
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
