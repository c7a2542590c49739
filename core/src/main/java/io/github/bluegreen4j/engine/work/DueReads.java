package io.github.bluegreen4j.engine.work;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads of one kind in the order in which they are due. Only those of the next second are sorted. With fifty thousand deployments most
 * reads are due much later, and a tree of all of them would be in no cache of the processor. Confined to the loop.
 */
final class DueReads {
    private final NavigableSet<SharedRead> sorted = new TreeSet<>(SharedRead.BY_DUE_TIME);

    /** The reads of each later second. */
    private final TreeMap<Long, List<SharedRead>> later = new TreeMap<>();

    /** The last second whose reads are sorted. */
    private long sortedUntil = Long.MIN_VALUE;

    boolean isEmpty() {
        return sorted.isEmpty() && later.isEmpty();
    }

    void add(SharedRead read) {
        long second = read.due().getEpochSecond();
        if (second <= sortedUntil) {
            sorted.add(read);
        } else {
            List<SharedRead> those = later.computeIfAbsent(second, fresh -> new ArrayList<>());
            read.place(those.size());
            those.add(read);
        }
    }

    /** Removes a read; one that is not here is no problem. */
    void remove(SharedRead read) {
        long second = read.due().getEpochSecond();
        if (second <= sortedUntil) {
            sorted.remove(read);
            return;
        }
        List<SharedRead> those = later.getOrDefault(second, List.of());
        if (read.place() < those.size() && those.get(read.place()) == read) {
            SharedRead last = those.remove(those.size() - 1);
            if (last != read) {
                those.set(read.place(), last);
                last.place(read.place());
            }
            if (those.isEmpty()) {
                later.remove(second);
            }
        }
    }

    /** The one that is due first. Call it only if there is one. */
    SharedRead first() {
        if (sorted.isEmpty()) {
            sortNextSecond();
        }
        return sorted.first();
    }

    SharedRead takeFirst() {
        SharedRead first = first();
        sorted.remove(first);
        return first;
    }

    /** Those that are due first, so many at most. */
    List<SharedRead> first(int most) {
        while (sorted.size() < most && !later.isEmpty()) {
            sortNextSecond();
        }
        return sorted.stream().limit(most).toList();
    }

    private void sortNextSecond() {
        var next = later.pollFirstEntry();
        sortedUntil = next.getKey();
        sorted.addAll(next.getValue());
    }
}
