package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds all unfinished deployments of a service after its claim: it lists them in the journal and then reads each,
 * the oldest first. It retries what the journal does not answer. Confined to the loop.
 */
final class ServiceRecovery {
    private final Loop loop;
    private final ServiceRef service;
    private final BooleanSupplier isWanted;
    private final Predicate<DeploymentId> isNew;
    private final BiConsumer<DeploymentId, Journal.History> found;
    private final BiConsumer<DeploymentId, Throwable> undecodable;
    private final Runnable complete;
    private final Deque<DeploymentId> open = new ArrayDeque<>();
    private int tries;

    /**
     * @param isWanted whether the claim still counts
     * @param isNew whether a deployment is not known yet
     * @param found told each one
     * @param undecodable told each one that can't be decoded
     * @param complete told when there are no more
     */
    ServiceRecovery(
            Loop loop,
            ServiceRef service,
            BooleanSupplier isWanted,
            Predicate<DeploymentId> isNew,
            BiConsumer<DeploymentId, Journal.History> found,
            BiConsumer<DeploymentId, Throwable> undecodable,
            Runnable complete) {
        this.loop = loop;
        this.service = service;
        this.isWanted = isWanted;
        this.isNew = isNew;
        this.found = found;
        this.undecodable = undecodable;
        this.complete = complete;
    }

    void begin() {
        ask(
                CallRunner.Operation.LIST,
                "list the deployments of " + service,
                journal -> journal.list(Optional.of(service)),
                heads -> {
                    heads.stream()
                            .filter(head -> head.wakeUp().isPresent())
                            .map(Journal.Head::deployment)
                            .forEach(open::add);
                    next();
                },
                thrown -> retry(this::begin));
    }

    private void next() {
        open.removeIf(id -> !isNew.test(id));
        if (open.isEmpty()) {
            complete.run();
            return;
        }
        DeploymentId id = open.element();
        ask(
                CallRunner.Operation.READ_JOURNAL,
                "read " + id,
                journal -> journal.read(id),
                history -> {
                    open.remove();
                    history.ifPresent(read -> found.accept(id, read));
                    next();
                },
                thrown -> {
                    if (isUndecodable(thrown)) {
                        open.remove();
                        undecodable.accept(id, thrown);
                        next();
                    } else {
                        retry(this::next);
                    }
                });
    }

    private void retry(Runnable again) {
        loop.after(loop.backOff(++tries, service), () -> {
            if (isWanted.getAsBoolean()) {
                again.run();
            }
        });
    }

    private <T> void ask(
            CallRunner.Operation operation,
            String wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        loop.journal(
                operation,
                () -> wording,
                body,
                answer -> {
                    if (isWanted.getAsBoolean()) {
                        answered.accept(answer);
                    }
                },
                thrown -> {
                    if (isWanted.getAsBoolean()) {
                        failed.accept(thrown);
                    }
                });
    }

    /** Whether the journal has said that it can't decode something: to ask again is of no use. */
    static boolean isUndecodable(Throwable thrown) {
        return PortCalls.problem(thrown, () -> "read").kind() == Problem.Kind.REFUSED;
    }
}
