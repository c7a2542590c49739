package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Counts the failed tasks of task sets or rolling deployments, by the id in {@code startedBy}, and stores their reasons. ECS
 * lists a stopped task for about one hour; it is counted once. A task that this process did not see in that hour is not
 * counted. Thread-safe.
 *
 * <p>While all tasks run and the service reports no new event, nothing can have failed: ECS replaces a failed task, and
 * reports the start of another one. Then the stopped tasks are only listed every 5 minutes.
 */
final class FailedTasks {
    /** How long an outdated count is reported. Failures cannot occur faster than tasks start. */
    private static final long REPORTED_FOR = Duration.ofSeconds(60).toNanos();

    /** How long a quiet service is not asked for its stopped tasks. */
    private static final long QUIET_FOR = Duration.ofMinutes(5).toNanos();

    private final TimeSource time;
    private final Map<ServiceRef, Tally> tallies = new ConcurrentHashMap<>();

    FailedTasks(TimeSource time) {
        this.time = time;
    }

    /** The counts of one service. */
    private static final class Tally {
        private OptionalLong countedAt = OptionalLong.empty();
        /** What the service reported when it was counted last; empty if its tasks did not all run then. */
        private Optional<String> quiet = Optional.empty();

        private final Set<String> counted = new HashSet<>();

        /** Tasks that were counted and are STOPPED, so that their exit codes are final. */
        private final Set<String> settled = new HashSet<>();

        private final Map<String, Integer> failures = new HashMap<>();
        private final Map<String, Map<String, StopReason>> reasons = new HashMap<>();

        /** Tells whether the counts may be reported at that time if no newer ones are available. */
        synchronized boolean isReportable(long now) {
            return isYoungerThan(REPORTED_FOR, now);
        }

        private boolean isYoungerThan(long age, long now) {
            return countedAt.isPresent() && now - countedAt.getAsLong() < age;
        }

        /** Tells whether no task can have failed since the last count. */
        synchronized boolean isUpToDate(Optional<String> nowQuiet, long now) {
            return nowQuiet.isPresent() && nowQuiet.equals(quiet) && isYoungerThan(QUIET_FOR, now);
        }

        synchronized void counted(Optional<String> nowQuiet, long now) {
            countedAt = OptionalLong.of(now);
            quiet = nowQuiet;
        }

        synchronized List<String> unsettled(List<String> stopped) {
            List<String> unsettled = new ArrayList<>(stopped);
            unsettled.removeAll(settled);
            return unsettled;
        }

        synchronized void add(List<String> stopped, List<Task> described, Set<String> startedBy) {
            for (Task task : described) {
                String starter = String.valueOf(task.startedBy());
                if (counted.add(task.taskArn()) && StopReason.isFailure(task)) {
                    failures.merge(starter, 1, Integer::sum);
                }
                if ("STOPPED".equals(task.lastStatus())) {
                    settled.add(task.taskArn());
                }
                StopReason.of(task)
                        .ifPresent(reason -> reasons.computeIfAbsent(starter, key -> new HashMap<>())
                                .put(task.taskArn(), reason));
            }
            // A task that is no longer listed is never listed again.
            counted.retainAll(stopped);
            settled.retainAll(stopped);
            failures.keySet().retainAll(startedBy);
            reasons.keySet().retainAll(startedBy);
            reasons.values().forEach(Tally::trim);
        }

        /** Limits the reasons to the latest task of each text. */
        private static void trim(Map<String, StopReason> byTask) {
            Set<String> tasks = new HashSet<>();
            Set<String> texts = new HashSet<>();
            byTask.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(StopReason.NEWEST_FIRST))
                    .filter(entry -> texts.add(entry.getValue().text()))
                    .limit(StopReason.MOST)
                    .forEach(entry -> tasks.add(entry.getKey()));
            byTask.keySet().retainAll(tasks);
        }

        synchronized int failures(String startedBy) {
            return failures.getOrDefault(startedBy, 0);
        }

        synchronized List<StopReason> reasons(String startedBy) {
            return List.copyOf(reasons.getOrDefault(startedBy, Map.of()).values());
        }
    }

    /**
     * Reads which tasks have stopped, if something of ours is being deployed, so that a circuit breaker waits for its failures.
     *
     * @param service as it was just described
     * @param startedBy the ids of all task sets or deployments that the service has
     */
    void read(ServiceRef ref, boolean isDeployed, Service service, Set<String> startedBy, EcsApi api) {
        if (!isDeployed) {
            tallies.remove(ref);
            return;
        }
        Tally tally = tallies.computeIfAbsent(ref, key -> new Tally());
        long now = time.nanos();
        boolean isReportable = tally.isReportable(now);
        Optional<String> quiet = quiet(service);
        if (tally.isUpToDate(quiet, now) || (isReportable && !api.hasRoomForTasks())) {
            return;
        }
        try {
            count(ref, startedBy, api, tally);
            tally.counted(quiet, now);
        } catch (PortException failed) {
            // The service was deleted since it was described. The next description will show that.
            boolean isGone = failed.problem().kind() == Problem.Kind.GONE;
            boolean isThrottled = failed.problem().kind() == Problem.Kind.UNAVAILABLE;
            if (!isGone && !(isThrottled && isReportable)) {
                throw failed;
            }
        }
    }

    /** What a service whose tasks all run reports of its tasks, its newest event included; empty if some do not run. */
    private static Optional<String> quiet(Service service) {
        StringBuilder seen = new StringBuilder(
                service.events().isEmpty() ? "" : service.events().get(0).id());
        for (TaskSet set : service.taskSets()) {
            if (set.stabilityStatus() != StabilityStatus.STEADY_STATE
                    || !allRun(set.computedDesiredCount(), set.runningCount(), set.pendingCount())) {
                return Optional.empty();
            }
            seen.append(' ').append(set.id()).append(' ').append(set.runningCount());
        }
        for (Deployment deployment : service.deployments()) {
            if (!allRun(deployment.desiredCount(), deployment.runningCount(), deployment.pendingCount())) {
                return Optional.empty();
            }
            seen.append(' ').append(deployment.id()).append(' ').append(deployment.runningCount());
            seen.append(' ').append(deployment.failedTasks());
        }
        return Optional.of(seen.toString());
    }

    private static boolean allRun(@Nullable Integer desired, @Nullable Integer running, @Nullable Integer pending) {
        return desired != null && desired.equals(running) && Integer.valueOf(0).equals(pending);
    }

    private static void count(ServiceRef ref, Set<String> startedBy, EcsApi api, Tally tally) {
        List<String> stopped = api.tasks(ref, DesiredStatus.STOPPED);
        List<String> unsettled = tally.unsettled(stopped);
        List<Task> described = unsettled.isEmpty() ? List.of() : api.describe(ref, unsettled);
        tally.add(stopped, described, startedBy);
    }

    int of(ServiceRef ref, String startedBy) {
        return Optional.ofNullable(tallies.get(ref))
                .map(tally -> tally.failures(startedBy))
                .orElse(0);
    }

    /**
     * Returns why tasks stopped or could not be placed, the newest reason first.
     *
     * @param events the service's own reasons
     */
    List<String> reasons(ServiceRef ref, String startedBy, Stream<StopReason> events) {
        List<StopReason> stopped = Optional.ofNullable(tallies.get(ref))
                .map(tally -> tally.reasons(startedBy))
                .orElse(List.of());
        return Stream.concat(stopped.stream(), events)
                .sorted(StopReason.NEWEST_FIRST)
                .map(StopReason::text)
                .distinct()
                .limit(StopReason.MOST)
                .toList();
    }
}
