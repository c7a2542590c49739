package io.github.bluegreen4j.engine.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads of one kind in the order in which they are due, second by second. A second is sorted when it comes first. With fifty thousand
 * deployments most reads are due later, and a tree of all of them would be in no cache of the processor. Confined to the loop.
 */
final class DueReads {
    private final TreeMap<Long, Second> seconds = new TreeMap<>();

    /** The reads that are due within one second. */
    private static final class Second {
        private final List<SharedRead> unsorted = new ArrayList<>();
        private final NavigableSet<SharedRead> sorted = new TreeSet<>(SharedRead.BY_DUE_TIME);
        private boolean isSorted;

        void add(SharedRead read) {
            if (isSorted) {
                sorted.add(read);
            } else {
                read.place(unsorted.size());
                unsorted.add(read);
            }
        }

        void remove(SharedRead read) {
            if (isSorted) {
                sorted.remove(read);
            } else if (read.place() < unsorted.size() && unsorted.get(read.place()) == read) {
                SharedRead last = unsorted.remove(unsorted.size() - 1);
                if (last != read) {
                    unsorted.set(read.place(), last);
                    last.place(read.place());
                }
            }
        }

        NavigableSet<SharedRead> sorted() {
            if (!isSorted) {
                sorted.addAll(unsorted);
                unsorted.clear();
                isSorted = true;
            }
            return sorted;
        }

        boolean isEmpty() {
            Collection<SharedRead> all = isSorted ? sorted : unsorted;
            return all.isEmpty();
        }
    }

    boolean isEmpty() {
        return seconds.isEmpty();
    }

    void add(SharedRead read) {
        seconds.computeIfAbsent(read.due().getEpochSecond(), fresh -> new Second())
                .add(read);
    }

    /** Removes a read; one that is not here is no problem. */
    void remove(SharedRead read) {
        seconds.computeIfPresent(read.due().getEpochSecond(), (key, second) -> {
            second.remove(read);
            return second.isEmpty() ? null : second;
        });
    }

    /** The one that is due first. Call it only if there is one. */
    SharedRead first() {
        return seconds.firstEntry().getValue().sorted().first();
    }

    SharedRead takeFirst() {
        SharedRead first = first();
        remove(first);
        return first;
    }

    /** Those that are due first, so many at most. */
    List<SharedRead> first(int most) {
        List<SharedRead> first = new ArrayList<>();
        for (Second second : seconds.values()) {
            if (first.size() >= most) {
                break;
            }
            first.addAll(second.sorted());
        }
        return first.subList(0, Math.min(most, first.size()));
    }
}
