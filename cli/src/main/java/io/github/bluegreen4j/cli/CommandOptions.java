package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployment.CommandAnswer;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Tells a deployment something, through the journal's mailbox: whichever process acts for it finds the command there, and
 * answers it by an event.
 */
final class CommandOptions {
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    @Parameters(index = "0", paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to wait for the answer; 0s does not. Default: ${DEFAULT-VALUE}.")
    private String wait = "30s";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final Output output = new Output();

    /**
     * Submits a command and waits for its answer.
     *
     * @param name what it is called in the report
     * @param make the command, from the deployment as it stands
     */
    int tell(String name, Function<DeploymentDescription, Command> make) {
        Duration patience = Texts.duration(wait)
                .filter(length -> !length.isNegative() && length.compareTo(LONGEST_WAIT) <= 0)
                .orElseThrow(() -> Failure.option("--wait", wait, Texts.DURATION + ", at most 365d"));
        String said = actor.name();
        DeploymentId deployment = new DeploymentId(id);
        try (OpenJournal opened = journal.open()) {
            DeploymentDescription view = JournaledDeployment.description(opened, deployment);
            if (view.status().isTerminal()) {
                throw ended(opened, view);
            }
            Deployments.Sent sent = Deployments.in(opened.journal()).by(said).send(deployment, make.apply(view));
            if (!sent.taken()) {
                throw ended(opened, JournaledDeployment.description(opened, deployment));
            }
            Optional<CommandAnswer> answer = await(sent, patience);
            report(deployment, name, sent.commandId(), answer, patience);
            return exitCode(answer, patience);
        }
    }

    private static int exitCode(Optional<CommandAnswer> answer, Duration patience) {
        boolean done = answer.map(CommandAnswer::accepted).orElse(patience.isZero());
        return done ? ExitCode.DONE : ExitCode.NOT_DONE;
    }

    private static Failure ended(OpenJournal opened, DeploymentDescription view) {
        return new Failure(
                ExitCode.NOT_DONE,
                "deployment " + view.deployment() + " has ended: " + view.status()
                        + view.endedAt().map(at -> ", at " + at).orElse("")
                        + JournaledDeployment.undo(opened, view)
                                .map(how -> "; " + how)
                                .orElse(""));
    }

    private static Optional<CommandAnswer> await(Deployments.Sent sent, Duration patience) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            Optional<CommandAnswer> answer = sent.answer();
            if (answer.isPresent()) {
                return answer;
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
        return Optional.empty();
    }

    private void report(
            DeploymentId deployment, String name, String commandId, Optional<CommandAnswer> answer, Duration patience) {
        if (output.isJson()) {
            output.out().println(JsonLines.answer(deployment, name, commandId, answer));
        }
        String said = answer.map(given -> (given.accepted() ? "accepted: " : "refused: ") + Given.visible(given.text()))
                .orElse(
                        patience.isZero()
                                ? "submitted; whoever acts for the deployment will answer it"
                                : "not answered within " + wait
                                        + "; it stays in the mailbox, and whoever acts for the deployment"
                                        + " will answer it: bluegreen history " + deployment
                                        + (deployment.isKeeping()
                                                ? "; if no engine runs: bluegreen undo " + deployment
                                                : ""));
        boolean good = answer.map(CommandAnswer::accepted).orElse(patience.isZero());
        if (good) {
            output.note(name + " " + deployment + ": " + said);
        } else {
            output.err().println(name + " " + deployment + ": " + said);
        }
    }
}
