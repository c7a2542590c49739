package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A fault or an action of others in a run.
 *
 * @param what describes it, evaluated only if something has broken
 * @param planning plans it in a run that is about to start
 */
record Incident(Supplier<String> what, Consumer<Simulation> planning) {

    /** Returns an incident at a time since the start. */
    static Incident at(Duration offset, Supplier<String> what, Consumer<Simulation> then) {
        return new Incident(() -> "at " + text(offset) + ": " + what.get(), simulation -> simulation.at(offset, then));
    }

    private static String text(Duration offset) {
        return offset.toSeconds() + "." + offset.toMillisPart() + " s";
    }

    @Override
    public String toString() {
        return what.get();
    }
}
