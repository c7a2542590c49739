package io.github.bluegreen4j.spi;

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
}
