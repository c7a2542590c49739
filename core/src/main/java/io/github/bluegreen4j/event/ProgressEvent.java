package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
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

/**
 * How a deployment gets on: its beginning, its stages and bakes, its way back and its end.
 */
public sealed interface ProgressEvent extends DeploymentEvent {

    /** Visits every kind; a new kind does not compile until every visitor knows it. */
    interface Handler<R> {
        R deploymentCreated(DeploymentCreated event);

        R deploymentAdmitted(DeploymentAdmitted event);

        R deploymentRefused(DeploymentRefused event);

        R deploymentStarted(DeploymentStarted event);

        R reconciliationChosen(ReconciliationChosen event);

        R serviceReconciled(ServiceReconciled event);

        R stageEntered(StageEntered event);

        R bakeStarted(BakeStarted event);

        R bakePaused(BakePaused event);

        R bakeEnded(BakeEnded event);

        R cleanUpGateOpened(CleanUpGateOpened event);

        R drainStarted(DrainStarted event);

        R drainEnded(DrainEnded event);

        R commandAnswered(CommandAnswered event);

        R rollbackRequested(RollbackRequested event);

        R stopRequested(StopRequested event);

        R rollbackStarted(RollbackStarted event);

        R rollbackInsisted(RollbackInsisted event);

        R rollbackOverdue(RollbackOverdue event);

        R cleanUpOverdue(CleanUpOverdue event);

        R closingStarted(ClosingStarted event);

        R closingOverdue(ClosingOverdue event);

        R engineStalled(EngineStalled event);

        R endObserved(EndObserved event);

        R engineResumed(EngineResumed event);

        R invariantBroken(InvariantBroken event);

        R deploymentEnded(DeploymentEnded event);
    }

    /**
     * The deployment was accepted and waits for its turn.
     *
     * @param by who ordered it, and when by that one's clock; empty when nobody said
     */
    record DeploymentCreated(Instant at, DeploymentId deployment, DeploymentSpec spec, Optional<Command.Origin> by)
            implements ProgressEvent {
        /** Of nobody who said so. */
        public DeploymentCreated(Instant at, DeploymentId deployment, DeploymentSpec spec) {
            this(at, deployment, spec, Optional.empty());
        }

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

    /** No other deployment of the service runs: it is this one's turn. */
    record DeploymentAdmitted(Instant at) implements ProgressEvent {
        public DeploymentAdmitted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentAdmitted(this);
        }
    }

    /** The service is not in a state in which it can be deployed; nothing was touched. */
    record DeploymentRefused(Instant at, List<InvalidSpecException.Fault> faults) implements ProgressEvent {
        public DeploymentRefused {
            Given.value("at", at);
            faults = Given.list("faults", faults);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.deploymentRefused(this);
        }
    }

