package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.Journal;
import java.util.function.Consumer;

/** Stops or resumes the line, and says whether it is stopped, for people and programs. */
final class LineReport {
    private LineReport() {}

    /** Changes the line in the name of the actor, and prints how it is then. */
    static int change(JournalOption journal, ActorOption actor, Output output, Consumer<Deployments> change) {
        String said = actor.name();
        try (OpenJournal opened = journal.open()) {
            Deployments deployments = Deployments.in(opened.journal()).by(said);
            change.accept(deployments);
            print(deployments, output);
        } catch (InvalidSpecException wrong) {
            throw new Failure(ExitCode.REFUSED, "--" + wrong.getMessage());
        }
        return ExitCode.DONE;
    }

    static void print(Deployments deployments, Output output) {
        deployments.line().ifPresent(line -> print(line, output));
    }

    private static void print(Journal.Line line, Output output) {
        if (output.isJson()) {
            output.out().println(JsonLines.lineOf(line));
        } else {
            output.print(line.stopped() ? Tone.WARNING : Tone.PLAIN, Given.visible(line));
        }
    }
}
