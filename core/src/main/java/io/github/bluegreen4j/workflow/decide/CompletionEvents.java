package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.WorkEvent;
import java.time.Instant;

/**
 * The event for each kind of work whose only result is that it is done. Other kinds of work end with an outcome of
 * their own.
 */
final class CompletionEvents {
    private CompletionEvents() {}

    static Decision record(Decision decision, Effect effect) {
        Instant at = decision.at();
        if (effect instanceof Effect.SuspendScaleIn) {
            return decision.record(new WorkEvent.ScaleInSuspended(at));
        }
        if (effect instanceof Effect.RestoreScaleIn) {
            return decision.record(new WorkEvent.ScaleInRestored(at));
        }
        if (effect instanceof Effect.ScaleRevision scaled) {
            return decision.record(new WorkEvent.RevisionScaled(at, scaled.role(), scaled.atLeast()));
        }
        if (effect instanceof Effect.MakePrimary) {
            return decision.record(new WorkEvent.PrimaryMade(at));
        }
        if (effect instanceof Effect.RetireRevision retired) {
            return decision.record(new WorkEvent.RevisionRetired(at, retired.role()));
        }
        return effect instanceof Effect.RetireLeftOver retired
                ? decision.record(new WorkEvent.LeftOverRetired(at, retired.revision()))
                : decision;
    }
}
