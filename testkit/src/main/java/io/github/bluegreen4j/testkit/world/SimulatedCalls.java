package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a world's ports were asked so far. Confined to its world's lock. */
final class SimulatedCalls {
    private final Map<String, Count> counts = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private boolean outOfReach;

    /** How often an operation was called. */
    private static final class Count {
        private int calls;
    }

    /** A call has come; while the world is out of reach that is all it does. */
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

    /** How often an operation was called. */
    int of(String operation) {
        Count count = counts.get(operation);
        return count == null ? 0 : count.calls;
    }

    void changed(String what) {
        changes.add(what);
    }

    /** What was changed, in its order and in words. */
    List<String> changes() {
        return List.copyOf(changes);
    }
}
