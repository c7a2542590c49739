package io.github.bluegreen4j.journal.jdbc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a call of the journal may take, and what the database is told of that. A call ends before its caller gives up: then the
 * caller learns how it ended, and no thread is lost.
 */
final class SessionBounds {
    /** What an engine gives its calls by default. */
    static final Duration DEFAULT = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofMillis(50);

    /** Zero until a caller has said so. */
    private final AtomicLong longestMillis = new AtomicLong();

    /** A caller waits for so long; the longest of all counts. */
    void limit(Duration call) {
        longestMillis.accumulateAndGet(call.toMillis(), Math::max);
    }

    /** After that the connection of a call is aborted. */
    Duration call() {
        long millis = longestMillis.get();
        return atLeast((millis == 0 ? DEFAULT : Duration.ofMillis(millis))
                .multipliedBy(9)
                .dividedBy(10));
    }

    /** So long a statement waits for a lock. */
    Duration lock() {
        return atLeast(call().dividedBy(2));
    }

    /** So long a statement runs. */
    Duration statement() {
        return atLeast(call().multipliedBy(3).dividedBy(4));
    }

    private static Duration atLeast(Duration duration) {
        return duration.compareTo(SHORTEST) < 0 ? SHORTEST : duration;
    }
}
