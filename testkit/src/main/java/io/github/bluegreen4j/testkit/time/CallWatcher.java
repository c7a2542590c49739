package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.CallRunner;

/**
 * Observes the calls of an engine in virtual time. Called on the thread of the test. An implementation must not call the
 * engine or the ports. All methods do nothing by default.
 */
public interface CallWatcher {
    /** A watcher that ignores everything. */
    CallWatcher NOBODY = new CallWatcher() {};

    /**
     * A call waits because its lane is full, or because a call with the same key is running.
     *
     * @param call the waiting call
     */
    default void waits(CallRunner.PortCall<?> call) {}

    /**
     * A call starts.
     *
     * @param call the starting call
     * @param fate the fate that was decided for it
     */
    default void started(CallRunner.PortCall<?> call, Fate fate) {}

    /**
     * A call is about to take effect.
     *
     * @param call the call whose port is invoked next
     */
    default void lands(CallRunner.PortCall<?> call) {}

    /**
     * The engine is about to receive an answer.
     *
     * @param call the answered call
     * @param answer the value that the port returned
     */
    default void succeeded(CallRunner.PortCall<?> call, Object answer) {}

    /**
     * The engine is about to receive a failure.
     *
     * @param call the failed call
     * @param problem what the port threw
     */
    default void failed(CallRunner.PortCall<?> call, Throwable problem) {}
}
