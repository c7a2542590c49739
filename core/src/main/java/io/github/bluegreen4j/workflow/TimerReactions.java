package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;

/** What follows from a timer that fired: every deadline has its consequence. */
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
        decision.record(new WorkEvent.ResourceQuieted(decision.at(), timer.resource()));
        return decision;
    }

    @Override
    public Decision routeSettles(Timer.RouteSettles timer) {
        decision.record(new WorkEvent.RouteSettled(decision.at(), timer.route()));
        return decision;
    }

    @Override
    public Decision of(Timer.Of timer) {
        switch (timer.kind()) {
            case DRAIN -> decision.record(new ProgressEvent.DrainEnded(decision.at()));
            case BAKE -> decision.record(new ProgressEvent.BakeEnded(decision.at(), false));
            case UNHEALTHY ->
                decision.rollBack(
                        RollbackCause.UNHEALTHY, "green carried production with too few healthy targets for too long");
            case WEAK_BLUE -> decision.record(new ProgressEvent.RollbackInsisted(decision.at()));
            case GATE ->
                decision.rollBack(RollbackCause.CLEAN_UP_GATE_CLOSED, "the gate before CLEAN_UP did not open in time");
            case STAGE ->
                decision.rollBack(
                        RollbackCause.STAGE_TIMED_OUT, decision.state().node() + " took too long");
            case CLEAN_UP -> decision.record(new ProgressEvent.CleanUpOverdue(decision.at()));
            case END ->
                decision.close(DeploymentStatus.STOPPED, "CLEAN_UP ran out of time, and the routes could not be read");
            case ROLLBACK -> decision.record(new ProgressEvent.RollbackOverdue(decision.at()));
            case CLOSING -> decision.record(new ProgressEvent.ClosingOverdue(decision.at()));
            case DEPLOYMENT -> decision.rollBack(RollbackCause.DEPLOYMENT_TIMED_OUT, "the deployment took too long");
        }
        return decision;
    }
}
