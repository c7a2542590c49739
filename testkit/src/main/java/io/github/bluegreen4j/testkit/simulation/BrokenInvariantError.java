package io.github.bluegreen4j.testkit.simulation;

/** A world invariant does not hold. It ends the simulation; the message says what was observed. */
public final class BrokenInvariantError extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** The broken invariant. */
    private final WorldInvariant invariant;

    BrokenInvariantError(WorldInvariant invariant, String what) {
        super(invariant + ", " + invariant.meaning() + ": " + what);
        this.invariant = invariant;
    }

    /** {@return the broken invariant} */
    public WorldInvariant invariant() {
        return invariant;
    }
}
