package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The progress of a deployment: its start, its stages and bakes, its rollback and its end. */
public sealed interface ProgressEvent extends DeploymentEvent {

    /**
     * Visits every kind of event. When a kind is added, every visitor must handle it or it does not compile.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R deploymentCreated(DeploymentCreated event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R deploymentAdmitted(DeploymentAdmitted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R deploymentRefused(DeploymentRefused event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R preflightWarned(PreflightWarned event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R deploymentStarted(DeploymentStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R reconciliationChosen(ReconciliationChosen event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R serviceReconciled(ServiceReconciled event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R stageEntered(StageEntered event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R bakeStarted(BakeStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R bakePaused(BakePaused event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R bakeEnded(BakeEnded event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R cleanUpGateOpened(CleanUpGateOpened event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R keepingEnded(KeepingEnded event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R drainStarted(DrainStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R drainEnded(DrainEnded event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R commandAnswered(CommandAnswered event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R rollbackRequested(RollbackRequested event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R stopRequested(StopRequested event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R rollbackStarted(RollbackStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R rollbackInsisted(RollbackInsisted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R rollbackOverdue(RollbackOverdue event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R cleanUpOverdue(CleanUpOverdue event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R closingStarted(ClosingStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R closingOverdue(ClosingOverdue event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R engineStalled(EngineStalled event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R endObserved(EndObserved event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R engineResumed(EngineResumed event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R invariantBroken(InvariantBroken event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R deploymentEnded(DeploymentEnded event);
    }

    /**
     * The deployment was accepted and waits for its turn.
     *
     * @param at when it was decided, by the engine's clock
     * @param deployment the deployment
     * @param spec what was ordered
     * @param by who ordered it, and when by that process's clock; empty if unknown
     */
    record DeploymentCreated(Instant at, DeploymentId deployment, DeploymentSpec spec, Optional<Command.Origin> by)
            implements ProgressEvent {
        /**
         * An order of unknown origin.
         *
         * @param at when it was decided, by the engine's clock
         * @param deployment the deployment
         * @param spec what was ordered
         */
        public DeploymentCreated(Instant at, DeploymentId deployment, DeploymentSpec spec) {
            this(at, deployment, spec, Optional.empty());
        }

        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param deployment the deployment
         * @param spec what was ordered
         * @param by who ordered it, and when by that process's clock
         */
        public DeploymentCreated {
            Given.value("by", by);
            Given.value("at", at);
            Given.value("deployment", deployment);
            Given.value("spec", spec);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentCreated(this);
        }
    }

