package io.github.bluegreen4j.testkit.explorer;

/** Takes what a move leads to. */
interface Sink {
    /**
     * A move.
     *
     * @param move what happens
     * @param ordinary whether it is the world's ordinary course, which a state must not need luck to leave: a timer
     *     fires, a call is answered truthfully, a task starts
     * @param budget what the adversary may still spend afterwards
     * @param shell what it leads to
     */
    void take(Move move, boolean ordinary, int budget, ExplorerShell shell);
}
