package io.github.bluegreen4j.testkit.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches for an order of calls that explains every answer, by the algorithm of Wing and Gong: a call may come next if no
 * remaining call had ended before it started. Failed attempts are remembered.
 */
final class HistoryOrder {
    private final List<Recorded> calls;
    private final Set<Tried> inVain = new HashSet<>();
    private final List<Recorded> order = new ArrayList<>();

    private record Tried(Set<Integer> came, Stand stand) {}

    private HistoryOrder(List<Recorded> calls) {
        this.calls = calls;
    }

    /** {@return an order that explains every answer; empty if there is none} */
    static Optional<List<Recorded>> of(List<Recorded> calls) {
        HistoryOrder search = new HistoryOrder(calls);
        return search.from(new HashSet<>(), Stand.BEGINNING)
                ? Optional.of(List.copyOf(search.order))
                : Optional.empty();
    }

    private boolean from(Set<Integer> came, Stand stand) {
        if (came.size() == calls.size()) {
            return true;
        }
        if (!inVain.add(new Tried(Set.copyOf(came), stand))) {
            return false;
        }
        long firstEnd = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if (!came.contains(i)) {
                firstEnd = Math.min(firstEnd, calls.get(i).answeredAt());
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            Recorded call = calls.get(i);
            if (!came.contains(i) && call.calledAt() <= firstEnd) {
                for (Stand after : stand.after(call)) {
                    came.add(i);
                    order.add(call);
                    if (from(came, after)) {
                        return true;
                    }
                    came.remove(i);
                    order.remove(order.size() - 1);
                }
            }
        }
        return false;
    }
}
