package io.github.bluegreen4j.aws.ecs;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * AWS's reason why a task stopped or could not be placed ("Stopped tasks error codes" and "Service event messages" in the ECS developer
 * guide).
 *
 * @param text at most 500 characters
 */
record StopReason(Instant at, String text) {
    /** The maximum number of reasons in a revision's description. */
    static final int MOST = 5;

    static final Comparator<StopReason> NEWEST_FIRST =
            Comparator.comparing(StopReason::at, Comparator.reverseOrder()).thenComparing(StopReason::text);

    private static final int LONGEST = 500;
    private static final String SCALED = "scaling activity";

    /** Matches events that explain why a service has too few tasks. */
    private static final Pattern TROUBLE =
            Pattern.compile("unable to|failed to|unhealthy|throttled", Pattern.CASE_INSENSITIVE);

    private static final String TASK_SET_ID = "ecs-svc/";

    StopReason {
        text = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /**
     * Tells whether a stopped task counts as failed. It does not if scaling, a user, a Spot interruption or an unhealthy
     * host stopped it.
     */
    static boolean isFailure(Task task) {
        if (task.stopCode() == null) {
            return false;
        }
        return switch (task.stopCode()) {
            case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED -> true;
            case SERVICE_SCHEDULER_INITIATED -> wasUnhealthy(task);
            case USER_INITIATED, SPOT_INTERRUPTION, TERMINATION_NOTICE, INFRASTRUCTURE_HEALTH, UNKNOWN_TO_SDK_VERSION ->
                false;
        };
    }

    private static String stoppedReason(Task task) {
        return Optional.ofNullable(task.stoppedReason()).orElse("");
    }

    /** Tells whether a task was unhealthy. The scheduler also stops tasks to scale in; only the text of the reason tells which. */
    private static boolean wasUnhealthy(Task task) {
        String reason = stoppedReason(task).toLowerCase(Locale.ROOT);
        return reason.contains("health check") || reason.contains("unhealthy");
    }

    /** Returns why a task stopped; empty if it was scaled in. */
    static Optional<StopReason> of(Task task) {
        boolean scaled = task.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED
                && stoppedReason(task).toLowerCase(Locale.ROOT).startsWith(SCALED);
        if (task.stopCode() == null || scaled) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(stoppedReason(task));
        text.append(text.isEmpty() ? "" : " ")
                .append('(')
                .append(task.stopCodeAsString())
                .append(')');
        for (Container container : task.containers()) {
            String why = why(container, stoppedReason(task));
            text.append(why.isEmpty() ? "" : "; container " + container.name() + ": " + why);
        }
        return Optional.of(new StopReason(instant(task.stoppingAt(), task.stoppedAt()), text.toString()));
    }

    private static String why(Container container, String known) {
        String code = container.exitCode() == null ? "" : "exit code " + container.exitCode();
        String reason = Optional.ofNullable(container.reason())
                .filter(text -> !text.isBlank() && !known.contains(text))
                .orElse("");
        return code + (code.isEmpty() || reason.isEmpty() ? "" : ", ") + reason;
    }

    private static Instant instant(@Nullable Instant first, @Nullable Instant second) {
        return Optional.ofNullable(first).or(() -> Optional.ofNullable(second)).orElse(Instant.EPOCH);
    }

    /**
     * Returns the service's events about a task set or deployment since its creation. An event that names no other one counts
     * if too few tasks run.
     *
     * @param startedBy the id that its tasks have in {@code startedBy}
     * @param createdAt when it was created
     * @param isShort whether too few of its tasks run
     */
    static Stream<StopReason> ofEvents(
            Service service, String startedBy, @Nullable Instant createdAt, boolean isShort) {
        Instant since = instant(createdAt, null);
        return service.events().stream()
                .filter(event -> event.message() != null
                        && !instant(event.createdAt(), null).isBefore(since))
                .filter(event -> TROUBLE.matcher(event.message()).find() && concerns(event, startedBy, isShort))
                .map(event -> new StopReason(instant(event.createdAt(), null), event.message()));
    }

    /** Returns the service's events about a task set. */
    static Stream<StopReason> ofEvents(Service service, TaskSet set) {
        int wanted = Optional.ofNullable(set.computedDesiredCount()).orElse(0);
        int running = Optional.ofNullable(set.runningCount()).orElse(0);
        return ofEvents(service, String.valueOf(set.id()), set.createdAt(), wanted > running);
    }

    private static boolean concerns(ServiceEvent event, String startedBy, boolean isShort) {
        return event.message().contains(TASK_SET_ID) ? event.message().contains(startedBy) : isShort;
    }
}
