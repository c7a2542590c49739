package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of green with blue by their metrics.
 *
 * @param windows when both served production, one window for each step so far. Their times are those of the metrics, so
 *     a take-over by an engine with another clock does not move them
 * @param awaitedUntil until when the current step waits for evidence at most; empty if it does not wait
 * @param waived whether the current step goes on without evidence
 * @param last the last judgement that was journaled, of whatever step. Nothing depends on it: it is for people
 */
public record Comparison(
        List<Judgement.Window> windows, Optional<Instant> awaitedUntil, boolean waived, Optional<Judged> last) {
    public static final Comparison NOT_BEGUN = new Comparison(List.of(), Optional.empty(), false, Optional.empty());

    /**
     * A judgement.
     *
     * @param at when it was journaled
     * @param judgement what the metrics said
     */
    public record Judged(Instant at, Judgement judgement) {}

    /** The metrics were judged. */
    public Comparison judged(Instant at, Judgement judgement) {
        return new Comparison(windows, awaitedUntil, waived, Optional.of(new Judged(at, judgement)));
    }

    /** Both serve with the weights of that step. */
    public Comparison started(int step, Instant at) {
        List<Judgement.Window> all = new ArrayList<>(ended(at).windows);
        all.add(new Judgement.Window(step, at, Optional.empty()));
        return new Comparison(List.copyOf(all), Optional.empty(), false, last);
    }

    /** The weights are about to change. */
    public Comparison ended(Instant at) {
        if (windows.isEmpty() || current().to().isPresent()) {
            return this;
        }
        List<Judgement.Window> all = new ArrayList<>(windows);
        Judgement.Window open = all.remove(all.size() - 1);
        all.add(new Judgement.Window(open.step(), open.from(), Optional.of(at)));
        return new Comparison(List.copyOf(all), Optional.empty(), false, last);
    }

    public Comparison awaited(Instant until) {
        return new Comparison(windows, Optional.of(until), waived, last);
    }

    public Comparison withoutEvidence() {
        return new Comparison(windows, Optional.empty(), true, last);
    }

    Comparison later(Duration by) {
        return new Comparison(windows, awaitedUntil.map(until -> until.plus(by)), waived, last);
    }

    private Judgement.Window current() {
        return windows.get(windows.size() - 1);
    }

    /** The step that is compared now or was compared last; 0 if none was. */
    public int step() {
        return windows.isEmpty() ? 0 : current().step();
    }
}