    /** The service was inspected, the roles are known and the plan is made. */
    record DeploymentStarted(Instant at, Readings readings, Roles roles, int desiredCount, List<PlannedStage> plan)
            implements ProgressEvent {
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

    /** An earlier deployment left the service in between: the revision that production goes to, and those to retire. */
    record ReconciliationChosen(
            Instant at, Readings readings, Roles roles, boolean moveTraffic, List<RevisionRef> retire)
            implements ProgressEvent {
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

    /** One revision serves production, and the idle target group is empty. */
    record ServiceReconciled(Instant at, Readings readings, Roles roles) implements ProgressEvent {
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

    /** The stage at that position of the plan began. */
    record StageEntered(Instant at, int position) implements ProgressEvent {
        public StageEntered {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.stageEntered(this);
        }
    }

    /** Bake time is counted from here, because everything that has to be watched is known to be good. */
    record BakeStarted(Instant at, Instant endsAt) implements ProgressEvent {
        public BakeStarted {
            Given.value("at", at);
            Given.value("endsAt", endsAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakeStarted(this);
        }
    }

    /** Something that has to be watched is unknown or bad: bake time is not counted. */
    record BakePaused(Instant at, Duration remaining) implements ProgressEvent {
        public BakePaused {
            Given.value("at", at);
            Given.value("remaining", remaining);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakePaused(this);
        }
    }

    /** The bake is over, by time or by a user's skip. */
    record BakeEnded(Instant at, boolean skipped) implements ProgressEvent {
        public BakeEnded {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.bakeEnded(this);
        }
    }

    /** A fresh reading after the bake shows that blue may go. */
    record CleanUpGateOpened(Instant at, Readings readings) implements ProgressEvent {
        public CleanUpGateOpened {
            Given.value("at", at);
            Given.value("readings", readings);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.cleanUpGateOpened(this);
        }
    }

    /** What is to be retired has no weight any more; what is under way there may end. */
    record DrainStarted(Instant at, Instant endsAt) implements ProgressEvent {
        public DrainStarted {
            Given.value("at", at);
            Given.value("endsAt", endsAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.drainStarted(this);
        }
    }

    /** The drain window is over. */
    record DrainEnded(Instant at) implements ProgressEvent {
        public DrainEnded {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.drainEnded(this);
        }
    }

    /**
     * A user's command was consumed: accepted, or refused with the reason.
     *
     * @param by who gave it, and when by that one's clock; empty when nobody said
     */
    record CommandAnswered(Instant at, String commandId, boolean accepted, String answer, Optional<Command.Origin> by)
            implements ProgressEvent {
        /** Of nobody who said so. */
        public CommandAnswered(Instant at, String commandId, boolean accepted, String answer) {
            this(at, commandId, accepted, answer, Optional.empty());
        }

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
     * A user asked for a rollback.
     *
     * @param by who, and when by that one's clock; empty when nobody said
     */
    record RollbackRequested(Instant at, String reason, Optional<Command.Origin> by) implements ProgressEvent {
        /** Of nobody who said so. */
        public RollbackRequested(Instant at, String reason) {
            this(at, reason, Optional.empty());
        }

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
     * The deployment is to stop where it stands.
     *
     * @param by who asked for it, and when by that one's clock; empty when nobody said, and when the engine decided it
     */
    record StopRequested(Instant at, String reason, Optional<Command.Origin> by) implements ProgressEvent {
        /** Of nobody who said so. */
        public StopRequested(Instant at, String reason) {
            this(at, reason, Optional.empty());
        }

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

    /** The deployment rolls back: production first, then the test route, then green. */
    record RollbackStarted(Instant at, RollbackCause cause, String reason) implements ProgressEvent {
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

    /** Blue was waited for long enough: it gets production although it is below its floor. */
    record RollbackInsisted(Instant at) implements ProgressEvent {
        public RollbackInsisted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackInsisted(this);
        }
    }

    /** The rollback ran out of time; nothing new is begun. */
    record RollbackOverdue(Instant at) implements ProgressEvent {
        public RollbackOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.rollbackOverdue(this);
        }
    }

    /** CLEAN_UP ran out of time; where production points decides the end. */
    record CleanUpOverdue(Instant at) implements ProgressEvent {
        public CleanUpOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.cleanUpOverdue(this);
        }
    }

    /** The end is decided; what is suspended is released and what may still land is awaited. */
    record ClosingStarted(Instant at, DeploymentStatus end, String reason, List<String> leftOvers)
            implements ProgressEvent {
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

    /** Releasing what is suspended ran out of time. */
    record ClosingOverdue(Instant at) implements ProgressEvent {
        public ClosingOverdue {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.closingOverdue(this);
        }
    }

    /**
     * The engine could not act between {@code since} and {@code at}: it had no journal, no lease, or no answer of the world. The limits
     * of its own work do not count that time.
     */
    record EngineStalled(Instant at, Instant since) implements ProgressEvent {
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
     * The end was looked at: what serves each production route and how healthy it is, and what is not well about that.
     *
     * @param serving a line for each production route
     * @param warnings what is not well; empty when everything is
     */
    record EndObserved(Instant at, List<String> serving, List<String> warnings) implements ProgressEvent {
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
     * An engine took the deployment up again.
     *
     * @param lastAlive until when the deployment was certainly watched
     * @param quietAt until when what was owed may still land, as long as every call takes no longer than it may
     * @param lateUntil until when a write of a route may arrive that an earlier engine had under way; empty when none can
     */
    record EngineResumed(Instant at, Instant lastAlive, Instant quietAt, Optional<Instant> lateUntil)
            implements ProgressEvent {
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

    /** The engine was about to break an invariant; what it had decided was discarded. */
    record InvariantBroken(Instant at, List<String> names, String refused) implements ProgressEvent {
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
     * The one terminal event.
     *
     * @param leftOvers what could not be cleaned up, released or restored, by name
     * @param serving what serves each production route and how healthy it is; empty when nothing was touched
     * @param warnings what is not well about that; empty when everything is
     */
    record DeploymentEnded(
            Instant at,
            DeploymentStatus status,
            String reason,
            List<String> leftOvers,
            List<String> serving,
            List<String> warnings)
            implements ProgressEvent {
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
