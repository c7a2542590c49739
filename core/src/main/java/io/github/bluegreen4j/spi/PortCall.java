package io.github.bluegreen4j.spi;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Exactly one blocking invocation of a port, ready to be made.
 *
 * @param lane where it is made
 * @param operation what it does, for humans and for tests that meddle
 * @param maximum how long it may take from its beginning
 * @param body the invocation
 * @param <T> what it answers
 */
public record PortCall<T>(Lane lane, String operation, Duration maximum, Callable<T> body) {

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
