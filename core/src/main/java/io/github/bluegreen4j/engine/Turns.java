package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.workflow.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Whose turn it is on one service, under one claim of it: one deployment runs, the others wait. Nobody's turn comes, and
 * nothing new is begun, before everything of the service that is not over was found. Confined to the loop.
 */
final class Turns {
    private final long fence;
    private final List<Runnable> waitingForAll = new ArrayList<>();
    private boolean complete;
    private Optional<Managed> running = Optional.empty();
    private final Deque<Managed> waiting = new ArrayDeque<>();

    Turns(long fence) {
        this.fence = fence;
    }

    /** The fence of the claim under which it was found. */
    long fence() {
        return fence;
    }

    /** Does something once everything was found. */
    void whenComplete(Runnable then) {
        if (complete) {
            then.run();
        } else {
            waitingForAll.add(then);
        }
    }

    /** Everything of the service that is not over was found. */
    void complete() {
        complete = true;
        next();
        List.copyOf(waitingForAll).forEach(Runnable::run);
        waitingForAll.clear();
    }

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
        if (complete && running.isEmpty() && !waiting.isEmpty()) {
            Managed next = waiting.remove();
            running = Optional.of(next);
            next.enqueue(new Input.TurnCame());
        }
    }

    /** Whether it is known that nothing of the service runs or waits. */
    boolean isIdle() {
        return complete && running.isEmpty() && waiting.isEmpty();
    }
}
