package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the calls of a world's ports and lists their changes. Guarded by its world's lock. */
final class SimulatedCalls {
    private final Map<String, Count> counts = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private boolean outOfReach;

    /** The number of calls of an operation. */
    private static final class Count {
        private int calls;
    }

    /** Counts a call, and fails it while the world is out of reach. */
    void arrived(String operation, Object resource) {
        counts.computeIfAbsent(operation, none -> new Count()).calls++;
        if (outOfReach) {
            throw SimulatedState.problem(Problem.Kind.UNAVAILABLE, operation, resource, "the world is out of reach");
        }
    }

    boolean isOutOfReach() {
        return outOfReach;
    }

    void outOfReach(boolean newOutOfReach) {
        outOfReach = newOutOfReach;
    }

    /** Returns how often an operation was called. */
    int of(String operation) {
        Count count = counts.get(operation);
        return count == null ? 0 : count.calls;
    }

    void changed(String what) {
        changes.add(what);
    }

    /** Returns the changes in order, one line each. */
    List<String> changes() {
        return List.copyOf(changes);
    }
}
