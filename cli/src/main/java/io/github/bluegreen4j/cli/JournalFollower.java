package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.Optional;

/** Follows a deployment in the journal. A journal that is away for a while is waited for. */
final class JournalFollower {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Journal journal;
    private final DeploymentId deployment;
    private final ProgressPrinter progress;
    private final Output output;
    private final Optional<LifecycleStage> until;
    private boolean reached;
    private Optional<Long> awaySince = Optional.empty();

    /** @param until the stage at which the deployment is left */
    JournalFollower(
            Journal journal,
            DeploymentId deployment,
            ProgressPrinter progress,
            Output output,
            Optional<LifecycleStage> until) {
        this.journal = journal;
        this.deployment = deployment;
        this.progress = progress;
        this.output = output;
        this.until = until;
    }

    /** Tells what is new. */
    void poll() {
        try {
            journal.read(deployment).ifPresent(history -> progress.read(history.events()));
            reached = until.flatMap(stage -> DeploymentEngine.describe(journal, deployment)
                            .filter(view -> UntilOption.isReached(stage, view)))
                    .isPresent();
            awaySince = Optional.empty();
        } catch (PortException away) {
            if (awaySince.isEmpty()) {
                output.problem("The journal can't be read, and is asked again: " + Given.visible(away.getMessage()));
                awaySince = Optional.of(System.nanoTime());
            }
        }
    }

    /** Whether the stage was reached at which the deployment is left. */
    boolean hasReached() {
        return reached;
    }

    /**
     * The same for somebody who has nothing but the journal.
     *
     * @throws Failure when it has been away for a minute
     */
    void lookPatiently() {
        poll();
        if (awaySince
                .filter(since -> System.nanoTime() - since > PATIENCE.toNanos())
                .isPresent()) {
            throw new Failure(
                    ExitCode.OUT_OF_REACH, "the journal was out of reach for " + PATIENCE.toSeconds() + " seconds");
        }
    }
}
