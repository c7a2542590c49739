package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a deployment to its end or to a stage, whoever acts for it. */
@Command(
        name = "watch",
        description = "Follows a deployment to its end or to a stage, whoever acts for it, and exits as deploy would.")
final class WatchCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Mixin
    private final UntilOption until = new UntilOption();

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        DeploymentId deployment = new DeploymentId(id);
        Optional<LifecycleStage> stage = until.stage();
        try (OpenJournal opened = journal.open()) {
            Journal.History known = JournaledDeployment.history(opened, deployment);
            UntilOption.check(stage, LastOrder.spec(known.events()));
            if (known.head().wakeUp().isEmpty()) {
                EndReport.replay(
                        deployment,
                        known.events(),
                        JournaledDeployment.description(opened, deployment),
                        output,
                        follow.isQuiet());
                return ExitCode.of(known.events());
            }
            ProgressPrinter progress =
                    new ProgressPrinter(deployment, output, follow.isQuiet(), LastOrder.before(known.events()));
            JournalFollower following = new JournalFollower(opened.journal(), deployment, progress, output, stage);
            do {
                following.lookPatiently();
                if (following.hasReached()) {
                    EndReport.left(
                            JournaledDeployment.description(opened, deployment), stage.orElseThrow(), "", output);
                    return ExitCode.DONE;
                }
            } while (!progress.awaitEnd(POLL));
            Journal.History end = JournaledDeployment.history(opened, deployment);
            EndReport.tell(JournaledDeployment.description(opened, deployment), output);
            return ExitCode.of(end.events());
        }
    }
}
