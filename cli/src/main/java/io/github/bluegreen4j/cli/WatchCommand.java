package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
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
            LivePanel panel = new LivePanel(output);
            output.follow(follow.isQuiet());
            JournalFollower following = new JournalFollower(opened.journal(), deployment, progress, output, stage);
            do {
                following.lookPatiently();
                show(panel, opened, deployment);
                if (following.hasReached()) {
                    DeploymentDescription view = JournaledDeployment.description(opened, deployment);
                    panel.leave(view);
                    EndReport.left(view, stage.orElseThrow(), "", output);
                    return ExitCode.DONE;
                }
            } while (!progress.awaitEnd(POLL));
            Journal.History end = JournaledDeployment.history(opened, deployment);
            DeploymentDescription view = JournaledDeployment.description(opened, deployment);
            panel.leave(view);
            EndReport.tell(view, output);
            return ExitCode.of(end.events());
        } finally {
            output.settle();
        }
    }

    /** A journal that is away leaves the panel as it is: that is told, and judged, where events are read. */
    private void show(LivePanel panel, OpenJournal opened, DeploymentId deployment) {
        if (!output.hasPanel()) {
            return;
        }
        try {
            DeploymentEngine.describe(opened.journal(), deployment)
                    .ifPresent(view -> Deployments.in(opened.journal())
                            .explain(deployment)
                            .ifPresent(explanation -> panel.show(view, explanation)));
        } catch (PortException away) {
            // The next one comes.
        }
    }
}
