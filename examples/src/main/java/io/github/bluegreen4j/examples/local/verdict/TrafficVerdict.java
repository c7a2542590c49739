package io.github.bluegreen4j.examples.local.verdict;

import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.task.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether every request was answered, exactly once, and by whom.
 *
 * @param faults everything that is not as it should be, in words; none when nothing was lost
 */
public record TrafficVerdict(List<String> faults) {

    /** Copies the faults. */
    public TrafficVerdict {
        faults = List.copyOf(faults);
    }

    private static final String SAID_NO = "HTTP 500";

    /**
     * Compares the clients' final summary with the tasks' own counts, by revision. Only traffic of this load may have
     * reached the tasks' {@code /work}.
     */
    public static TrafficVerdict of(LoadSummary load, Map<String, Counts> tasks) {
        return of(load, tasks, Set.of());
    }

    /**
     * The same, where some failures could not be prevented. They still have to add up: a refusal was counted by the task
     * that refused, and a task may have counted answers that nobody saw only where answers were broken off.
     *
     * @param excused the kinds of failures, in the words of {@link LoadSummary#failed}, that are no faults
     */
    public static TrafficVerdict of(LoadSummary load, Map<String, Counts> tasks, Set<String> excused) {
        List<String> faults = new ArrayList<>();
        load.failed().forEach((kind, count) -> {
            if (!excused.contains(kind)) {
                faults.add(count + " requests failed: " + kind);
            }
        });
        long saidNo = load.failed().getOrDefault(SAID_NO, 0L);
        long refused = tasks.values().stream().mapToLong(Counts::refused).sum();
        if (saidNo != refused) {
            faults.add("clients saw %d refusals, tasks counted %d".formatted(saidNo, refused));
        }
        long unseen = excused.isEmpty() ? 0 : load.allFailed() - saidNo;
        if (load.sent() != load.allSucceeded() + load.allFailed()) {
            faults.add("%d sent, but %d succeeded and %d failed"
                    .formatted(load.sent(), load.allSucceeded(), load.allFailed()));
        }
        Set<String> revisions = new TreeSet<>(tasks.keySet());
        revisions.addAll(load.succeeded().keySet());
        for (String revision : revisions) {
            long seen = load.succeeded().getOrDefault(revision, 0L);
            long counted = tasks.getOrDefault(revision, Counts.ZERO).promised();
            if (counted < seen || counted > seen + unseen) {
                faults.add("%s: clients saw %d answers, its tasks counted %d".formatted(revision, seen, counted));
            }
        }
        long received = tasks.values().stream().mapToLong(Counts::received).sum();
        if (received > load.sent()) {
            faults.add("%d requests reached tasks, only %d were sent: somebody sent one twice"
                    .formatted(received, load.sent()));
        }
        return new TrafficVerdict(faults);
    }

    /** Whether nothing was lost and nothing was done twice. */
    public boolean isGood() {
        return faults.isEmpty();
    }
}
