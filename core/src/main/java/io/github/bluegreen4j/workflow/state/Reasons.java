package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Watch;
import java.util.LinkedHashSet;
import java.util.Set;

/** Texts with the last known cause, for messages about why something ended. */
public final class Reasons {
    private Reasons() {}

    /** What the work waits for, with the last problem; empty if it does not wait. */
    public static String waiting(DeploymentState state) {
        Set<String> waits = new LinkedHashSet<>();
        state.running()
                .ifPresent(run -> run.pendingWork()
                        .waiting()
                        .values()
                        .forEach(waiting -> waits.add(waiting.seen() + " (wanted: " + waiting.wanted() + ")")));
        return waits.isEmpty() ? "" : "; last seen: " + String.join("; ", waits);
    }

    /** The last result of a watch as text; empty if it was good or absent. */
    public static String last(DeploymentState state, Watch watch) {
        String seen = state.running()
                .map(Running::watching)
                .filter(watching -> !watching.isGood(watch))
                .map(watching -> watching.seen(watch))
                .orElse("");
        return seen.isEmpty() ? "" : "; last seen: " + seen;
    }
}
