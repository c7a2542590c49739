package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a deployment carries in every direction.
 *
 * @param identity what never changes
 * @param started what was found at the start; empty while the deployment is pending
 * @param pendingWork the pending work
 * @param resources its resources in the outside world
 * @param hooks its hooks so far
 * @param watching the results of the watches
 * @param answered the commands that it has answered
 * @param clock what interrupted the engine's own work
 * @param rollback why it rolls back or rolled back; empty if it does not
 * @param refused whether it was refused before anything was changed
 * @param keepingOver for an order that keeps a revision: that its wait is over; empty while it waits
 * @param requestedBy who requested its rollback or its stop; empty if nobody did, or if unknown
 */
public record Running(
        Identity identity,
        Optional<Baseline> started,
        PendingWork pendingWork,
        ObservedResources resources,
        Map<HookExecution, HookRun> hooks,
        Watching watching,
        Set<String> answered,
        Clock clock,
        Optional<Rollback> rollback,
        boolean refused,
        Optional<KeepingOver> keepingOver,
        Optional<Command.Origin> requestedBy) {

    /**
     * Why a deployment rolls back.
     *
     * @param cause what triggered the rollback
     * @param reason the details
     * @param since when it started
     */
    public record Rollback(RollbackCause cause, String reason, Instant since) {}

    /**
     * The wait of an order that keeps a revision is over.
     *
     * @param at since when
     * @param spec what counts since then: after an undo, production goes to the revision that was kept
     */
    public record KeepingOver(Instant at, DeploymentSpec spec) {}

    /**
     * The interruptions of the engine's own work. The limits of that work do not count them.
     *
     * @param resumedAt when an engine last resumed the deployment; empty while the first one works on it
     * @param stalledUntil the end of the last time that was not counted; empty if there was none
     * @param behind how far the clock of the current engine is known to be behind an earlier one's
     * @param moved by how much the limits that always count were moved because clocks differ
     * @param lateUntil until when a write may arrive that an earlier engine had under way; empty when none could at the last take-over
     */
    public record Clock(
            Optional<Instant> resumedAt,
            Optional<Instant> stalledUntil,
            Duration behind,
            Duration moved,
            Optional<Instant> lateUntil) {
        static final Clock UNINTERRUPTED =
                new Clock(Optional.empty(), Optional.empty(), Duration.ZERO, Duration.ZERO, Optional.empty());

        /** The clocks of two engines may differ by this much without making any limit shorter. */
        static final Duration MOST_APART = Duration.ofMinutes(15);

        /**
         * An engine resumed the deployment at that instant of its own clock, so long after the last event by another
         * clock.
         */
        Clock resumed(Instant at, Duration gap, Optional<Instant> late) {
            Duration stillBehind = behind.minus(gap);
            return new Clock(
                    Optional.of(at),
                    Optional.of(at),
                    stillBehind.isNegative() ? Duration.ZERO : stillBehind,
                    moved.plus(notPassed(gap)),
                    late);
        }

        /**
         * The part of the gap that did not pass for limits that count while no engine is alive (hooks, pauses, the
         * deployment): all of it if the clock went back, and what different clocks can explain if it went forward.
         */
        Duration notPassed(Duration gap) {
            return Durations.shorter(gap, Durations.longer(MOST_APART, behind));
        }

        /** The later of that instant and the last one at which a write of an earlier engine may arrive. */
        public Instant afterLateWrites(Instant instant) {
            return lateUntil.filter(instant::isBefore).orElse(instant);
        }

        Clock stalled(Instant until) {
            return new Clock(resumedAt, Optional.of(until), behind, moved, lateUntil);
        }

        /** Moves the start of a limit by the time that was just not counted. */
        Instant moved(Instant instant, Instant stalledFrom, Instant stalledTo) {
            Instant begin = stalledUntil.filter(stalledFrom::isBefore).orElse(stalledFrom);
            Instant lost = instant.isAfter(begin) ? instant : begin;
            return lost.isBefore(stalledTo) ? instant.plus(Duration.between(lost, stalledTo)) : instant;
        }
    }

    static Running of(Identity identity) {
        return new Running(
                identity,
                Optional.empty(),
                PendingWork.EMPTY,
                ObservedResources.EMPTY,
                Map.of(),
                Watching.NOTHING,
                Set.of(),
                Clock.UNINTERRUPTED,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** What the deployment does: what was ordered, unless an undo changed that. */
    public DeploymentSpec spec() {
        return keepingOver.isPresent() ? keepingOver.get().spec() : identity.spec();
    }

    /** The hook of an execution as it was specified; empty for a pause after drift. */
    public Optional<HookSpec> hook(HookExecution execution) {
        return spec().hooks().stream()
                .filter(hook -> hook.name().equals(execution.hook()))
                .findFirst();
    }

    public DeploymentLimits limits() {
        return identity.limits();
    }

    /** What was found at the start. Call it only if the deployment has started. */
    public Baseline baseline() {
        return started.orElseThrow();
    }

    public Roles roles() {
        return baseline().roles();
    }

    /**
     * The same with other objects, equal to those it has, for what many deployments have in common.
     *
     * @param spec equal to what was ordered
     * @param plan equal to the plan, if the deployment has started
     */
    public Running sharing(DeploymentSpec spec, List<PlannedStage> plan) {
        return new Running(
                new Identity(identity.deployment(), spec, identity.createdAt(), identity.orderedBy()),
                started.map(start ->
                        new Baseline(start.roles(), start.desiredCount(), plan, start.pinned(), start.blueLived())),
                pendingWork,
                resources,
                hooks,
                watching,
                answered,
                clock,
                rollback,
                refused,
                keepingOver,
                requestedBy);
    }

    public Running started(Baseline start) {
        return copy(to -> to.started = Optional.of(start));
    }

    public Running with(PendingWork newPendingWork) {
        return copy(to -> to.pendingWork = newPendingWork);
    }

    public Running with(ObservedResources newResources) {
        return copy(to -> to.resources = newResources);
    }

    public Running with(HookRun run) {
        return copy(to -> to.hooks = ImmutableCopies.with(hooks, run.execution(), run));
    }

    private Running withOpenHooks(UnaryOperator<HookRun> change) {
        Map<HookExecution, HookRun> changed = new LinkedHashMap<>(hooks);
        changed.replaceAll((execution, hook) -> hook.isOpen() ? change.apply(hook) : hook);
        return copy(to -> to.hooks = ImmutableCopies.of(changed));
    }

    /** Cancels every hook without a verdict. */
    public Running withoutOpenHooks() {
        return withOpenHooks(hook -> hook.with(HookRun.State.CANCELLED));
    }

    public Running with(Watching newWatching) {
        return copy(to -> to.watching = newWatching);
    }

    Running with(Clock newClock) {
        return copy(to -> to.clock = newClock);
    }

    public Running with(Rollback newRollback) {
        return copy(to -> to.rollback = Optional.of(newRollback));
    }

    public Running withAnswered(String commandId) {
        return copy(to -> to.answered = ImmutableCopies.with(answered, commandId));
    }

    public Running withRefused() {
        return copy(to -> to.refused = true);
    }

    /** The wait of an order that keeps a revision is over. */
    public Running withKeepingOver(Instant at, boolean undone) {
        return copy(to -> {
            DeploymentSpec ordered = identity.spec();
            to.keepingOver = Optional.of(new KeepingOver(at, undone ? ordered.undo() : ordered));
        });
    }

    public Running requestedBy(Optional<Command.Origin> origin) {
        return copy(to -> to.requestedBy = origin);
    }

    /**
     * An engine resumes the deployment: calls that were sent could still take effect until {@code quietAt}, and
     * everything that was watched is unknown.
     *
     * @param gap how long after the last event that is, from its instant to one of the new engine's clock
     * @param lateUntil until when a write may arrive that an earlier engine had under way; empty when none can
     */
    public Running resumed(Instant at, Instant quietAt, Duration gap, Optional<Instant> lateUntil) {
        Duration notPassed = clock.notPassed(gap);
        return with(pendingWork.afterResume(quietAt, lateUntil))
                .with(resources.resumed(at, quietAt))
                .with(watching.blind().later(gap))
                .with(clock.resumed(at, gap, lateUntil))
                .withOpenHooks(hook -> hook.later(notPassed));
    }

    /** The values of a copy: this record's own, until they are changed. */
    private final class Copy {
        private Optional<Baseline> started = Running.this.started;
        private PendingWork pendingWork = Running.this.pendingWork;
        private ObservedResources resources = Running.this.resources;
        private Map<HookExecution, HookRun> hooks = Running.this.hooks;
        private Watching watching = Running.this.watching;
        private Set<String> answered = Running.this.answered;
        private Clock clock = Running.this.clock;
        private Optional<Rollback> rollback = Running.this.rollback;
        private boolean refused = Running.this.refused;
        private Optional<KeepingOver> keepingOver = Running.this.keepingOver;
        private Optional<Command.Origin> requestedBy = Running.this.requestedBy;
    }

    private Running copy(Consumer<Copy> change) {
        Copy to = new Copy();
        change.accept(to);
        return new Running(
                identity,
                to.started,
                to.pendingWork,
                to.resources,
                to.hooks,
                to.watching,
                to.answered,
                to.clock,
                to.rollback,
                to.refused,
                to.keepingOver,
                to.requestedBy);
    }
}
