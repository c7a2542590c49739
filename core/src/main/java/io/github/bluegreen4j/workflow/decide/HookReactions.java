package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.HookRun;
import java.util.Optional;

/**
 * Reactions to the verdict of a hook, or to its absence. During a rollback the verdict is recorded and stops nothing.
 */
public final class HookReactions {
    private final Decision decision;
    private final HookRun run;

    HookReactions(Decision decision, HookRun run) {
        this.decision = decision;
        this.run = run;
    }

    /** The open execution of the hook that this work calls. */
    public static Optional<HookRun> runOf(Effect effect, DeploymentState state) {
        if (effect instanceof Effect.InvokeHook asked && state.running().isPresent()) {
            HookRun run = state.running().get().hooks().get(asked.execution());
            return Optional.ofNullable(run).filter(HookRun::isOpen);
        }
        return Optional.empty();
    }

    void succeeded(String why) {
        decision.record(new HookEvent.HookSucceeded(decision.at(), run.execution(), why));
    }

    void failed(HookEvent.Failure failure, String reason) {
        decision.record(new HookEvent.HookFailed(decision.at(), run.execution(), failure, reason));
        decision.rollBack(RollbackCause.HOOK_FAILED, run.execution() + ": " + failure + ": " + reason);
    }

    void expired() {
        TimeoutAction action = decision.state()
                .running()
                .flatMap(running -> running.hook(run.execution()))
                .map(HookSpec::onTimeout)
                .orElse(TimeoutAction.ROLLBACK);
        decision.record(new HookEvent.HookTimedOut(decision.at(), run.execution(), action));
        switch (action) {
            case CONTINUE -> {}
            case ROLLBACK -> decision.rollBack(RollbackCause.HOOK_TIMED_OUT, run.execution() + " timed out");
        }
    }
}
