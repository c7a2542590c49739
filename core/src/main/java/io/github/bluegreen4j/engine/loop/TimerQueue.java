package io.github.bluegreen4j.engine.loop;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Everything that the loop must do later: soonest first, at the same instant by rank, then in order of insertion. Most
 * timers are cancelled long before they are due, and a cancelled one is removed at once.
 */
public final class TimerQueue {
    private final NavigableSet<Entry> entries = new TreeSet<>(Comparator.comparing((Entry entry) -> entry.at)
            .thenComparingInt(entry -> entry.rank)
            .thenComparingLong(entry -> entry.number));

    private long numbers;

    /** One entry. */
    public final class Entry {
        private final Instant at;
        private final int rank;
        private final long number;
        private final Runnable action;

        private Entry(Instant at, int rank, long number, Runnable action) {
            this.at = at;
            this.rank = rank;
            this.number = number;
            this.action = action;
        }

        public boolean isAt(Instant instant) {
            return at.equals(instant);
        }

        /** Its action will not be done; one that was done or cancelled before is no problem. */
        public void cancel() {
            entries.remove(this);
        }
    }

    public Entry set(Instant at, int rank, Runnable action) {
        Entry entry = new Entry(at, rank, numbers++, action);
        entries.add(entry);
        return entry;
    }

    /** Takes the first thing that is due; empty when nothing is. */
    public Optional<Runnable> takeDue(Instant now) {
        if (entries.isEmpty() || entries.first().at.isAfter(now)) {
            return Optional.empty();
        }
        Entry first = entries.first();
        first.cancel();
        return Optional.of(first.action);
    }

    /** When the first thing is due; empty when there is none. */
    public Optional<Instant> next() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().at);
    }

    public int size() {
        return entries.size();
    }
}
