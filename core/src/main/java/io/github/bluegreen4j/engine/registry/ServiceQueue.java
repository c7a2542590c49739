package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.SmallSets;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.workflow.decide.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The order of the deployments of one service, under one claim: one runs, the others wait. Nothing starts before all
 * unfinished deployments of the service were found. Confined to the loop.
 */
final class ServiceQueue {
    private final long fence;
    private List<Consumer<Boolean>> waitingForAll = new ArrayList<>(1);
    private boolean complete;
    private Optional<ActiveDeployment> running = Optional.empty();
    private final List<ActiveDeployment> waiting = new ArrayList<>(0);
    private Set<DeploymentId> undecodable = Set.of();

    ServiceQueue(long fence) {
        this.fence = fence;
    }

    /** The fence of the claim under which it was found. */
    long fence() {
        return fence;
    }

    /** Does something once everything was found, or the claim was lost: then it is told {@code false}. */
    void whenComplete(Consumer<Boolean> then) {
        if (complete) {
            then.accept(true);
        } else {
            waitingForAll.add(then);
        }
    }

    /** Everything of the service that is not over was found. */
    void complete() {
        complete = true;
        List.copyOf(waiting).forEach(this::applyPolicy);
        next();
        tell(true);
    }

    /** The claim is another engine's. */
    void lost() {
        tell(false);
    }

    private void tell(boolean isOurs) {
        List<Consumer<Boolean>> told = waitingForAll;
        waitingForAll = new ArrayList<>(0);
        told.forEach(one -> one.accept(isOurs));
    }

    /** A deployment that was found in the journal, the oldest first. */
    void found(ActiveDeployment deployment) {
        if (!deployment.state().isWaiting()) {
            running = Optional.of(deployment);
            return;
        }
        // What is kept is retired, or gets production back, before the next one begins: also if its wait ended right
        // before a death.
        boolean keeps = deployment.state().running().orElseThrow().spec().kept().isPresent();
        if (keeps) {
            waiting.add(0, deployment);
        } else {
            waiting.add(deployment);
        }
        if (complete) {
            applyPolicy(deployment);
            next();
        }
    }

    /** With SUPERSEDE whatever is before it is told to stop, and stops if it may; with REJECT it gives way itself. */
    private void applyPolicy(ActiveDeployment deployment) {
        if (deployment.state().isKeeping()) {
            return;
        }
        waiting.stream()
                .filter(other -> other.state().isKeeping())
                .forEach(other -> other.enqueue(new Input.Superseded(deployment.id())));
        List<ActiveDeployment> before = Stream.concat(
                        running.stream(), waiting.stream().takeWhile(other -> other != deployment))
                .filter(other -> !other.state().isKeeping())
                .toList();
        switch (policy(deployment)) {
            case SUPERSEDE -> before.forEach(other -> other.enqueue(new Input.Superseded(deployment.id())));
            case REJECT ->
                Stream.concat(before.stream().map(ActiveDeployment::id), undecodable.stream())
                        .findFirst()
                        .ifPresent(other -> deployment.enqueue(new Input.Rejected(other)));
            case QUEUE -> {}
        }
    }

    private static ConcurrencyPolicy policy(ActiveDeployment deployment) {
        return deployment.state().running().orElseThrow().identity().spec().concurrency();
    }

    /** A deployment that can't be decoded: nobody knows whether it runs, so no other one's turn comes. */
    void block(DeploymentId deployment) {
        undecodable = SmallSets.with(undecodable, deployment);
    }

    /** A deployment can be decoded now, has ended, or was removed. */
    void unblock(DeploymentId deployment) {
        if (undecodable.contains(deployment)) {
            undecodable = SmallSets.without(undecodable, deployment);
            next();
        }
    }

    /** What keeps every turn from coming. */
    Optional<DeploymentId> blockedBy() {
        return undecodable.stream().findFirst();
    }

    List<ActiveDeployment> waiting() {
        return List.copyOf(waiting);
    }

    void ended(ActiveDeployment deployment) {
        running = running.filter(one -> one != deployment);
        waiting.remove(deployment);
    }

    /** Gives the turn to the next one, if nobody has it. */
    void next() {
        if (complete && running.isEmpty() && undecodable.isEmpty() && !waiting.isEmpty()) {
            ActiveDeployment next = waiting.get(0);
            if (next.state().isKeeping()) { // its time, a command or the order of another one ends that
                waiting.stream().skip(1).findFirst().ifPresent(other -> next.enqueue(new Input.Superseded(other.id())));
                return;
            }
            waiting.remove(0);
            running = Optional.of(next);
            next.enqueue(new Input.TurnCame());
        }
    }

    /** Whether it is known that nothing of the service runs, and that nothing waits whose turn could come. */
    boolean isIdle() {
        return complete && running.isEmpty() && (waiting.isEmpty() || !undecodable.isEmpty());
    }
}
