package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end is decided. What is suspended is released, and what may still land is awaited: every way out leads through here.
 *
 * @param run what it carries
 * @param meanwhile the status until it has ended
 * @param end the status it will end in
 * @param reason why
 * @param leftOvers what is left behind
 * @param since when the end was decided
 * @param overdue whether releasing ran out of time
 */
public record Closing(
        Running run,
        DeploymentStatus meanwhile,
        DeploymentStatus end,
        String reason,
        List<String> leftOvers,
        Instant since,
        boolean overdue)
        implements DeploymentState {

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.closing(this);
    }

    @Override
    public Optional<Running> running() {
        return Optional.of(run);
    }

    @Override
    public Node node() {
        return Node.CLOSING;
    }

    @Override
    public DeploymentStatus status() {
        return meanwhile;
    }

    /** Whether scale-in is still to be released, and there is time for it. */
    boolean hasToRelease() {
        return !overdue && run.estate().scaleIn().needsRestoring();
    }

    @Override
    public Closing with(Running newRun) {
        return new Closing(newRun, meanwhile, end, reason, leftOvers, since, overdue);
    }

    Closing withOverdue() {
        return new Closing(run, meanwhile, end, reason, leftOvers, since, true);
    }
}
