package io.github.bluegreen4j.testkit.explorer;

import java.util.Arrays;
import java.util.BitSet;

/** The ordinary ways between nodes, and which nodes reach an end on them. */
final class TransitionTable {
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

    /** The nodes that reach one of the ends, walking all ways backwards until no more nodes are found. */
    BitSet reaching(BitSet ends) {
        BitSet reached = (BitSet) ends.clone();
        int before;
        do {
            before = reached.cardinality();
            for (int i = size - 1; i >= 0; i--) {
                if (reached.get(to[i])) {
                    reached.set(from[i]);
                }
            }
        } while (reached.cardinality() > before);
        return reached;
    }
}
