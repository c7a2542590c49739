package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a deployment to its end, whoever acts for it. */
@Command(
        name = "watch",
        description = "Follows a deployment to its end, whoever acts for it, and exits as deploy would.")
final class WatchCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        DeploymentId deployment = new DeploymentId(id);
        try (OpenJournal opened = journal.open()) {
            Journal.History known = JournaledDeployment.history(opened, deployment);
            if (known.head().wakeUp().isEmpty()) {
                EndReport.replay(
                        deployment, known.events(), JournaledDeployment.description(opened, deployment), output);
                return ExitCode.of(known.events());
            }
            ProgressPrinter progress = new ProgressPrinter(deployment, output, LastOrder.before(known.events()));
            progress.read(known.events());
            JournalFollower following = new JournalFollower(opened.journal(), deployment, progress, output);
            while (!progress.awaitEnd(POLL)) {
                following.lookPatiently();
            }
            Journal.History end = JournaledDeployment.history(opened, deployment);
            EndReport.tell(JournaledDeployment.description(opened, deployment), output);
            return ExitCode.of(end.events());
        }
    }
}
