package io.github.bluegreen4j.testkit.explorer;

import java.util.Arrays;
import java.util.BitSet;

/** The ordinary ways between nodes, and which nodes reach an end on them. */
final class Ways {
    private int[] from = new int[4096];
    private int[] to = new int[4096];
    private int size;

    void add(int source, int target) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        from[size] = source;
        to[size++] = target;
    }

    /** The nodes that reach one of the ends, walking all ways backwards. */
    BitSet reaching(BitSet ends, int nodes) {
        int[] start = new int[nodes + 1];
        for (int i = 0; i < size; i++) {
            start[to[i] + 1]++;
        }
        for (int i = 0; i < nodes; i++) {
            start[i + 1] += start[i];
        }
        int[] next = Arrays.copyOf(start, nodes);
        int[] sources = new int[size];
        for (int i = 0; i < size; i++) {
            sources[next[to[i]]++] = from[i];
        }
        BitSet reached = (BitSet) ends.clone();
        int[] queue = new int[nodes];
        int tail = 0;
        for (int end = ends.nextSetBit(0); end >= 0; end = ends.nextSetBit(end + 1)) {
            queue[tail++] = end;
        }
        for (int head = 0; head < tail; head++) {
            int node = queue[head];
            for (int i = start[node]; i < start[node + 1]; i++) {
                if (!reached.get(sources[i])) {
                    reached.set(sources[i]);
                    queue[tail++] = sources[i];
                }
            }
        }
        return reached;
    }
}
