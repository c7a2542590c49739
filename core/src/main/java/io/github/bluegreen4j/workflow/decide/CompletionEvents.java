package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.workflow.evolve.EffectAdapter;

/**
 * The event for each kind of work whose only result is that it is done. Other kinds of work end with an outcome of
 * their own.
 */
final class CompletionEvents extends EffectAdapter<Decision> {
    private final Decision decision;

    CompletionEvents(Decision decision) {
        super(decision);
        this.decision = decision;
    }

    private Decision record(DeploymentEvent event) {
        decision.record(event);
        return decision;
    }

    @Override
    public Decision suspendScaleIn(Effect.SuspendScaleIn effect) {
        return record(new WorkEvent.ScaleInSuspended(decision.at()));
    }

    @Override
    public Decision restoreScaleIn(Effect.RestoreScaleIn effect) {
        return record(new WorkEvent.ScaleInRestored(decision.at()));
    }

    @Override
    public Decision scaleRevision(Effect.ScaleRevision effect) {
        return record(new WorkEvent.RevisionScaled(decision.at(), effect.role(), effect.atLeast()));
    }

    @Override
    public Decision makePrimary(Effect.MakePrimary effect) {
        return record(new WorkEvent.PrimaryMade(decision.at()));
    }

    @Override
    public Decision retireRevision(Effect.RetireRevision effect) {
        return record(new WorkEvent.RevisionRetired(decision.at(), effect.role()));
    }

    @Override
    public Decision retireLeftOver(Effect.RetireLeftOver effect) {
        return record(new WorkEvent.LeftOverRetired(decision.at(), effect.revision()));
    }
}
