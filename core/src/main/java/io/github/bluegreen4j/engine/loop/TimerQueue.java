package io.github.bluegreen4j.engine.loop;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the loop must do later: soonest first, at the same instant by rank, then in order of insertion. Most
 * timers are cancelled long before they are due, and a cancelled one is removed at once.
 *
 * <p>A binary heap in an array, in which each entry knows its place. With ten thousand deployments there are tens of
 * thousands of timers, and each call sets one and cancels it. {@link java.util.PriorityQueue} would search all of them to remove
 * one. What is due much later, such as the end of a bake, is in a heap of its own: otherwise each call's timer would have to pass the
 * timers of all deployments that wait.
 */
public final class TimerQueue {
    private static final int REMOVED = -1;
    private static final long SOON_SECONDS = 300;

    private final Heap soon = new Heap();
    private final Heap later = new Heap();
    private long soonUntil = Long.MIN_VALUE;
    private long renewAt = Long.MIN_VALUE;
    private long numbers;

    /** One entry. */
    public static final class Entry {
        private final Heap heap;
        private final Instant at;
        private final int rank;
        private final long number;
        private final Runnable action;
        private int place;

        private Entry(Heap heap, Instant at, int rank, long number, Runnable action) {
            this.heap = heap;
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
            if (place != REMOVED) {
                heap.remove(place);
            }
        }

        private boolean isBefore(Entry other) {
            int byTime = at.compareTo(other.at);
            if (byTime != 0) {
                return byTime < 0;
            }
            return rank != other.rank ? rank < other.rank : number < other.number;
        }
    }

    public Entry set(Instant at, int rank, Runnable action) {
        Heap heap = at.getEpochSecond() > soonUntil ? later : soon;
        Entry entry = new Entry(heap, at, rank, numbers++, action);
        heap.add(entry);
        return entry;
    }

    /** Takes the first thing that is due; empty when nothing is. */
    public Optional<Runnable> takeDue(Instant now) {
        if (now.getEpochSecond() >= renewAt) {
            renewAt = now.getEpochSecond() + SOON_SECONDS;
            soonUntil = renewAt + SOON_SECONDS;
        }
        Entry first = first();
        if (first == null || first.at.isAfter(now)) {
            return Optional.empty();
        }
        first.cancel();
        return Optional.of(first.action);
    }

    /** When the first thing is due; empty when there is none. */
    public Optional<Instant> next() {
        return Optional.ofNullable(first()).map(first -> first.at);
    }

    private @Nullable Entry first() {
        if (soon.size == 0 || later.size == 0) {
            return soon.size == 0 ? later.first() : soon.first();
        }
        return later.at(0).isBefore(soon.at(0)) ? later.first() : soon.first();
    }

    public int size() {
        return soon.size + later.size;
    }

    private static final class Heap {
        private @Nullable Entry[] heap = new Entry[64];
        private int size;

        void add(Entry entry) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            rise(entry, size++);
        }

        @Nullable
        Entry first() {
            return size == 0 ? null : at(0);
        }

        @SuppressWarnings("NullAway") // below the size there is no null
        private Entry at(int place) {
            return heap[place];
        }

        private void put(Entry entry, int place) {
            heap[place] = entry;
            entry.place = place;
        }

        /** The last entry takes the place. It may belong above or below it. */
        private void remove(int place) {
            at(place).place = REMOVED;
            Entry last = at(--size);
            heap[size] = null;
            if (place < size) {
                sink(last, place);
                if (last.place == place) {
                    rise(last, place);
                }
            }
        }

        private void rise(Entry entry, int from) {
            int place = from;
            while (place > 0) {
                Entry parent = at((place - 1) / 2);
                if (!entry.isBefore(parent)) {
                    break;
                }
                int above = parent.place;
                put(parent, place);
                place = above;
            }
            put(entry, place);
        }

        private void sink(Entry entry, int from) {
            int place = from;
            while (2 * place + 1 < size) {
                int child = 2 * place + 1;
                if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                    child++;
                }
                Entry below = at(child);
                if (!below.isBefore(entry)) {
                    break;
                }
                put(below, place);
                place = child;
            }
            put(entry, place);
        }
    }
}
