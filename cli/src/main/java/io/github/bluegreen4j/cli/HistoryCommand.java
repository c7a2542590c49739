package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.examples.local.engine.Narrator;
import io.github.bluegreen4j.model.DeploymentId;
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
                String text = narrator.tell(event);
                output.out()
                        .println(
                                output.isJson()
                                        ? JsonLines.event(deployment, version, event, text)
                                        : line(version, event, text));
            }
        }
        return ExitCode.DONE;
    }

    private static String line(long version, DeploymentEvent event, String text) {
        return "%4d  %s  %-22s %s"
                .formatted(version, event.at(), event.getClass().getSimpleName(), Texts.indented(text, 6))
                .stripTrailing();
    }
}
