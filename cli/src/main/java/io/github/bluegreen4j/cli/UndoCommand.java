package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes production back after a deployment that kept blue. */
@Command(
        name = "undo",
        description =
                "Takes production back to the blue that a deployment kept (--keep-blue), in one swing, and retires its green."
                        + " Runs an engine, unless another process acts for the service. Exits as deploy does: 0 when blue"
                        + " serves again.")
final class UndoCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The deployment to undo.")
    private String id = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "by hand",
            description = "Why, for the journal and the status. Default: ${DEFAULT-VALUE}.")
    private String reason = "by hand";

    @Mixin
    private final WorldOptions world = new WorldOptions();

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        DeploymentId deployment = new DeploymentId(id);
        TargetWorld opened = world.open(journal.aws());
        try (OpenJournal kept = journal.open()) {
            Deployments.Sent sent =
                    Deployments.in(kept.journal()).by(actor.name()).undo(deployment, reason);
            if (!sent.taken()) {
                throw refused(sent.answer());
            }
            List<DeploymentEvent> events =
                    JournaledDeployment.history(kept, sent.deployment()).events();
            if (!follow.isQuiet()) {
                output.note("deployment " + sent.deployment() + " takes production back");
            }
            int code = new EngineSession(
                            kept.journal(),
                            opened,
                            LastOrder.spec(events),
                            actor.name(),
                            Optional.empty(),
                            new ProgressPrinter(sent.deployment(), output, follow.isQuiet(), events.size()),
                            output,
                            follow.isQuiet(),
                            "bluegreen deploy --id " + sent.deployment() + journal.again() + opened.again())
                    .run();
            Optional<Deployment.CommandAnswer> answer = sent.answer();
            if (answer.filter(given -> !given.accepted()).isPresent()) {
                throw refused(answer);
            }
            return code;
        }
    }

    private static Failure refused(Optional<Deployment.CommandAnswer> answer) {
        return new Failure(
                ExitCode.NOT_DONE,
                answer.map(given -> Given.visible(given.text())).orElse("the undo was not answered"));
    }
}
