package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.state.Restoration;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress of work on the outside world: observe, compare, act, and observe again to verify.
 *
 * @param effect the work
 * @param acting whether the call in flight is the one that changes something
 * @param acted whether it has just changed something, and now verifies the result
 * @param index which of the observing calls is in flight
 * @param readings what was read in this round
 * @param oldest when the first reading of this round was started
 * @param oldestHealth when the first reading of health in this round was started
 * @param tries how often in a row something failed
 * @param noted the gate that it reported last
 * @param notes how often it has reported a gate
 */
public record ReconcileScript(
        Effect effect,
        boolean acting,
        boolean acted,
        int index,
        Readings readings,
        Optional<Instant> oldest,
        Optional<Instant> oldestHealth,
        int tries,
        Optional<Gate> noted,
        int notes)
        implements Script {
    /** So many changes of the reported gate are journaled; after that, short rejections are not reported any more. */
    private static final int MOST_NOTES = 20;

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.reconcile(this);
    }

    static ReconcileScript begin(Effect effect) {
        return new ReconcileScript(
                effect, false, false, 0, Readings.NONE, Optional.empty(), Optional.empty(), 0, Optional.empty(), 0);
    }

    /** A new round of observing. */
    ReconcileScript again(boolean afterActing, int newTries) {
        return new ReconcileScript(
                effect,
                false,
                afterActing,
                0,
                Readings.NONE,
                Optional.empty(),
                Optional.empty(),
                newTries,
                noted,
                notes);
    }

    ReconcileScript read(Readings newReadings, Instant startedAt) {
        boolean isOfHealth = newReadings.health().size() > readings.health().size();
        return new ReconcileScript(
                effect,
                false,
                acted,
                index + 1,
                newReadings,
                first(oldest, startedAt),
                isOfHealth ? first(oldestHealth, startedAt) : oldestHealth,
                tries,
                noted,
                notes);
    }

    /** Adds something that has no age. */
    ReconcileScript found(Readings newReadings) {
        return new ReconcileScript(
                effect, false, acted, index + 1, newReadings, oldest, oldestHealth, tries, noted, notes);
    }

    private static Optional<Instant> first(Optional<Instant> known, Instant startedAt) {
        return Optional.of(known.filter(old -> old.isBefore(startedAt)).orElse(startedAt));
    }

    ReconcileScript skip(int newTries) {
        return new ReconcileScript(
                effect, false, acted, index + 1, readings, oldest, oldestHealth, newTries, noted, notes);
    }

    ReconcileScript act() {
        return new ReconcileScript(effect, true, acted, index, readings, oldest, oldestHealth, tries, noted, notes);
    }

    /** What it waits for now; what it does not tell is not remembered. */
    ReconcileScript note(Gate gate) {
        if (!tells(gate)) {
            return this;
        }
        int told = noted.equals(Optional.of(gate)) ? notes : notes + 1;
        return new ReconcileScript(
                effect, acting, acted, index, readings, oldest, oldestHealth, tries, Optional.of(gate), told);
    }

    /**
     * Whether it tells that it waits for that gate: it has not just told so. That nothing answers is not told for ever where
     * that changes all the time, so that no journal grows without limit; that something answers again always is.
     */
    boolean tells(Gate gate) {
        if (Restoration.isOfBlue(gate)) {
            return true; // how long blue is waited for depends on it; what changes nothing is not journaled
        }
        if (noted.equals(Optional.of(gate))) {
            return false;
        }
        return notes < MOST_NOTES || noted.equals(Optional.of(Gate.REACHABLE));
    }

    /** Whether nothing was read in this round: what goes back acts all the same. */
    boolean hasReadNothing() {
        return readings.equals(Readings.NONE);
    }
}
