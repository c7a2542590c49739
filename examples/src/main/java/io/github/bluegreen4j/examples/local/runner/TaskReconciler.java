package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.dataplane.TargetView;
import io.github.bluegreen4j.examples.local.process.PeriodicThread;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes, ten times a second and on one thread, the next step of every task towards what is wanted. A step that fails is
 * tried again in the next round.
 */
final class TaskReconciler {

    private static final Duration ROUND = Duration.ofMillis(100);

    private final Fleet fleet;
    private final DataPlaneClient dataPlane;
    private final TaskStarter starter;
    private final Patience patience;

    TaskReconciler(Fleet fleet, DataPlaneClient dataPlane, TaskStarter starter, Patience patience) {
        this.fleet = fleet;
        this.dataPlane = dataPlane;
        this.starter = starter;
        this.patience = patience;
    }

    void start() {
        PeriodicThread.start("reconciler", ROUND, this::round);
    }

    private void round() {
        for (LocalRevision revision : fleet.revisions()) {
            try {
                reconcile(revision);
            } catch (RuntimeException failed) {
                System.err.println(revision.id() + ": " + failed);
            }
        }
    }

    private void reconcile(LocalRevision revision) {
        String group = revision.order().targetGroup();
        Map<String, TargetView> targets =
                dataPlane.targets(group).stream().collect(Collectors.toMap(TargetView::id, Function.identity()));
        for (RunningTask task : revision.tasks()) {
            advance(revision, task, Optional.ofNullable(targets.get(task.id())));
        }
        long surplus = revision.staying() - revision.desired();
        revision.tasks().stream()
                .filter(task -> !task.isLeaving())
                .limit(Math.max(0, surplus))
                .forEach(task -> leave(revision, task));
        if (revision.canPlace() && patience.mayLaunch(revision)) {
            for (long missing = -surplus; missing > 0; missing--) {
                revision.tasks().add(starter.start(revision));
            }
        }
        if (revision.isRetiring() && revision.tasks().isEmpty()) {
            fleet.forget(revision);
        }
    }

    private void advance(LocalRevision revision, RunningTask task, Optional<TargetView> target) {
        if (!task.process().isAlive()) {
            bury(revision, task);
            return;
        }
        switch (task.state()) {
            case STARTING -> {
                task.process()
                        .readyNow()
                        .ifPresentOrElse(
                                ready -> {
                                    dataPlane.register(
                                            revision.order().targetGroup(),
                                            task.id(),
                                            revision.id(),
                                            ready.port("http"));
                                    task.enter(TaskState.RUNNING);
                                },
                                () -> killAfter(patience.start(), task));
            }
            case RUNNING -> {
                boolean unhealthy = target.filter(seen -> seen.state() == TargetState.UNHEALTHY)
                        .isPresent();
                if (unhealthy && task.age() > patience.healthGrace().toNanos()) {
                    leave(revision, task);
                    fail(revision);
                }
            }
            case DRAINING -> {
                if (target.isEmpty()) {
                    task.process().terminate();
                    task.enter(TaskState.STOPPING);
                }
            }
            case STOPPING -> killAfter(patience.stop(), task);
        }
    }

    /** Begins the way out: first the load balancer forgets the task, then the task ends. Without draining, at once. */
    private void leave(LocalRevision revision, RunningTask task) {
        if (patience.drains()) {
            dataPlane.deregister(revision.order().targetGroup(), task.id());
            task.enter(TaskState.DRAINING);
        } else {
            task.process().kill();
            task.enter(TaskState.STOPPING);
        }
    }

    private void bury(LocalRevision revision, RunningTask task) {
        dataPlane.deregister(revision.order().targetGroup(), task.id());
        if (!task.isLeaving()) {
            fail(revision);
        }
        revision.tasks().remove(task);
    }

    private void fail(LocalRevision revision) {
        revision.taskFailed();
        patience.taskFailed(revision);
    }

    private static void killAfter(Duration limit, RunningTask task) {
        if (task.age() > limit.toNanos()) {
            task.process().kill();
        }
    }
}
