package io.github.bluegreen4j.examples.kills;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A fault. Times are in microseconds since 1970.
 *
 * @param kind its kind
 * @param engine whom it hit; empty for the server
 * @param from when it began
 * @param until when it was over; {@link #NEVER} for one that lasts
 */
record ProcessFault(Kind kind, String engine, long from, long until) {

    static final long NEVER = Long.MAX_VALUE;

    enum Kind {
        /** Nothing passes between an engine and the server, and no connection ends. */
        PARTITION,
        /** An engine is killed while nothing passes, so that the server never learns of it. */
        DEAD_HOST,
        /** An engine is stopped for longer than its lease, and goes on. */
        STOP,
        /** The same, after it has read a route, and before it writes it. */
        STOP_BEFORE_WRITE,
        /** The server is stopped at once, and started again. */
        SERVER_RESTART
    }

    boolean hits(String name) {
        return kind == Kind.SERVER_RESTART || engine.equals(name);
    }

    /** Whether some of the time between those two moments was in it. */
    boolean overlaps(long begin, long end) {
        return from <= end && until >= begin;
    }

    ProcessFault over(long now) {
        return new ProcessFault(kind, engine, from, now);
    }

    static Map<Kind, Integer> byKind(List<ProcessFault> faults) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }
}