    /**
     * It is the deployment's turn: no other deployment of the service runs.
     *
     * @param at when it was decided, by the engine's clock
     */
    record DeploymentAdmitted(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public DeploymentAdmitted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentAdmitted(this);
        }
    }

    /**
     * The service cannot be deployed in its present state. Nothing was changed.
     *
     * @param at when it was decided, by the engine's clock
     * @param faults everything that is wrong; at least one
     */
    record DeploymentRefused(Instant at, List<InvalidSpecException.Fault> faults) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param faults everything that is wrong
         */
        public DeploymentRefused {
            Given.value("at", at);
            faults = Given.list("faults", faults);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentRefused(this);
        }
    }

    /**
     * The preflight found something for which the deployment is not refused: warnings, and errors that somebody waived.
     *
     * @param at when it was decided, by the engine's clock
     * @param findings the warnings and the waived errors; at least one
     */
    record PreflightWarned(Instant at, List<Finding> findings) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param findings the warnings and the waived errors
         */
        public PreflightWarned {
            Given.value("at", at);
            findings = Given.list("findings", findings);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.preflightWarned(this);
        }
    }

    /**
     * The engine inspected the service, derived the roles and made the plan.
     *
     * @param at when it was decided, by the engine's clock
     * @param readings what it read
     * @param roles which revision and which target group are blue and green
     * @param desiredCount the service's desired count at the start
     * @param plan the stages of this deployment, in order
     */
    record DeploymentStarted(Instant at, Readings readings, Roles roles, int desiredCount, List<PlannedStage> plan)
            implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param readings what it read
         * @param roles which revision and which target group are blue and green
         * @param desiredCount the service's desired count at the start
         * @param plan the stages of this deployment, in order
         */
        public DeploymentStarted {
            Given.value("at", at);
            Given.value("readings", readings);
            Given.value("roles", roles);
            plan = Given.list("plan", plan);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentStarted(this);
        }
    }

    /**
     * An earlier deployment was interrupted; the engine chose how to repair the service.
     *
     * @param at when it was decided, by the engine's clock
     * @param readings what it read
     * @param roles blue is the revision that will serve production
     * @param moveTraffic whether weights must change
     * @param retire the revisions to retire
     */
    record ReconciliationChosen(
            Instant at, Readings readings, Roles roles, boolean moveTraffic, List<RevisionRef> retire)
            implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param readings what it read
         * @param roles blue is the revision that will serve production
         * @param moveTraffic whether weights must change
         * @param retire the revisions to retire
         */
        public ReconciliationChosen {
            Given.value("at", at);
            Given.value("readings", readings);
            Given.value("roles", roles);
            retire = Given.list("retire", retire);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.reconciliationChosen(this);
        }
    }

    /**
     * One revision serves production, and the idle target group is empty.
     *
     * @param at when it was decided, by the engine's clock
     * @param readings what the engine read afterwards
     * @param roles which revision and which target groups are blue and green now
     */
    record ServiceReconciled(Instant at, Readings readings, Roles roles) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param readings what the engine read afterwards
         * @param roles which revision and which target groups are blue and green now
         */
        public ServiceReconciled {
            Given.value("at", at);
            Given.value("readings", readings);
            Given.value("roles", roles);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.serviceReconciled(this);
        }
    }

    /**
     * A stage started.
     *
     * @param at when it was decided, by the engine's clock
     * @param position its position in the plan, from 0
     */
    record StageEntered(Instant at, int position) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param position its position in the plan, from 0
         */
        public StageEntered {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.stageEntered(this);
        }
    }

    /**
     * Bake time counts from now: everything that must be watched is known to be good.
     *
     * @param at when it was decided, by the engine's clock
     * @param endsAt when the bake ends, unless it is paused or skipped
     */
    record BakeStarted(Instant at, Instant endsAt) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param endsAt when the bake ends, unless it is paused or skipped
         */
        public BakeStarted {
            Given.value("at", at);
            Given.value("endsAt", endsAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakeStarted(this);
        }
    }

    /**
     * Bake time stands still: something that must be watched is unknown or bad.
     *
     * @param at when it was decided, by the engine's clock
     * @param remaining the rest of the bake time
     */
    record BakePaused(Instant at, Duration remaining) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param remaining the rest of the bake time
         */
        public BakePaused {
            Given.value("at", at);
            Given.value("remaining", remaining);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakePaused(this);
        }
    }

    /**
     * The bake is over.
     *
     * @param at when it was decided, by the engine's clock
     * @param skipped true if a user skipped the rest; false if its time is over
     */
    record BakeEnded(Instant at, boolean skipped) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param skipped true if a user skipped the rest
         */
        public BakeEnded {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakeEnded(this);
        }
    }

    /**
     * A fresh reading after the bake shows that blue may be retired.
     *
     * @param at when it was decided, by the engine's clock
     * @param readings the reading
     */
    record CleanUpGateOpened(Instant at, Readings readings) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param readings the reading
         */
        public CleanUpGateOpened {
            Given.value("at", at);
            Given.value("readings", readings);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.cleanUpGateOpened(this);
        }
    }

    /**
     * The wait of an order that keeps a revision is over.
     *
     * @param at when it was decided, by the engine's clock
     * @param why what ended it
     * @param reason the details: which deployment, or what the person said; may be empty
     * @param by who ended it; empty if nobody did, or if unknown
     */
    record KeepingEnded(Instant at, Why why, String reason, Optional<Command.Origin> by) implements ProgressEvent {

        /** What ends the wait. */
        public enum Why {
            /** Its time is over: the kept revision is retired. */
            TIME,
            /** Another deployment of the service was ordered: the kept revision is retired first. */
            DEPLOYMENT,
            /** A person ended it early: the kept revision is retired. */
            SKIPPED,
            /** A person takes production back to the kept revision; the one that served is retired. */
            UNDO
        }

        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param why what ended it
         * @param reason the details
         * @param by who ended it
         */
        public KeepingEnded {
            Given.value("at", at);
            Given.value("why", why);
            Given.value("reason", reason);
            Given.value("by", by);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.keepingEnded(this);
        }
    }

    /**
     * The revision to retire has no weight any more. Requests in flight get time to finish.
     *
     * @param at when it was decided, by the engine's clock
     * @param endsAt when the drain window ends
     */
    record DrainStarted(Instant at, Instant endsAt) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param endsAt when the drain window ends
         */
        public DrainStarted {
            Given.value("at", at);
            Given.value("endsAt", endsAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.drainStarted(this);
        }
    }

    /**
     * The drain window is over.
     *
     * @param at when it was decided, by the engine's clock
     */
    record DrainEnded(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public DrainEnded {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.drainEnded(this);
        }
    }

    /**
     * A user's command was accepted or refused.
     *
     * @param at when it was decided, by the engine's clock
     * @param commandId the id of the command
     * @param accepted whether it was accepted
     * @param answer the result, or the reason of the refusal
     * @param by who gave it, and when by that process's clock; empty if unknown
     */
    record CommandAnswered(Instant at, String commandId, boolean accepted, String answer, Optional<Command.Origin> by)
            implements ProgressEvent {
        /**
         * An answer to a command of unknown origin.
         *
         * @param at when it was decided, by the engine's clock
         * @param commandId the id of the command
         * @param accepted whether it was accepted
         * @param answer the result, or the reason of the refusal
         */
        public CommandAnswered(Instant at, String commandId, boolean accepted, String answer) {
            this(at, commandId, accepted, answer, Optional.empty());
        }

        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param commandId the id of the command
         * @param accepted whether it was accepted
         * @param answer the result, or the reason of the refusal
         * @param by who gave it, and when by that process's clock
         */
        public CommandAnswered {
            Given.value("by", by);
            Given.value("at", at);
            Given.value("commandId", commandId);
            answer = Given.foreignText("answer", answer);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.commandAnswered(this);
        }
    }

    /**
     * A user requested a rollback.
     *
     * @param at when it was decided, by the engine's clock
     * @param reason the user's reason; may be empty
     * @param by who requested it, and when by that process's clock; empty if unknown
     */
    record RollbackRequested(Instant at, String reason, Optional<Command.Origin> by) implements ProgressEvent {
        /**
         * A request of unknown origin.
         *
         * @param at when it was decided, by the engine's clock
         * @param reason the user's reason
         */
        public RollbackRequested(Instant at, String reason) {
            this(at, reason, Optional.empty());
        }

        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param reason the user's reason
         * @param by who requested it, and when by that process's clock
         */
        public RollbackRequested {
            Given.value("by", by);
            Given.value("at", at);
            reason = Given.foreignText("reason", reason);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackRequested(this);
        }
    }

    /**
     * The deployment will stop as it stands.
     *
     * @param at when it was decided, by the engine's clock
     * @param reason why
     * @param by who requested it, and when by that process's clock; empty if unknown, and if the engine decided it
     */
    record StopRequested(Instant at, String reason, Optional<Command.Origin> by) implements ProgressEvent {
        /**
         * A request of unknown origin.
         *
         * @param at when it was decided, by the engine's clock
         * @param reason why
         */
        public StopRequested(Instant at, String reason) {
            this(at, reason, Optional.empty());
        }

        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param reason why
         * @param by who requested it, and when by that process's clock
         */
        public StopRequested {
            Given.value("by", by);
            Given.value("at", at);
            reason = Given.foreignText("reason", reason);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.stopRequested(this);
        }
    }

    /**
     * The rollback started. It restores production, then the test route, then retires green.
     *
     * @param at when it was decided, by the engine's clock
     * @param cause what triggered it
     * @param reason the details
     */
    record RollbackStarted(Instant at, RollbackCause cause, String reason) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param cause what triggered it
         * @param reason the details
         */
        public RollbackStarted {
            Given.value("at", at);
            Given.value("cause", cause);
            reason = Given.foreignText("reason", reason);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackStarted(this);
        }
    }

    /**
     * The wait for blue is over: blue gets production although it is below its floor.
     *
     * @param at when it was decided, by the engine's clock
     */
    record RollbackInsisted(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public RollbackInsisted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackInsisted(this);
        }
    }

    /**
     * The rollback exceeded its deadline; the engine starts no more work for it.
     *
     * @param at when it was decided, by the engine's clock
     */
    record RollbackOverdue(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public RollbackOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackOverdue(this);
        }
    }

    /**
     * CLEAN_UP exceeded its limit. A last reading of the production routes decides how the deployment ends.
     *
     * @param at when it was decided, by the engine's clock
     */
    record CleanUpOverdue(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public CleanUpOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.cleanUpOverdue(this);
        }
    }

    /**
     * The end is decided. The engine restores what it suspended and waits for calls that could still take effect.
     *
     * @param at when it was decided, by the engine's clock
     * @param end the status with which the deployment will end
     * @param reason why
     * @param leftOvers what was not cleaned up, by name
     */
    record ClosingStarted(Instant at, DeploymentStatus end, String reason, List<String> leftOvers)
            implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param end the status with which the deployment will end
         * @param reason why
         * @param leftOvers what was not cleaned up, by name
         */
        public ClosingStarted {
            Given.value("at", at);
            Given.value("end", end);
            reason = Given.foreignText("reason", reason);
            leftOvers = Given.foreignTexts("leftOvers", leftOvers);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.closingStarted(this);
        }
    }

    /**
     * The engine could not restore in time what it suspended.
     *
     * @param at when it was decided, by the engine's clock
     */
    record ClosingOverdue(Instant at) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public ClosingOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.closingOverdue(this);
        }
    }

    /**
     * The engine could not act from {@code since} to {@code at}: it had no journal, no lease, or no answer from any
     * port. The limits of its own work do not count this time.
     *
     * @param at when it was decided, by the engine's clock
     * @param since when this started
     */
    record EngineStalled(Instant at, Instant since) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param since when this started
         */
        public EngineStalled {
            Given.value("at", at);
            Given.value("since", since);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.engineStalled(this);
        }
    }

    /**
     * The engine read what serves production at the end.
     *
     * @param at when it was decided, by the engine's clock
     * @param serving one line for each production route: what serves it and how healthy that is
     * @param warnings what is not as it should be; empty if everything is
     */
    record EndObserved(Instant at, List<String> serving, List<String> warnings) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param serving one line for each production route: what serves it and how healthy that is
         * @param warnings what is not as it should be
         */
        public EndObserved {
            Given.value("at", at);
            serving = Given.foreignTexts("serving", serving);
            warnings = Given.foreignTexts("warnings", warnings);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.endObserved(this);
        }
    }

    /**
     * An engine resumed the deployment after a restart or a take-over.
     *
     * @param at when it was decided, by the engine's clock
     * @param lastAlive when the previous engine was last known to act
     * @param quietAt until when calls of the previous engine could still take effect, if each takes no longer than its limit
     * @param lateUntil until when a write of a route may arrive that an earlier engine had in progress; empty when none can
     */
    record EngineResumed(Instant at, Instant lastAlive, Instant quietAt, Optional<Instant> lateUntil)
            implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param lastAlive when the previous engine was last known to act
         * @param quietAt until when calls of the previous engine could still take effect
         * @param lateUntil until when a write of a route may arrive that an earlier engine had in progress
         */
        public EngineResumed {
            Given.value("at", at);
            Given.value("lastAlive", lastAlive);
            Given.value("quietAt", quietAt);
            Given.value("lateUntil", lateUntil);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.engineResumed(this);
        }
    }

    /**
     * The engine's next step would have broken one of its own invariants. The step was discarded.
     *
     * @param at when it was decided, by the engine's clock
     * @param names the invariants
     * @param refused the discarded step
     */
    record InvariantBroken(Instant at, List<String> names, String refused) implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param names the invariants
         * @param refused the discarded step
         */
        public InvariantBroken {
            Given.value("at", at);
            names = Given.foreignTexts("names", names);
            refused = Given.foreignText("refused", refused);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.invariantBroken(this);
        }
    }

    /**
     * The deployment ended. This is its only final event.
     *
     * @param at when it was decided, by the engine's clock
     * @param status how it ended
     * @param reason why; empty if there is nothing to say
     * @param leftOvers what could not be cleaned up or restored, by name
     * @param serving one line for each production route: what serves it and how healthy that is; empty if nothing was
     *     changed
     * @param warnings what is not as it should be; empty if everything is
     */
    record DeploymentEnded(
            Instant at,
            DeploymentStatus status,
            String reason,
            List<String> leftOvers,
            List<String> serving,
            List<String> warnings)
            implements ProgressEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param status how it ended
         * @param reason why
         * @param leftOvers what could not be cleaned up or restored, by name
         * @param serving one line for each production route: what serves it and how healthy that is
         * @param warnings what is not as it should be
         */
        public DeploymentEnded {
            Given.value("at", at);
            Given.value("status", status);
            reason = Given.foreignText("reason", reason);
            leftOvers = Given.foreignTexts("leftOvers", leftOvers);
            serving = Given.foreignTexts("serving", serving);
            warnings = Given.foreignTexts("warnings", warnings);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentEnded(this);
        }
    }
}
