package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Counts the tasks of task sets that have failed, which ECS itself does not: it lists stopped tasks for about an hour, and each of
 * them is counted once. What this process has not seen in that hour is not counted. Safe for use by many threads.
 */
final class FailedTasks {
    private final Map<ServiceRef, Tally> tallies = new ConcurrentHashMap<>();

    /** What is known of one service. */
    private static final class Tally {
        private final Set<String> seen = new HashSet<>();
        private final Map<String, Integer> failures = new HashMap<>();

        synchronized List<String> unseen(List<String> stopped) {
            List<String> unseen = new ArrayList<>(stopped);
            unseen.removeAll(seen);
            return unseen;
        }

        synchronized void count(List<String> stopped, List<Task> described, Set<String> sets) {
            for (Task task : described) {
                if (seen.add(task.taskArn()) && hasFailed(task)) {
                    failures.merge(String.valueOf(task.startedBy()), 1, Integer::sum);
                }
            }
            // What is not listed any more never comes back.
            seen.retainAll(stopped);
            failures.keySet().retainAll(sets);
        }

        synchronized int of(TaskSet set) {
            return failures.getOrDefault(set.id(), 0);
        }
    }

    /** Looks which tasks have stopped, where a set of ours is on its way. */
    void look(ServiceRef ref, Service service, EcsApi api) {
        if (service.taskSets().stream().noneMatch(FailedTasks::isWatched)) {
            tallies.remove(ref);
            return;
        }
        Tally tally = tallies.computeIfAbsent(ref, key -> new Tally());
        List<String> stopped = api.tasks(ref, DesiredStatus.STOPPED);
        List<String> unseen = tally.unseen(stopped);
        List<Task> described = unseen.isEmpty() ? List.of() : api.describe(ref, unseen);
        Set<String> sets = new HashSet<>();
        service.taskSets().forEach(set -> sets.add(set.id()));
        tally.count(stopped, described, sets);
    }

    /** A set that is being deployed: whose failures somebody waits for. */
    private static boolean isWatched(TaskSet set) {
        return "ACTIVE".equals(set.status()) && TaskSets.owner(set).isPresent();
    }

    int of(ServiceRef ref, TaskSet set) {
        return Optional.ofNullable(tallies.get(ref)).map(tally -> tally.of(set)).orElse(0);
    }

    /** Stopped by scaling, by a user, or by the end of Spot capacity is not failed. */
    private static boolean hasFailed(Task task) {
        if (task.stopCode() == null) {
            return false;
        }
        return switch (task.stopCode()) {
            case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED -> true;
            case SERVICE_SCHEDULER_INITIATED -> wasUnhealthy(task);
            case USER_INITIATED, SPOT_INTERRUPTION, TERMINATION_NOTICE, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    /** The scheduler stops tasks to scale in, too: only its words say why ("Stopped tasks error codes" in the ECS developer guide). */
    private static boolean wasUnhealthy(Task task) {
        String reason = Optional.ofNullable(task.stoppedReason()).orElse("").toLowerCase(Locale.ROOT);
        return reason.contains("health check") || reason.contains("unhealthy");
    }
}
