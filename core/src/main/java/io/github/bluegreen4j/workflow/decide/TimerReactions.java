package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Reasons;
import io.github.bluegreen4j.workflow.state.Reconciliation;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Timer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reactions to timers. Every timeout has a defined outcome. */
final class TimerReactions implements Timer.Handler<Decision> {
    private final Decision decision;

    TimerReactions(Decision decision) {
        this.decision = decision;
    }

    @Override
    public Decision hookExpires(Timer.HookExpires timer) {
        decision.state()
                .running()
                .map(run -> run.hooks().get(timer.execution()))
                .ifPresent(hook -> new HookReactions(decision, hook).expired());
        return decision;
    }

    @Override
    public Decision resourceQuiet(Timer.ResourceQuiet timer) {
        return decision.record(new WorkEvent.ResourceQuieted(decision.at(), timer.resource()));
    }

    @Override
    public Decision routeSettles(Timer.RouteSettles timer) {
        return decision.record(new WorkEvent.RouteSettled(decision.at(), timer.route()));
    }

    @Override
    public Decision of(Timer.Of timer) {
        switch (timer.kind()) {
            case DRAIN -> decision.record(new ProgressEvent.DrainEnded(decision.at()));
            case BAKE -> decision.record(new ProgressEvent.BakeEnded(decision.at(), false));
            case KEEPING ->
                decision.record(new ProgressEvent.KeepingEnded(
                        decision.at(), ProgressEvent.KeepingEnded.Why.TIME, "", Optional.empty()));
            case EVIDENCE -> evidenceIsOverdue();
            case UNHEALTHY ->
                decision.rollBack(
                        RollbackCause.UNHEALTHY,
                        "green had too few healthy targets for too long, at a time when it may carry production"
                                + last(Watch.GREEN_HEALTH));
            case GREEN_GONE ->
                decision.rollBack(
                        RollbackCause.PRECONDITION,
                        "revision " + green() + " (green) does not exist any more: the runtime does not describe it");
            case WEAK_BLUE -> decision.record(new ProgressEvent.RollbackInsisted(decision.at()));
            case GATE ->
                decision.rollBack(
                        RollbackCause.CLEAN_UP_GATE_CLOSED,
                        "the gate before CLEAN_UP did not open in time" + waiting());
            case STAGE ->
                decision.rollBack(
                        RollbackCause.STAGE_TIMED_OUT,
                        decision.state().node() + " took too long" + waiting() + last(Watch.GREEN_READY));
            case CLEAN_UP -> decision.record(new ProgressEvent.CleanUpOverdue(decision.at()));
            case END ->
                decision.close(
                        DeploymentStatus.STOPPED,
                        "CLEAN_UP ran out of time, and the routes could not be read" + waiting());
            case ROLLBACK -> rollbackIsOverdue();
            case CLOSING -> decision.record(new ProgressEvent.ClosingOverdue(decision.at()));
            case DEPLOYMENT ->
                decision.rollBack(RollbackCause.DEPLOYMENT_TIMED_OUT, "the deployment took too long" + waiting());
        }
        return decision;
    }

    /**
     * Production could not be restored in time, by a rollback or by a reconciliation; the latter leaves the decision
     * to an operator.
     */
    private void rollbackIsOverdue() {
        if (decision.state() instanceof RollingBack) {
            decision.record(new ProgressEvent.RollbackOverdue(decision.at()));
        }
        decision.forward().ifPresent(forward -> {
            Roles roles = forward.run().roles();
            if (forward.run().spec().isUndo()) {
                decision.stop("production could not be taken back in time" + waiting(), Optional.empty());
                return;
            }
            String accepted = roles.blue().map(RevisionRef::toString).orElse("the targets that no revision owns");
            decision.record(new ProgressEvent.StopRequested(decision.at(), "production was not given back in time"))
                    .close(
                            DeploymentStatus.STOPPED,
                            "production could not be given back in time to " + accepted + " in " + roles.blueGroup()
                                    + ", which was accepted last, while "
                                    + serving(forward)
                                    + " serves; weights are as they were. To decide, order a recovery that"
                                    + " names the revision that shall serve" + waiting());
        });
    }

    /** The wait itself has a limit, and the policy says what follows. What is not known does nothing by itself. */
    private void evidenceIsOverdue() {
        AnalysisPolicy policy = decision.state().running().orElseThrow().spec().analysis();
        switch (policy.afterLimit()) {
            case CONTINUE -> decision.record(new WatchEvent.EvidenceWaived(decision.at()));
            case ROLLBACK ->
                decision.rollBack(
                        RollbackCause.EVIDENCE_TIMED_OUT,
                        "the metrics did not show within " + policy.evidenceLimit()
                                + " that green is not worse than blue" + last(Watch.ANALYSIS));
        }
    }

    private static String serving(Forward forward) {
        String others = forward.reconciliation().map(Reconciliation::retire).orElse(List.of()).stream()
                .map(RevisionRef::toString)
                .collect(Collectors.joining(", "));
        return (others.isEmpty() ? "somebody else" : others) + " in "
                + forward.run().roles().greenGroup();
    }

    /** What the work waits for, if it does, for the reason of what follows. */
    private String waiting() {
        return Reasons.waiting(decision.state());
    }

    private String last(Watch watch) {
        return Reasons.last(decision.state(), watch);
    }

    private String green() {
        return decision.state()
                .running()
                .flatMap(run -> run.resources().green().revision())
                .map(RevisionRef::toString)
                .orElse("");
    }
}
