package io.github.bluegreen4j.examples.local.runner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A revision: what is wanted of it, and its tasks. Safe for several threads. */
final class LocalRevision {

    private final String id;
    private final Launch order;
    private final List<RunningTask> tasks = new CopyOnWriteArrayList<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger launched = new AtomicInteger();
    private volatile int desired;
    private volatile boolean retiring;
    private volatile boolean placement = true;

    LocalRevision(String id, Launch order) {
        this.id = id;
        this.order = order;
        this.desired = order.count();
    }

    String id() {
        return id;
    }

    Launch order() {
        return order;
    }

    List<RunningTask> tasks() {
        return tasks;
    }

    String nextTaskId() {
        return id + "-" + launched.incrementAndGet();
    }

    int desired() {
        return desired;
    }

    void scaleTo(int count) {
        desired = count;
    }

    void retire() {
        retiring = true;
        desired = 0;
    }

    boolean isRetiring() {
        return retiring;
    }

    /** Whether tasks can be placed: after a loss of capacity they stay pending. */
    boolean canPlace() {
        return placement;
    }

    void losePlacement() {
        placement = false;
    }

    void taskFailed() {
        failed.incrementAndGet();
    }

    long staying() {
        return tasks.stream().filter(task -> !task.isLeaving()).count();
    }

    RevisionView view(boolean primary) {
        List<LocalTaskView> views = tasks.stream().map(RunningTask::view).toList();
        int running = (int)
                views.stream().filter(task -> task.state() == TaskState.RUNNING).count();
        int wanted = desired;
        return new RevisionView(
                id,
                order.token(),
                order.owner(),
                order.definition(),
                order.settings(),
                order.targetGroup(),
                primary,
                retiring,
                wanted,
                Math.max(0, wanted - running),
                running,
                failed.get(),
                running == wanted && views.size() == running,
                views);
    }
}
