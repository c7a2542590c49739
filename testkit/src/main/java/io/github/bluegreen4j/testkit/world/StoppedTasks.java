package io.github.bluegreen4j.testkit.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The stopped tasks of a service. Each is listed for one hour, as in Amazon ECS. Guarded by its world's lock. */
final class StoppedTasks {
    private static final long KEPT = Duration.ofHours(1).toNanos();

    private final Deque<Stopped> stopped = new ArrayDeque<>();

    /** @param at when it ended */
    record Stopped(SimulatedTask task, SimulatedRevision revision, TaskStop why, long at) {}

    void add(Stopped task) {
        forget(task.at());
        stopped.add(task);
    }

    List<Stopped> list(long now) {
        forget(now);
        return new ArrayList<>(stopped);
    }

    private void forget(long now) {
        while (!stopped.isEmpty() && stopped.element().at() + KEPT <= now) {
            stopped.remove();
        }
    }
}
