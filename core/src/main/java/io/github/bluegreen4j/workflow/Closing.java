package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end is decided. What is suspended is released, what may still land is awaited, and what serves is looked at: every way
 * out leads through here.
 *
 * @param run what it carries
 * @param meanwhile the status until it has ended
 * @param end the status it will end in
 * @param reason why
 * @param leftOvers what is left behind
 * @param since when the end was decided, moved by the time that its limit does not count
 * @param view what serves production; empty until it was looked at
 * @param overdue whether releasing ran out of time
 */
public record Closing(
        Running run,
        DeploymentStatus meanwhile,
        DeploymentStatus end,
        String reason,
        List<String> leftOvers,
        Instant since,
        Optional<EndView> view,
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

    /** Whether what serves is still to be looked at, and there is time for it. Where nothing was touched nothing is looked at. */
    boolean hasToLook() {
        return !overdue && view.isEmpty() && run.started().isPresent();
    }

    @Override
    public Closing with(Running newRun) {
        return new Closing(newRun, meanwhile, end, reason, leftOvers, since, view, overdue);
    }

    Closing with(EndView newView) {
        return new Closing(run, meanwhile, end, reason, leftOvers, since, Optional.of(newView), overdue);
    }

    /** The engine could not act in that time: the limit does not count it. */
    Closing stalled(Instant from, Instant until) {
        Running.Clock clock = run.clock();
        return new Closing(
                run.with(clock.stalled(until)),
                meanwhile,
                end,
                reason,
                leftOvers,
                clock.moved(since, from, until),
                view,
                overdue);
    }

    /** The same by a clock that is that much ahead; what it carries is moved by itself. */
    Closing later(Duration by) {
        return new Closing(run, meanwhile, end, reason, leftOvers, since.plus(by), view, overdue);
    }

    Closing withOverdue() {
        return new Closing(run, meanwhile, end, reason, leftOvers, since, view, true);
    }
}
