package io.github.bluegreen4j.testkit.world;

import java.util.concurrent.atomic.AtomicReference;

/** A request that a task is processing. Begin it with {@link SimulatedWorld#begin}. Thread-safe. */
public final class SimulatedRequest {
    private enum State {
        UNDER_WAY,
        ANSWERED,
        CUT_OFF
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);

    SimulatedRequest() {}

    /** The task answers the request. This does nothing if the request was cut off. */
    public void finish() {
        state.compareAndSet(State.UNDER_WAY, State.ANSWERED);
    }

    void cutOff() {
        state.compareAndSet(State.UNDER_WAY, State.CUT_OFF);
    }

    /** {@return whether the task ended before it had answered} */
    public boolean wasCutOff() {
        return state.get() == State.CUT_OFF;
    }
}
