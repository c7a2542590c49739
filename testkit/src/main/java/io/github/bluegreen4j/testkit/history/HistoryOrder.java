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
    private final List<RecordedCall> calls;
    private final Set<Tried> inVain = new HashSet<>();
    private final List<RecordedCall> order = new ArrayList<>();

    private record Tried(Set<Integer> came, JournalModel model) {}

    private HistoryOrder(List<RecordedCall> calls) {
        this.calls = calls;
    }

    /** {@return an order that explains every answer; empty if there is none} */
    static Optional<List<RecordedCall>> of(List<RecordedCall> calls) {
        HistoryOrder search = new HistoryOrder(calls);
        return search.from(new HashSet<>(), JournalModel.BEGINNING)
                ? Optional.of(List.copyOf(search.order))
                : Optional.empty();
    }

    private boolean from(Set<Integer> came, JournalModel model) {
        if (came.size() == calls.size()) {
            return true;
        }
        if (!inVain.add(new Tried(Set.copyOf(came), model))) {
            return false;
        }
        long firstEnd = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if (!came.contains(i)) {
                firstEnd = Math.min(firstEnd, calls.get(i).answeredAt());
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            RecordedCall call = calls.get(i);
            if (!came.contains(i) && call.calledAt() <= firstEnd) {
                for (JournalModel after : model.after(call)) {
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
