package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reactions to commands. Every command is answered exactly once. */
final class CommandReactions implements Command.Handler<Decision> {
    private static final String TOO_LATE = "too late, blue is being retired: deploy the previous revision";
    private static final String KEPT_NO_MORE =
            "too late, the revision that was kept is being retired: deploy the previous revision";

    private final Decision decision;
    private final String commandId;
    private final Optional<Command.Origin> origin;

    CommandReactions(Decision decision, Input.Commanded input) {
        this.decision = decision;
        this.commandId = input.commandId();
        this.origin = input.command().origin();
    }

    private Decision answer(boolean accepted, String answer) {
        return decision.record(new ProgressEvent.CommandAnswered(decision.at(), commandId, accepted, answer, origin));
    }

    @Override
    public Decision rollBack(Command.RollBack command) {
        if (decision.state() instanceof RollingBack) {
            return answer(true, "rolls back already");
        }
        if (decision.state() instanceof Closing closing) {
            return answer(false, "is ending already, as " + closing.end());
        }
        Optional<Running> keeping =
                decision.state().running().filter(run -> run.spec().kept().isPresent());
        if (keeping.isPresent()) {
            return undo(keeping.get().spec(), command.reason());
        }
        if (decision.forward()
                .filter(forward -> forward.isPending() || decision.guards().canRollBack(forward))
                .isEmpty()) {
            return answer(false, TOO_LATE);
        }
        return answer(true, "rolls back")
                .record(new ProgressEvent.RollbackRequested(decision.at(), command.reason(), origin))
                .rollBack(RollbackCause.REQUESTED, command.reason());
    }

    /** A rollback of an order that keeps a revision is the undo of the deployment before it. */
    private Decision undo(DeploymentSpec spec, String reason) {
        if (spec.isUndo()) {
            return answer(true, "takes production back already");
        }
        // Nothing is touched before the service was inspected.
        if (decision.forward().filter(Forward::isPending).isEmpty()) {
            return answer(false, KEPT_NO_MORE);
        }
        return answer(true, "takes production back to " + spec.kept().orElseThrow())
                .record(new ProgressEvent.KeepingEnded(
                        decision.at(), ProgressEvent.KeepingEnded.Why.UNDO, reason, origin));
    }

    @Override
    public Decision abort(Command.Abort command) {
        if (decision.state() instanceof RollingBack) {
            return answer(false, "production is being restored");
        }
        if (decision.state() instanceof Closing closing) {
            return answer(closing.end() == DeploymentStatus.STOPPED, "is ending already, as " + closing.end());
        }
        if (decision.forward().filter(decision.guards()::canStop).isEmpty()) {
            return answer(false, TOO_LATE);
        }
        return answer(true, "stops").stop(command.reason(), origin);
    }

    @Override
    public Decision proceed(Command.Proceed command) {
        Optional<HookRun> pause = openPause(command.hookId());
        if (pause.isEmpty()) {
            return noPause(command.hookId());
        }
        HookRun hook = pause.get();
        Optional<PauseApprovals> approvals = approvals(hook);
        if (approvals.isPresent() && approver(approvals.get()).isEmpty()) {
            return mayNotAnswer(hook, approvals.get());
        }
        return switch (command.action()) {
            case CONTINUE ->
                approvals.isPresent()
                        ? approve(hook, approvals.get())
                        : answer(true, "continues")
                                .record(new HookEvent.HookSucceeded(
                                        decision.at(), hook.execution(), "continued" + byWhom()));
            case ROLLBACK -> {
                String reason = "the pause was answered with " + TimeoutAction.ROLLBACK + byWhom();
                yield answer(true, "rolls back")
                        .record(new HookEvent.HookFailed(
                                decision.at(), hook.execution(), HookEvent.Failure.REJECTED, reason))
                        .rollBack(RollbackCause.HOOK_FAILED, hook.execution() + ": " + reason);
            }
        };
    }

    private Optional<HookRun> openPause(String hookId) {
        return decision.forward().map(Forward::run).flatMap(run -> {
            DeploymentId id = run.identity().deployment();
            return run.hooks().values().stream()
                    .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                    .filter(hook -> hook.execution().executionId(id).equals(hookId))
                    .findFirst();
        });
    }

    private Decision noPause(String hookId) {
        return answer(
                false,
                "hookId: \"" + hookId + "\" is completed, unavailable, or not associated with this deployment; "
                        + open());
    }

