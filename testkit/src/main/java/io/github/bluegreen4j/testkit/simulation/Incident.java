package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that goes wrong, or that somebody does, in a run.
 *
 * @param what in words, which are only asked for when something has broken
 * @param planning plans it in a run that is about to begin
 */
record Incident(Supplier<String> what, Consumer<Simulation> planning) {

    /** Something that happens so long after the beginning. */
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
