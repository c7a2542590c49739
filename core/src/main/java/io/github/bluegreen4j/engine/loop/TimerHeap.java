package io.github.bluegreen4j.engine.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the loop must do later: soonest first, at the same instant by rank, then in order of insertion. A
 * binary heap whose entries know their position: most timers are cancelled long before they are due, and a cancelled
 * one is removed at once.
 */
public final class TimerHeap {
    private static final int OUT = -1;

    private final List<Entry> heap = new ArrayList<>();
    private long numbers;

    /** One entry. */
    public final class Entry {
        private final Instant at;
        private final int rank;
        private final long number;
        private final Runnable action;
        private int place = OUT;

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
            if (place != OUT) {
                remove(this);
            }
        }

        private boolean isBefore(Entry other) {
            int order = at.compareTo(other.at);
            if (order == 0) {
                order = Integer.compare(rank, other.rank);
            }
            return order == 0 ? number < other.number : order < 0;
        }
    }

    public Entry set(Instant at, int rank, Runnable action) {
        Entry entry = new Entry(at, rank, numbers++, action);
        heap.add(entry);
        rise(entry, heap.size() - 1);
        return entry;
    }

    /** Takes the first thing that is due; empty when nothing is. */
    public Optional<Runnable> takeDue(Instant now) {
        if (heap.isEmpty() || heap.get(0).at.isAfter(now)) {
            return Optional.empty();
        }
        Entry first = heap.get(0);
        remove(first);
        return Optional.of(first.action);
    }

    /** When the next thing is due. */
    public Optional<Instant> next() {
        return heap.isEmpty() ? Optional.empty() : Optional.of(heap.get(0).at);
    }

    public int size() {
        return heap.size();
    }

    /** The last entry takes the place of the one that goes. */
    private void remove(Entry entry) {
        int place = entry.place;
        entry.place = OUT;
        Entry last = heap.remove(heap.size() - 1);
        if (last != entry) {
            rise(last, place);
            sink(last, last.place);
        }
    }

    private void rise(Entry entry, int from) {
        int place = from;
        while (place > 0 && entry.isBefore(heap.get((place - 1) / 2))) {
            put(heap.get((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        put(entry, place);
    }

    private void sink(Entry entry, int from) {
        int place = from;
        while (2 * place + 1 < heap.size()) {
            int child = 2 * place + 1;
            if (child + 1 < heap.size() && heap.get(child + 1).isBefore(heap.get(child))) {
                child++;
            }
            if (!heap.get(child).isBefore(entry)) {
                break;
            }
            put(heap.get(child), place);
            place = child;
        }
        put(entry, place);
    }

    private void put(Entry entry, int place) {
        heap.set(place, entry);
        entry.place = place;
    }
}
