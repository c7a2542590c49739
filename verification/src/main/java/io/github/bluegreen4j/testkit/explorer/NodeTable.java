package io.github.bluegreen4j.testkit.explorer;

import java.util.Arrays;

/** The nodes of the search, each once, in a few integers: what they are, and how they were first reached. */
final class NodeTable {
    private static final int FIELDS = 6;

    private int[] fields = new int[FIELDS * 1024];
    private int[] index = new int[4096];
    private int size;

    NodeTable() {
        Arrays.fill(index, -1);
    }

    int size() {
        return size;
    }

    int state(int node) {
        return fields[node * FIELDS];
    }

    int world(int node) {
        return fields[node * FIELDS + 1];
    }

    int work(int node) {
        return fields[node * FIELDS + 2];
    }

    int budget(int node) {
        return fields[node * FIELDS + 3];
    }

    /** The node it was first reached from; -1 for the first. */
    int parent(int node) {
        return fields[node * FIELDS + 4];
    }

    /** Which of the parent's moves led to it. */
    int ordinal(int node) {
        return fields[node * FIELDS + 5];
    }

    /** The node, which is new if the table has grown. */
    int add(int state, int world, int work, int budget, int parent, int ordinal) {
        int slot = slot(state, world, work, budget);
        if (index[slot] >= 0) {
            return index[slot];
        }
        int node = size++;
        if (fields.length < size * FIELDS) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        int at = node * FIELDS;
        fields[at] = state;
        fields[at + 1] = world;
        fields[at + 2] = work;
        fields[at + 3] = budget;
        fields[at + 4] = parent;
        fields[at + 5] = ordinal;
        index[slot] = node;
        if (size * 2 > index.length) {
            rehash();
        }
        return node;
    }

    private int slot(int state, int world, int work, int budget) {
        int hash = ((state * 31 + world) * 31 + work) * 31 + budget;
        hash *= 0x9E3779B9;
        int slot = hash >>> 7 & index.length - 1;
        while (index[slot] >= 0 && !is(index[slot], state, world, work, budget)) {
            slot = slot + 1 & index.length - 1;
        }
        return slot;
    }

    private boolean is(int node, int state, int world, int work, int budget) {
        int at = node * FIELDS;
        return fields[at] == state && fields[at + 1] == world && fields[at + 2] == work && fields[at + 3] == budget;
    }

    private void rehash() {
        index = new int[index.length * 2];
        Arrays.fill(index, -1);
        for (int node = 0; node < size; node++) {
            index[slot(state(node), world(node), work(node), budget(node))] = node;
        }
    }
}
