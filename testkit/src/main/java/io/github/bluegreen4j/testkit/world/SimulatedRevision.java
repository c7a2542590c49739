package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** One revision and its tasks. Guarded by its world's lock. */
final class SimulatedRevision {
    private final StoppedTasks stopped;
    /** Why its tasks failed, newest first, each reason once. */
    private final List<String> failures = new ArrayList<>();

    private final String definition;
    private final TargetGroupRef group;
    private Optional<DeploymentId> owner;
    private final LongFunction<SimulatedTask> starter;
    private RevisionRef ref;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private boolean primary;
    private boolean retiring;
    private boolean vanishing;
    private double share = 100;
    private int desired;
    private int failed;

    /**
     * @param starter starts a task at an instant
     * @param stopped the list to which its stopped tasks are added
     */
    SimulatedRevision(
            RevisionRef ref,
            String definition,
            TargetGroupRef group,
            Optional<DeploymentId> owner,
            LongFunction<SimulatedTask> starter,
            StoppedTasks stopped) {
        this.ref = ref;
        this.definition = definition;
        this.group = group;
        this.owner = owner;
        this.starter = starter;
        this.stopped = stopped;
    }

    RevisionRef ref() {
        return ref;
    }

    void rename(RevisionRef newRef) {
        ref = newRef;
    }

    String definition() {
        return definition;
    }

    TargetGroupRef group() {
        return group;
    }

    Optional<DeploymentId> owner() {
        return owner;
    }

    void takenOverBy(DeploymentId deployment) {
        owner = Optional.of(deployment);
    }

    int desired() {
        return desired;
    }

    boolean isPrimary() {
        return primary;
    }

    void label(boolean newPrimary) {
        primary = newPrimary;
    }

    boolean isRetiring() {
        return retiring;
    }

    void retire(long now) {
        retiring = true;
        scale(0, now);
    }

    /** Ends all tasks at once. */
    void end() {
        tasks.forEach(SimulatedTask::end);
    }

    /** Tells whether it disappears with its last task, without being retired again. */
    boolean isVanishing() {
        return vanishing;
    }

    void vanish() {
        vanishing = true;
    }

    /** @param newShare the share of the service's desired count, in percent */
    void share(double newShare) {
        share = newShare;
    }

    /** Returns the share of the service's desired count, in percent. */
    double share() {
        return share;
    }

    /** Scales the revision to its share of the service's new desired count. */
    void follow(int wanted, long now) {
        scale(tasksOf(wanted), now);
    }

    /** Returns its share of a number of tasks, rounded up. The tolerance absorbs floating-point errors. */
    int tasksOf(int wanted) {
        return (int) Math.ceil(wanted * share / 100 - 1e-9);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    List<SimulatedTask> tasks() {
        return tasks;
    }

    /** Returns the tasks that are not stopping. */
    private List<SimulatedTask> active() {
        return tasks.stream().filter(task -> !task.isStopping()).toList();
    }

    /** Sets the number of tasks. The youngest are stopped first, and do not count as failed. */
    void scale(int newDesired, long now) {
        desired = newDesired;
        retiring &= newDesired == 0;
        for (int count = active().size(); count < desired; count++) {
            tasks.add(starter.apply(now));
        }
        List<SimulatedTask> active = active();
        active.subList(Math.min(desired, active.size()), active.size())
                .forEach(task -> task.stop(TaskStop.SCALED_IN, now));
    }

    /** Applies what is due: failed tasks are replaced, stopped ones are removed. */
    void settle(long now, long checkedSince, TaskPolicy policy) {
        for (int i = 0; i < tasks.size(); i++) {
            while (tasks.get(i).hasFailed(now)) {
                SimulatedTask dead = tasks.get(i);
                failed++;
                gone(dead, TaskStop.FAILED_TO_START, dead.startsAt());
                tasks.set(i, starter.apply(dead.startsAt()));
            }
            while (tasks.get(i).exitsAt() <= now) {
                SimulatedTask dead = tasks.get(i);
                dead.end();
                failed++;
                gone(dead, TaskStop.EXITED, dead.exitsAt());
                tasks.set(i, starter.apply(dead.exitsAt()));
            }
        }
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (tasks.get(i).replacedAt(checkedSince, policy) <= now) {
                failed++;
                tasks.get(i).stop(TaskStop.FAILED_HEALTH_CHECKS, now);
                tasks.add(starter.apply(now));
            }
        }
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (tasks.get(i).isGone(now, policy.drainTime())) {
                SimulatedTask drained = tasks.remove(i);
                gone(drained, drained.why(), drained.goneAt(policy.drainTime()));
                drained.end();
            }
        }
    }

    /** Returns when one of its tasks next changes by itself. */
    long nextChange(long now, long checkedSince, TaskPolicy policy) {
        long next = SimulatedTask.NEVER;
        for (int i = 0; i < tasks.size(); i++) {
            next = Math.min(next, tasks.get(i).nextChange(now, checkedSince, policy));
        }
        return next;
    }

    private void gone(SimulatedTask task, TaskStop why, long at) {
        stopped.add(new StoppedTasks.Stopped(task, this, why, at));
        if (why.isFailure()) {
            failures.remove(why.reason());
            failures.add(0, why.reason());
        }
    }

    /** Stops the oldest running tasks at once and replaces them. */
    void stop(int count, TaskStop why, long now) {
        active().stream().filter(task -> task.hasStarted(now)).limit(count).forEach(task -> {
            task.end();
            failed += why.isFailure() ? 1 : 0;
            gone(task, why, now);
            tasks.set(tasks.indexOf(task), starter.apply(now));
        });
    }

    /** Makes the oldest healthy running tasks unhealthy. */
    void sicken(int count, long now) {
        active().stream()
                .filter(task -> task.hasStarted(now) && !task.isSick())
                .limit(count)
                .forEach(task -> task.fallSick(now));
    }

    /** Makes all sick tasks healthy. */
    void recover() {
        tasks.forEach(SimulatedTask::recover);
    }

    ServiceDescription.Revision describe(long now) {
        int running = 0;
        int pending = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).isStopping()) {
                if (tasks.get(i).hasStarted(now)) {
                    running++;
                } else {
                    pending++;
                }
            }
        }
        boolean steady = running == desired && pending == 0;
        return new ServiceDescription.Revision(
                ref,
                definition,
                group,
                primary,
                owner,
                new ServiceDescription.Counts(desired, pending, running, failed, steady),
                failures);
    }
}
