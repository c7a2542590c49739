package io.github.bluegreen4j.spi;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The one seam through which every call of a port is made: a bounded set of threads in production, virtual time in tests. A
 * test decides when a call lands, when its answer comes, and whether it comes.
 */
public interface CallRunner extends AutoCloseable {

    /**
     * Makes the call when its lane has room. Never blocks the caller.
     *
     * @param completion told exactly once how it ended, unless the call was abandoned; on any thread
     * @return a grip on the call
     */
    <T> Grip run(PortCall<T> call, Completion<T> completion);

    /** Ends what is under way as well as it can, and makes no more calls. */
    @Override
    void close();

    /**
     * Is told how a call goes.
     *
     * @param <T> what it answers
     */
    interface Completion<T> {
        /** The call is being made: from here on its maximum counts, and it may take effect. */
        void began();

        /** It answered. */
        void answered(T answer);

        /** It threw. */
        void failed(Throwable problem);
    }

    /** A grip on a call. */
    interface Grip {
        /**
         * Gives the call up. Its completion is not told any more, its thread is interrupted and does not count any more.
         *
         * @return whether it had not begun: then it never will
         */
        boolean abandon();
    }

    /**
     * Exactly one blocking invocation of a port, ready to be made.
     *
     * @param lane where it is made
     * @param wording says what it does; only asked when somebody wants to know
     * @param maximum how long it may take from its beginning
     * @param body the invocation
     * @param <T> what it answers
     */
    record PortCall<T>(Lane lane, Supplier<String> wording, Duration maximum, Callable<T> body) {

        /** A call whose operation is at hand. */
        public PortCall(Lane lane, String operation, Duration maximum, Callable<T> body) {
            this(lane, () -> operation, maximum, body);
        }

        /** What it does, for humans and for tests that meddle. */
        public String operation() {
            return wording.get();
        }

        /**
         * Where a call is made. Calls of different kinds never wait for each other's threads.
         *
         * @param kind the kind
         * @param key calls of the same kind and the same non-empty key are made one after the other
         */
        public record Lane(Kind kind, String key) {}

        /** The kinds of lanes. */
        public enum Kind {
            /** Reads of the world. */
            READ,
            /** Changes on the way forward, and everything that is no route. */
            CHANGE,
            /** Calls that restore production; nothing else may fill it. */
            RESTORE,
            /** Lifecycle hooks: the user's code. */
            HOOK,
            /** The journal. */
            JOURNAL,
            /** Listeners: the user's code. */
            LISTENER
        }
    }
}
