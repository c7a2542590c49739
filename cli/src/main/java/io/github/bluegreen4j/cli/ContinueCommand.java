package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.TimeoutAction;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a pause. */
@CommandLine.Command(
        name = "continue",
        description = "Answers the pause that a deployment waits at, whichever process acts for the deployment. If the"
                + " pause needs approvals, this is one of them; --actor must be one of its approvers.")
final class ContinueCommand implements Callable<Integer> {
    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "HOOK",
            description = "The pause, by its name or id. Needed when several wait.")
    private @Nullable String hook;

    @ArgGroup
    private @Nullable Otherwise otherwise;

    /** What is said instead of yes. */
    private static final class Otherwise {
        @Option(names = "--reject", description = "Answers no: the deployment rolls back.")
        private boolean reject;

        @Option(names = "--withdraw", description = "Takes your approval back, while the pause still waits for others.")
        private boolean withdraw;
    }

    @Override
    public Integer call() {
        if (otherwise != null && otherwise.withdraw) {
            return options.tell(
                    "withdraw", view -> new Command.Withdraw(choose(view).hookId()));
        }
        return otherwise != null && otherwise.reject
                ? options.tell(
                        "reject", view -> new Command.Proceed(choose(view).hookId(), TimeoutAction.ROLLBACK))
                : options.tell(
                        "continue", view -> new Command.Proceed(choose(view).hookId(), TimeoutAction.CONTINUE));
    }

    private DeploymentDescription.Hook choose(DeploymentDescription view) {
        List<DeploymentDescription.Hook> waiting = Description.pauses(view);
        List<DeploymentDescription.Hook> meant = waiting.stream()
                .filter(pause -> hook == null
                        || pause.hookId().equals(hook)
                        || pause.name().equals(hook))
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        String names = waiting.stream().map(DeploymentDescription.Hook::name).collect(Collectors.joining(", "));
        if (waiting.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_DONE,
                    "deployment " + view.deployment() + " waits at no pause; it is " + view.status()
                            + view.lifecycleStage().map(stage -> ", " + stage).orElse(""));
        }
        throw new Failure(
                ExitCode.REFUSED,
                hook == null
                        ? "several pauses wait; say which: " + names
                        : "HOOK: \"" + hook + "\" is not allowed; allowed: " + names);
    }
}
