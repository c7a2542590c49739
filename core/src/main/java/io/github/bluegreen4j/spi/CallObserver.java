package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.CallRunner.PortCall;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Surrounds every call that the engine makes to a port, a hook, a listener or the journal: for metrics, traces and logging
 * contexts. It sees a call, but can neither change nor skip it. Add it with {@code EngineBuilder.callObserver}.
 *
 * <p>Both methods run on the thread that makes the call, and delay it: they must be quick and must not block. What they throw
 * is logged and ignored. An observer must be safe for use by many threads.
 *
 * <p>Calls that the engine makes on a caller's own thread are not observed: {@code describe}, {@code explain}, {@code list},
 * {@code plan} and {@code preflight}.
 */
@FunctionalInterface
public interface CallObserver {

    /**
     * A call begins: the port is called next.
     *
     * @param call the call
     * @return is notified when the call has ended
     */
    Observation begins(ObservedCall call);

    /** Is notified of the end of one call. */
    @FunctionalInterface
    interface Observation {
        /**
         * The port returned or threw. It is called exactly once, as soon as that happens. A call that hangs has not ended.
         *
         * @param end how the call ended
         */
        void ended(CallEnd end);
    }

    /**
     * A call of a port.
     *
     * @param operation the method of the port
     * @param lane the threads that make it. The group is the name of a hook, or the position of a listener: {@code listener-0}
     * @param purpose for whom the call is made
     * @param wording supplies a description for logs; evaluated only when needed
     * @param waited how long the call waited for a thread
     */
    record ObservedCall(
            Operation operation,
            PortCall.Lane lane,
            PortCall.Purpose purpose,
            Supplier<String> wording,
            Duration waited) {
        /**
         * Checks that nothing is missing.
         *
         * @param operation the method of the port
         * @param lane the threads that make it
         * @param purpose for whom the call is made
         * @param wording supplies a description for logs
         * @param waited how long the call waited for a thread
         */
        public ObservedCall {
            Given.value("operation", operation);
            Given.value("lane", lane);
            Given.value("purpose", purpose);
            Given.value("wording", wording);
            Given.value("waited", waited);
        }
    }

    /**
     * How a call ended.
     *
     * @param took how long it took, without the time in which it waited for a thread
     * @param thrown what the port threw; empty if it returned
     * @param abandoned whether the engine had given the call up before it ended: it took longer than its maximum, or was not
     *     needed any more
     */
    record CallEnd(Duration took, Optional<Throwable> thrown, boolean abandoned) {
        /**
         * Checks that nothing is missing.
         *
         * @param took how long it took
         * @param thrown what the port threw
         * @param abandoned whether the engine had given the call up before it ended
         */
        public CallEnd {
            Given.value("took", took);
            Given.value("thrown", thrown);
        }
    }
}
