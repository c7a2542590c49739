package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The rules for which event may follow which. {@link Evolution} is total and does not check this. No workflow writes
 * a history that breaks a rule: events were lost, repeated or reordered. The rules contain only what every version of
 * the workflow has kept, because a refused history blocks its service.
 */
public final class HistoryRules {
    /** A rule for one kind of event, and what it requires of the state before it. */
    private record Rule<E extends DeploymentEvent>(
            Class<E> kind, String wanted, BiPredicate<DeploymentState, E> holds) {
        boolean isBroken(DeploymentState before, DeploymentEvent event) {
            return kind.isInstance(event) && !holds.test(before, kind.cast(event));
        }
    }

    private static final List<Rule<?>> RULES = List.of(
            new Rule<>(
                    ProgressEvent.DeploymentAdmitted.class,
                    "a deployment that waits for its turn",
                    (before, event) -> before.isWaiting()),
            new Rule<>(
                    ProgressEvent.DeploymentStarted.class,
                    "a deployment that was admitted and has not started",
                    (before, event) -> isPending(before) && !before.isWaiting() && isUnstarted(before)),
            new Rule<>(
                    ProgressEvent.KeepingEnded.class,
                    "an order that keeps a revision and waits",
                    (before, event) -> before.isKeeping()
                            || (event.why() == ProgressEvent.KeepingEnded.Why.UNDO
                                    && isPending(before)
                                    && before.running()
                                            .filter(run -> run.spec().isKeeping())
                                            .isPresent())),
            new Rule<>(
                    ProgressEvent.DeploymentRefused.class,
                    "a deployment that has not started",
                    (before, event) -> isPending(before)),
            new Rule<>(
                    ProgressEvent.StageEntered.class,
                    "the stage before it in the plan",
                    (before, event) -> isNext(before, event.position())),
            new Rule<>(
                    ProgressEvent.RollbackStarted.class,
                    "a stage of the way forward",
                    (before, event) -> forward(before).isPresent() && !isPending(before)),
            new Rule<>(
                    ProgressEvent.ClosingStarted.class,
                    "a deployment whose end was not decided",
                    (before, event) -> before.node() != Node.CLOSING),
            new Rule<>(
                    ProgressEvent.DeploymentEnded.class,
                    "a decision about the end",
                    (before, event) -> before.node() == Node.CLOSING),
            new Rule<>(
                    ProgressEvent.CommandAnswered.class,
                    "a command that was not answered",
                    (before, event) -> before.running()
                            .filter(run -> run.answered().contains(event.commandId()))
                            .isEmpty()),
            new Rule<>(
                    HookEvent.HookStarted.class,
                    "a hook that was not started",
                    (before, event) -> hook(before, event.execution()).isEmpty()),
            new Rule<>(
                    HookEvent.class,
                    "a hook that is open",
                    (before, event) -> event instanceof HookEvent.HookStarted || isOpen(before, event.execution())));

    private HistoryRules() {}

    /** Why an event cannot follow on that state; empty if it can. */
    public static Optional<String> problem(DeploymentState before, DeploymentEvent event) {
        boolean creates = event instanceof ProgressEvent.DeploymentCreated;
        boolean isNew = before.running().isEmpty();
        if (isNew) {
            return creates ? Optional.empty() : Optional.of("nothing was ordered before it");
        }
        boolean isRefused =
                before.status().isTerminal() && before.running().orElseThrow().refused();
        if (creates && !isRefused) {
            return Optional.of("the deployment was ordered before, and not refused");
        }
        if (!creates && before.status().isTerminal()) {
            return Optional.of("the deployment has ended before it");
        }
        return RULES.stream()
                .filter(rule -> rule.isBroken(before, event))
                .findFirst()
                .map(rule -> "it needs " + rule.wanted() + ", and the deployment is at " + before.node());
    }

    private static Optional<Forward> forward(DeploymentState state) {
        return state instanceof Forward forward ? Optional.of(forward) : Optional.empty();
    }

    private static boolean isPending(DeploymentState state) {
        return forward(state).filter(Forward::isPending).isPresent();
    }

    private static boolean isUnstarted(DeploymentState state) {
        return state.running().flatMap(Running::started).isEmpty();
    }

    private static boolean isNext(DeploymentState state, int position) {
        return forward(state)
                .filter(forward -> position == forward.position() + 1)
                .flatMap(forward -> forward.run().started())
                .filter(start -> position < start.plan().size())
                .isPresent();
    }

    private static Optional<HookRun> hook(DeploymentState state, HookExecution execution) {
        return state.running().flatMap(run -> Optional.ofNullable(run.hooks().get(execution)));
    }

    private static boolean isOpen(DeploymentState state, HookExecution execution) {
        return hook(state, execution).filter(HookRun::isOpen).isPresent();
    }
}
