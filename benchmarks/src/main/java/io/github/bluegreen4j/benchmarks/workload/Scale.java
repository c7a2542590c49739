package io.github.bluegreen4j.benchmarks.workload;

/** How much is measured. */
public enum Scale {
    /** What {@code docs/performance.md} shows. */
    FULL(5, 1),
    /** Minutes instead of half an hour. The figures are rough. */
    QUICK(3, 10),
    /** Seconds: it shows that every workload runs, and its figures mean nothing. */
    TINY(1, 400);

    private final int rounds;
    private final int divisor;

    Scale(int rounds, int divisor) {
        this.rounds = rounds;
        this.divisor = divisor;
    }

    /** How often everything is measured, each time the engine and its peers one after the other. */
    public int rounds() {
        return rounds;
    }

    /**
     * {@return so many of something}
     *
     * @param full how many in a full run
     */
    public int of(int full) {
        return Math.max(Math.min(full, 8), full / divisor);
    }

    /**
     * {@return so many seconds}
     *
     * @param full how many in a full run
     */
    public double seconds(int full) {
        return Math.max(0.3, (double) full / divisor);
    }
}
