package io.github.bluegreen4j.examples.local.dataplane;

/** Requests and errors of each of the last sixty seconds. */
final class RecentCounts {

    /** The longest time that can be asked for, in seconds. */
    static final int LONGEST = 60;

    private final long[] second = new long[LONGEST];
    private final long[] requests = new long[LONGEST];
    private final long[] errors = new long[LONGEST];
    private final long[] targetErrors = new long[LONGEST];

    void count(long now, boolean error, boolean byTarget) {
        int slot = slot(now);
        if (second[slot] != now) {
            second[slot] = now;
            requests[slot] = 0;
            errors[slot] = 0;
            targetErrors[slot] = 0;
        }
        requests[slot]++;
        errors[slot] += error ? 1 : 0;
        targetErrors[slot] += error && byTarget ? 1 : 0;
    }

    RouteMetrics read(long now, int seconds) {
        long requestsSeen = 0;
        long errorsSeen = 0;
        long targetErrorsSeen = 0;
        for (long each = now - seconds + 1; each <= now; each++) {
            int slot = slot(each);
            if (second[slot] == each) {
                requestsSeen += requests[slot];
                errorsSeen += errors[slot];
                targetErrorsSeen += targetErrors[slot];
            }
        }
        return new RouteMetrics(seconds, requestsSeen, errorsSeen, targetErrorsSeen);
    }

    private static int slot(long now) {
        return (int) Math.floorMod(now, (long) LONGEST);
    }
}
