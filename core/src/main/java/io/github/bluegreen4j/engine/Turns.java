package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.workflow.Input;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whose turn it is on one service: one deployment runs, the others wait. Confined to the loop. */
final class Turns {
    private Optional<Managed> running = Optional.empty();
    private final Deque<Managed> waiting = new ArrayDeque<>();

    /** A deployment that was found in the journal. */
    void found(Managed deployment) {
        if (deployment.state().isWaiting()) {
            waiting.add(deployment);
        } else {
            running = Optional.of(deployment);
        }
    }

    /** A new deployment: with SUPERSEDE whatever is before it is told to stop, and stops if it may. */
    void ordered(Managed deployment, ConcurrencyPolicy policy) {
        switch (policy) {
            case SUPERSEDE -> {
                running.ifPresent(before -> before.enqueue(new Input.Superseded(deployment.id())));
                waiting.forEach(before -> before.enqueue(new Input.Superseded(deployment.id())));
            }
            case QUEUE, REJECT -> {}
        }
        waiting.add(deployment);
    }

    void ended(Managed deployment) {
        running = running.filter(one -> one != deployment);
        waiting.remove(deployment);
    }

    /** Gives the turn to the next one, if nobody has it. */
    void next() {
        if (running.isEmpty() && !waiting.isEmpty()) {
            Managed next = waiting.remove();
            running = Optional.of(next);
            next.enqueue(new Input.TurnCame());
        }
    }

    boolean isEmpty() {
        return running.isEmpty() && waiting.isEmpty();
    }
}
