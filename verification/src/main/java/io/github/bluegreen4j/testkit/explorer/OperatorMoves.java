package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.Optional;

/** What operators, and newer deployments, ask for. Each command is given once; the workflow answers it once. */
final class OperatorMoves {
    private final Source source;

    OperatorMoves(Source source) {
        this.source = source;
    }

    void all() {
        command(Power.ROLL_BACK, "roll-back", new Command.RollBack("an operator says so"));
        command(Power.ABORT, "abort", new Command.Abort("an operator says so"));
        command(Power.SKIP, "skip", new Command.SkipBake());
        source.pay(
                Power.SUPERSEDE,
                Move.of("a newer deployment wants its place"),
                shell -> shell.deliver(new Input.Superseded(new DeploymentId("d3"))));
        Optional<Running> run = source.state().state().running();
        if (run.isPresent() && (source.can(Power.CONTINUE) || source.can(Power.REJECT))) {
            for (HookRun hook : run.get().hooks().values()) {
                if (hook.state() == HookRun.State.AWAITING_ACTION) {
                    pause(hook);
                }
            }
        }
    }

    private void pause(HookRun hook) {
        String id = hook.execution().executionId(ExplorationCase.DEPLOYMENT);
        command(Power.CONTINUE, "continue", new Command.Proceed(id, TimeoutAction.CONTINUE));
        command(Power.REJECT, "reject", new Command.Proceed(id, TimeoutAction.ROLLBACK));
    }

    private void command(Power power, String id, Command command) {
        source.pay(
                power, Move.of("an operator asks:", command), shell -> shell.deliver(new Input.Commanded(id, command)));
    }
}
