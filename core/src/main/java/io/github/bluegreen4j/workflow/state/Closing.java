package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end is decided. The engine restores what it suspended, waits for calls that could still take effect, and reads
 * what serves production. Every deployment ends through this state.
 *
 * @param run what the deployment carries
 * @param meanwhile the status until the end
 * @param end the final status
 * @param reason why it ends
 * @param leftOvers what is left behind, by name
 * @param since when the end was decided, moved by the time that its limit does not count
 * @param view what serves production; empty until it was read
 * @param overdue whether this state exceeded its limit
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

    @Override
    public EndView endView() {
        return view.orElse(EndView.NOTHING);
    }

    /** Whether scale-in must still be restored and there is time for it. */
    public boolean hasToRelease() {
        return !overdue && run.resources().scaleIn().needsRestoring();
    }

    /**
     * Whether the engine must still read what serves production and has time for it. If the deployment changed
     * nothing, it reads nothing.
     */
    public boolean hasToLook() {
        return !overdue && view.isEmpty() && run.started().isPresent();
    }

    @Override
    public Closing with(Running newRun) {
        return new Closing(newRun, meanwhile, end, reason, leftOvers, since, view, overdue);
    }

    public Closing with(EndView newView) {
        return new Closing(run, meanwhile, end, reason, leftOvers, since, Optional.of(newView), overdue);
    }

    private Closing since(Instant newSince) {
        return new Closing(run, meanwhile, end, reason, leftOvers, newSince, view, overdue);
    }

    @Override
    public Closing stalled(Instant from, Instant until) {
        Running.Clock clock = run.clock();
        return since(clock.moved(since, from, until)).with(run.with(clock.stalled(until)));
    }

    @Override
    public Closing later(Duration by) {
        return since(since.plus(by));
    }

    public Closing withOverdue() {
        return new Closing(run, meanwhile, end, reason, leftOvers, since, view, true);
    }
}
