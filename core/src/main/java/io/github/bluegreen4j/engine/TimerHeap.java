package io.github.bluegreen4j.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Everything the loop has to do later, soonest first; at the same instant by rank, then in the order it was set. */
final class TimerHeap {

    /** One entry; cancelling it is enough, it is dropped when its time comes. */
    static final class Entry {
        private final Instant at;
        private final int rank;
        private final long number;
        private final Runnable action;
        private boolean cancelled;

        private Entry(Instant at, int rank, long number, Runnable action) {
            this.at = at;
            this.rank = rank;
            this.number = number;
            this.action = action;
        }

        boolean isAt(Instant instant) {
            return at.equals(instant);
        }

        void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing((Entry entry) -> entry.at)
            .thenComparingInt(entry -> entry.rank)
            .thenComparingLong(entry -> entry.number));
    private long numbers;

    Entry set(Instant at, int rank, Runnable action) {
        Entry entry = new Entry(at, rank, numbers++, action);
        entries.add(entry);
        return entry;
    }

    /** Does the first thing that is due, and says whether there was one. */
    boolean runDue(Instant now) {
        Optional<Instant> next = next();
        if (next.isEmpty() || next.get().isAfter(now)) {
            return false;
        }
        Entry entry = entries.remove();
        entry.action.run();
        return true;
    }

    /** When the next thing is due. */
    Optional<Instant> next() {
        while (!entries.isEmpty() && entries.element().cancelled) {
            entries.remove();
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.element().at);
    }

    int size() {
        return entries.size();
    }
}
