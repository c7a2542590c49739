package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.state.Stages;
import java.time.Duration;

/** Reactions to drift, a foreign change of a route: the deployment rolls back, or pauses until an operator answers. */
final class Drifts {
    /** ECS's default timeout of a pause. */
    private static final Duration PAUSE = Duration.ofHours(24);

    private Drifts() {}

    static void found(Decision decision, RouteRef route, String seen, String wanted) {
        decision.record(new WatchEvent.DriftFound(decision.at(), route, seen, wanted));
        decision.forward().ifPresent(forward -> {
            switch (forward.run().spec().drift()) {
                case ROLL_BACK ->
                    decision.rollBack(
                            RollbackCause.DRIFT, "route " + route + " reads " + seen + " instead of " + wanted);
                case PAUSE ->
                    decision.record(new HookEvent.HookStarted(
                            decision.at(),
                            Stages.driftPause(forward),
                            true,
                            decision.at().plus(PAUSE)));
            }
        });
    }
}