    private Optional<PauseApprovals> approvals(HookRun hook) {
        return decision.state()
                .running()
                .flatMap(run -> Optional.ofNullable(run.hooks().get(hook.execution()))
                        .flatMap(now -> PauseApprovals.of(run, now)));
    }

    /** Who gave the command, as the pause names the person; empty if that is nobody who may answer it. */
    private Optional<String> approver(PauseApprovals approvals) {
        return origin.flatMap(by -> approvals.approver(by.actor()));
    }

    private Decision mayNotAnswer(HookRun hook, PauseApprovals approvals) {
        String actor = origin.map(Command.Origin::actor).orElse("(missing)");
        boolean author = approvals.asked().approver(actor).isPresent();
        return answer(
                false,
                "actor: \"" + actor + "\" "
                        + (author ? "ordered the deployment and may not answer" : "may not answer") + " pause "
                        + hook.execution() + "; allowed: " + String.join(", ", approvals.approvers())
                        + ". A rollback may be requested by anybody");
    }

    private Decision approve(HookRun hook, PauseApprovals approvals) {
        String approver = approver(approvals).orElseThrow();
        if (approvals.given().containsKey(approver)) {
            return answer(true, approver + " has approved already; the pause waits for " + approvals.wanted());
        }
        Command.Origin by = origin.orElseThrow();
        HookRun.Approval approval = new HookRun.Approval(by.actor(), decision.at());
        PauseApprovals then = new PauseApprovals(
                approvals.asked(),
                approvals.author(),
                hook.approved(approver, approval).approvals());
        boolean complete = decision.guards().isApproved(then);
        answer(true, complete ? "approves, and the pause continues" : "approves; the pause waits for " + then.wanted())
                .record(new HookEvent.ApprovalGiven(decision.at(), hook.execution(), approver, by));
        return complete
                ? decision.record(new HookEvent.HookSucceeded(
                        decision.at(),
                        hook.execution(),
                        "approved by " + String.join(", ", then.given().keySet())))
                : decision;
    }

    @Override
    public Decision withdraw(Command.Withdraw command) {
        Optional<HookRun> pause = openPause(command.hookId());
        if (pause.isEmpty()) {
            return noPause(command.hookId());
        }
        HookRun hook = pause.get();
        Optional<PauseApprovals> approvals = approvals(hook);
        if (approvals.isEmpty()) {
            return answer(false, "pause " + hook.execution() + " needs no approvals: the first answer counts");
        }
        Optional<String> approver =
                approver(approvals.get()).filter(approvals.get().given()::containsKey);
        if (approver.isEmpty()) {
            return answer(
                    false,
                    "actor: \"" + origin.map(Command.Origin::actor).orElse("(missing)") + "\" has not approved pause "
                            + hook.execution() + "; approved so far by: "
                            + (approvals.get().given().isEmpty()
                                    ? "nobody"
                                    : String.join(", ", approvals.get().given().keySet())));
        }
        PauseApprovals then = new PauseApprovals(
                approvals.get().asked(),
                approvals.get().author(),
                hook.withoutApproval(approver.get()).approvals());
        return answer(true, "takes the approval back; the pause waits for " + then.wanted())
                .record(new HookEvent.ApprovalWithdrawn(
                        decision.at(), hook.execution(), approver.get(), origin.orElseThrow()));
    }

    private String byWhom() {
        return origin.map(given -> " by " + given.actor()).orElse("");
    }

    private String open() {
        String open = decision.forward().stream()
                .map(Forward::run)
                .flatMap(run -> run.hooks().values().stream()
                        .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                        .map(hook -> hook.execution().hook() + " ("
                                + hook.execution().executionId(run.identity().deployment()) + ")"))
                .collect(Collectors.joining(", "));
        return open.isEmpty() ? "none is open" : "open: " + open;
    }

    @Override
    public Decision unreadable(Command.Unreadable command) {
        return answer(false, "the command can't be read: " + command.why());
    }

    @Override
    public Decision skipBake(Command.SkipBake command) {
        if (decision.state().isKeeping()) {
            return answer(true, "retires what is kept")
                    .record(new ProgressEvent.KeepingEnded(
                            decision.at(), ProgressEvent.KeepingEnded.Why.SKIPPED, "", origin));
        }
        boolean baking = decision.forward().map(Stages::isBaking).orElse(false);
        if (!baking) {
            return answer(false, "no bake is under way");
        }
        return answer(true, "ends the bake").record(new ProgressEvent.BakeEnded(decision.at(), true));
    }
}
