package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.report.Explanation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why a deployment is where it is, from the journal alone. */
@Command(
        name = "explain",
        description =
                "Explains what a deployment waits for, until when, what happens then, and which commands it accepts"
                        + " now. Exit code 0 whatever the status is.")
final class ExplainCommand implements Callable<Integer> {
    private static final int NAME = 11;

    @Parameters(paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        DeploymentId deployment = new DeploymentId(id);
        try (OpenJournal opened = journal.open()) {
            Explanation explanation = Deployments.in(opened.journal())
                    .explain(deployment)
                    .orElseThrow(() -> JournaledDeployment.missing(opened, deployment));
            if (output.isJson()) {
                output.out().println(JsonLines.explanation(explanation));
            } else {
                print(explanation, output.out());
                JournaledDeployment.undo(opened, JournaledDeployment.description(opened, deployment))
                        .ifPresent(how -> say(output.out(), "you may", how));
            }
        }
        return ExitCode.DONE;
    }

    private static void print(Explanation explanation, PrintWriter out) {
        out.println(Given.visible(explanation.sentence()));
        for (Explanation.Wait wait : explanation.waits()) {
            say(
                    out,
                    "waits for",
                    wait.what()
                            + wait.since().map(since -> ", since " + since).orElse("")
                            + wait.until()
                                    .map(until -> ", until " + until + "; then " + wait.then())
                                    .orElse(""));
            say(out, "", "ends before if: " + wait.unblock());
        }
        for (Explanation.Deadline deadline : explanation.deadlines()) {
            say(out, "deadline", deadline.at() + ", " + deadline.name() + ": " + deadline.then());
        }
        for (Explanation.Possibility command : explanation.commands()) {
            say(
                    out,
                    command.allowed() ? "you may" : "you may not",
                    words(explanation.deployment(), command) + ": " + command.answer());
        }
    }

    /** The command as somebody types it here. */
    private static String words(DeploymentId deployment, Explanation.Possibility possibility) {
        String pause = possibility.pause().map(name -> " " + name).orElse("");
        return switch (possibility.command()) {
            case "rollBack" -> (deployment.isKeeping() ? "bluegreen undo " : "bluegreen rollback ") + deployment;
            case "abort" -> "bluegreen abort " + deployment;
            case "skipBake" -> "bluegreen skip-bake " + deployment;
            case "proceed ROLLBACK" -> "bluegreen continue " + deployment + pause + " --reject" + actor(possibility);
            case "withdraw" -> "bluegreen continue " + deployment + pause + " --withdraw" + actor(possibility);
            default -> "bluegreen continue " + deployment + pause + actor(possibility);
        };
    }

    /** Only certain people may say it. */
    private static String actor(Explanation.Possibility possibility) {
        return possibility.actors().isEmpty() ? "" : " (as " + String.join(" or ", possibility.actors()) + ")";
    }

    /** Whatever the value is, it stays in its line. */
    private static void say(PrintWriter out, String name, String value) {
        out.printf("%-" + NAME + "s %s%n", name, Texts.indented(Given.visible(value), NAME + 1));
    }
}
