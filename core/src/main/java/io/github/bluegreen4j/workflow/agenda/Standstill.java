package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import io.github.bluegreen4j.workflow.state.Watching;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the engine's own work stands still because nothing that it needs answers. The limits of that work do not
 * count such a time: otherwise it would use up the limit, and the work would not even be tried afterwards.
 */
public final class Standstill {
    private Standstill() {}

    /** Since when the work stands still; empty if it does not. */
    public static Optional<Instant> since(DeploymentState state) {
        Optional<Running> run = state.running();
        boolean mayBe = run.isPresent()
                && (run.get().watching().isAnyOutOfReach()
                        || run.get().pendingWork().isAnyOutOfReach());
        if (!mayBe) {
            return Optional.empty();
        }
        if (state instanceof Forward forward) {
            return forward(forward);
        }
        // The limit of closing stands still only while scale-in must still be restored and nothing answers. The last
        // reading of what serves is no reason to exceed that limit.
        boolean counts = state instanceof RollingBack
                || (state instanceof Closing closing && closing.hasToRelease() && closing.hasToLook());
        return counts ? work(state, run.get()) : Optional.empty();
    }

    /** The given instant, or the start of the standstill if that is earlier. */
    public static Instant earlier(DeploymentState state, Instant instant) {
        return since(state).filter(stands -> stands.isBefore(instant)).orElse(instant);
    }

    private static Optional<Instant> forward(Forward forward) {
        Optional<Instant> work = work(forward, forward.run());
        if (work.isPresent() || forward.isPending() || forward.isIn(LifecycleStage.CLEAN_UP)) {
            return work;
        }
        boolean comesUp = forward.isIn(LifecycleStage.SCALE_UP)
                && forward.run().resources().green().revision().isPresent()
                && forward.run().resources().scaleIn().isSettled();
        boolean waitsToBake = Stages.isBaking(forward) && !forward.bake().runs();
        Watching watching = forward.run().watching();
        if (comesUp) {
            return watching.outOfReachSince(Watch.GREEN_READY);
        }
        return waitsToBake
                ? watching.outOfReachSince(Watch.GREEN_HEALTH)
                        .filter(since -> watching.outOfReachSince(Watch.ROUTES).isPresent())
                : Optional.empty();
    }

    /** If all wanted work waits for an answer: since when the last of it does. */
    private static Optional<Instant> work(DeploymentState state, Running run) {
        Set<Effect> wanted = state.accept(new DesiredEffects());
        Optional<Instant> since = Optional.empty();
        for (Effect effect : wanted) {
            if (effect instanceof Effect.InvokeHook) {
                continue;
            }
            PendingWork.Waiting waiting = run.pendingWork().waiting().get(effect);
            if (waiting == null || !waiting.isOutOfReach()) {
                return Optional.empty();
            }
            if (since.isEmpty() || since.get().isBefore(waiting.since())) {
                since = Optional.of(waiting.since());
            }
        }
        return since;
    }
}
