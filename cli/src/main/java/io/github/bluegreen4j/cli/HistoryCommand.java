package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything that has happened to a deployment. */
@Command(name = "history", description = "Tells everything that has happened to a deployment, with instants.")
final class HistoryCommand implements Callable<Integer> {
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
            Narrator narrator = new Narrator();
            long version = 0;
            for (DeploymentEvent event :
                    JournaledDeployment.history(opened, deployment).events()) {
                version++;
                Sentence told = narrator.tell(event);
                if (output.isJson()) {
                    output.out().println(JsonLines.event(deployment, version, event, told.text()));
                } else {
                    output.print(Tone.of(told.kind()), line(version, told));
                }
            }
        }
        return ExitCode.DONE;
    }

    private static String line(long version, Sentence told) {
        return "%4d  %s  %-22s %s".formatted(version, told.at(), told.event(), Texts.indented(Texts.lines(told), 6));
    }
}
