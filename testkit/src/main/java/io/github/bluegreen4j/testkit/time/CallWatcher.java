package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.CallRunner;

/** Looks on while the calls of an engine are made, and changes nothing. */
public interface CallWatcher {
    /** Sees nothing. */
    CallWatcher NOBODY = new CallWatcher() {};

    /** A call waits for a place in its lane. */
    default void waits(CallRunner.PortCall<?> call) {}

    /** A call begins, and that becomes of it. */
    default void began(CallRunner.PortCall<?> call, Fate fate) {}

    /** A call is about to take effect. */
    default void lands(CallRunner.PortCall<?> call) {}

    /** A call has taken effect, or was refused. */
    default void landed(CallRunner.PortCall<?> call) {}

    /** The engine is about to hear that answer. */
    default void answered(CallRunner.PortCall<?> call, Object answer) {}

    /** The engine is about to hear that problem. */
    default void failed(CallRunner.PortCall<?> call, Throwable problem) {}
}
