package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
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
    private Optional<Long> awaySince = Optional.empty();

    JournalFollower(Journal journal, DeploymentId deployment, ProgressPrinter progress, Output output) {
        this.journal = journal;
        this.deployment = deployment;
        this.progress = progress;
        this.output = output;
    }

    /** Tells what is new. */
    void poll() {
        try {
            journal.read(deployment).ifPresent(history -> progress.read(history.events()));
            awaySince = Optional.empty();
        } catch (PortException away) {
            if (awaySince.isEmpty()) {
                output.err()
                        .println("The journal can't be read, and is asked again: " + Given.visible(away.getMessage()));
                awaySince = Optional.of(System.nanoTime());
            }
        }
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
