package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.testkit.world.TaskStop;
import io.github.bluegreen4j.testkit.world.WorldTask;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The alarms and the circuit breaker of one deployment. They are independent: the first to trip decides whether the deployment
 * rolls back ("How CloudWatch alarms detect Amazon ECS deployment failures", "How the Amazon ECS deployment circuit breaker
 * detects failures"). Guarded by the lock of its fake.
 */
final class FailureDetection {
    private static final int USUAL_PERCENT = 50;
    private static final int LEAST_FAILURES = 3;
    private static final int MOST_FAILURES = 200;

    private final JsonNode alarms;
    private final JsonNode breaker;
    private final List<String> alarmNames;
    private final Set<String> counted = new HashSet<>();
    private Status alarmStatus = Status.DISABLED;
    private Status breakerStatus = Status.DISABLED;
    private List<String> triggered = List.of();
    private boolean ran;
    private int failures;
    private int threshold;

    /** The status of a monitor, as {@code ServiceDeploymentRollbackMonitorsStatus} has it. */
    private enum Status {
        TRIGGERED,
        MONITORING,
        MONITORING_COMPLETE,
        DISABLED
    }

    /**
     * Why a deployment failed.
     *
     * @param alarms the alarms in {@code ALARM}; empty if the circuit breaker found it
     * @param rollsBack whether the deployment rolls back; otherwise it stops
     */
    record Failure(List<String> alarms, boolean rollsBack) {}

    FailureDetection(JsonNode configuration) {
        alarms = configuration.path("alarms");
        breaker = configuration.path("deploymentCircuitBreaker");
        alarmNames = Inputs.texts(alarms, "alarmNames");
    }

    /**
     * Begins to monitor. Alarms that are in {@code ALARM} now disable all alarms of the deployment, so that a fix can be
     * deployed.
     *
     * @param breaks whether the circuit breaker applies to blue/green deployments
     */
    void begin(WorldView world, boolean breaks) {
        boolean isIgnored = !inAlarm(world).isEmpty();
        alarmStatus = Inputs.flag(alarms, "enable") && !isIgnored ? Status.MONITORING : Status.DISABLED;
        breakerStatus = Inputs.flag(breaker, "enable") && breaks ? Status.MONITORING : Status.DISABLED;
    }

    private List<String> inAlarm(WorldView world) {
        return alarmNames.stream()
                .filter(name -> world.alarms().get(name) == AlarmReading.State.ALARM)
                .toList();
    }

    /** Tells whether there is something to look at again. */
    boolean isMonitoring() {
        return alarmStatus == Status.MONITORING || breakerStatus == Status.MONITORING;
    }

    /** The last stage that is monitored is over. */
    void complete() {
        alarmStatus = alarmStatus == Status.MONITORING ? Status.MONITORING_COMPLETE : alarmStatus;
        breakerStatus = breakerStatus == Status.MONITORING ? Status.MONITORING_COMPLETE : breakerStatus;
    }

    /**
     * Looks whether one of them trips.
     *
     * @param watchesAlarms whether the alarms of the present stage count
     */
    Optional<Failure> check(BlueGreenService service, ServiceRevision target, boolean watchesAlarms) {
        if (breakerStatus == Status.MONITORING) {
            count(service, target);
            if (failures >= threshold) {
                breakerStatus = Status.TRIGGERED;
                return Optional.of(new Failure(List.of(), Inputs.flag(breaker, "rollback")));
            }
        }
        List<String> found = inAlarm(service.world().view());
        if (alarmStatus == Status.MONITORING && watchesAlarms && !found.isEmpty()) {
            alarmStatus = Status.TRIGGERED;
            triggered = found;
            return Optional.of(new Failure(found, Inputs.flag(alarms, "rollback")));
        }
        return Optional.empty();
    }

    /**
     * Until a first task runs, those count that fail to start; then those that are replaced because they fail health checks. A
     * task that turns healthy starts the count anew, unless the configuration says otherwise.
     */
    private void count(BlueGreenService service, ServiceRevision target) {
        threshold = threshold(service.tasks().desired());
        for (WorldTask task : service.world().view().tasks(service.ref())) {
            boolean isOurs = task.revision().equals(target.ref());
            ran |= isOurs && task.startedAt().isPresent();
            boolean fails = task.stop().equals(Optional.of(TaskStop.FAILED_HEALTH_CHECKS))
                    || (task.stop().equals(Optional.of(TaskStop.FAILED_TO_START)) && !ran);
            if (isOurs && fails && counted.add(task.id())) {
                failures++;
            }
        }
        if (breaker.path("resetOnHealthyTask").asBoolean(true)
                && service.tasks().healthy(target) > 0) {
            failures = 0;
        }
    }

    private int threshold(int desired) {
        JsonNode configured = breaker.path("thresholdConfiguration");
        int value = configured.path("value").asInt(USUAL_PERCENT);
        int share = (int) Math.ceil(value / 100.0 * desired);
        return switch (configured.path("type").asText("BOUNDED_PERCENT")) {
            case "COUNT" -> value;
            case "UNBOUNDED_PERCENT" -> Math.max(1, share);
            default -> Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, share));
        };
    }

    /** Describes both in a deployment, as far as they are configured. */
    void describe(ObjectNode deployment) {
        if (breaker.isObject()) {
            deployment
                    .putObject("deploymentCircuitBreaker")
                    .put("status", breakerStatus.name())
                    .put("failureCount", failures)
                    .put("threshold", threshold);
        }
        if (alarms.isObject()) {
            ObjectNode node = deployment.putObject("alarms").put("status", alarmStatus.name());
            alarmNames.forEach(node.putArray("alarmNames")::add);
            triggered.forEach(node.putArray("triggeredAlarmNames")::add);
        }
    }
}
