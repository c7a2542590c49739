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
 */
public record Comparison(List<Judgement.Window> windows, Optional<Instant> awaitedUntil, boolean waived) {
    public static final Comparison NOT_BEGUN = new Comparison(List.of(), Optional.empty(), false);

    /** Both serve with the weights of that step. */
    public Comparison started(int step, Instant at) {
        List<Judgement.Window> all = new ArrayList<>(ended(at).windows);
        all.add(new Judgement.Window(step, at, Optional.empty()));
        return new Comparison(List.copyOf(all), Optional.empty(), false);
    }

    /** The weights are about to change. */
    public Comparison ended(Instant at) {
        if (windows.isEmpty() || current().to().isPresent()) {
            return this;
        }
        List<Judgement.Window> all = new ArrayList<>(windows);
        Judgement.Window last = all.remove(all.size() - 1);
        all.add(new Judgement.Window(last.step(), last.from(), Optional.of(at)));
        return new Comparison(List.copyOf(all), Optional.empty(), false);
    }

    public Comparison awaited(Instant until) {
        return new Comparison(windows, Optional.of(until), waived);
    }

    public Comparison withoutEvidence() {
        return new Comparison(windows, Optional.empty(), true);
    }

    Comparison later(Duration by) {
        return new Comparison(windows, awaitedUntil.map(until -> until.plus(by)), waived);
    }

    private Judgement.Window current() {
        return windows.get(windows.size() - 1);
    }

    /** The step that is compared now or was compared last; 0 if none was. */
    public int step() {
        return windows.isEmpty() ? 0 : current().step();
    }
}
