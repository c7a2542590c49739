package io.github.bluegreen4j.testkit.simulation;

/** A world invariant does not hold: the simulation ends here. */
public final class BrokenInvariantError extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final WorldInvariant invariant;

    BrokenInvariantError(WorldInvariant invariant, String what) {
        super(invariant + ", " + invariant.meaning() + ": " + what);
        this.invariant = invariant;
    }

    /** Which one. */
    public WorldInvariant invariant() {
        return invariant;
    }
}
