package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineStatus;
import io.github.bluegreen4j.model.DeploymentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of the engine, for either generation of Spring Boot.
 *
 * <ul>
 *   <li>{@code DOWN}: its loop is dead, it has no lease, or the journal does not answer. It changes nothing then.
 *   <li>{@code OUT_OF_SERVICE}: it was closed, or has not started yet.
 *   <li>{@code DEGRADED}: deployments are in quarantine; each blocks its own service. Neither a restart nor another instance helps, so
 *       Spring Boot does not count this status into the health of the application.
 *   <li>{@code UP}: otherwise.
 * </ul>
 */
final class EngineHealth {
    private final DeploymentEngine engine;

    EngineHealth(DeploymentEngine engine) {
        this.engine = engine;
    }

    /**
     * A health, before it is put into the words of one generation.
     *
     * @param status the code of the status
     * @param details what is known, by name
     */
    record Report(String status, Map<String, Object> details) {}

    Report report() {
        EngineStatus status = engine.status();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("engine", status.engine());
        details.put("phase", status.phase().name());
        status.leaseUntil().ifPresent(until -> details.put("leaseUntil", until.toString()));
        details.put("openDeployments", status.openDeployments());
        if (!status.quarantined().isEmpty()) {
            details.put(
                    "quarantined",
                    status.quarantined().stream()
                            .map(DeploymentId::value)
                            .sorted()
                            .toList());
        }
        List<EngineStatus.Trouble> troubles = status.troubles();
        if (!troubles.isEmpty()) {
            details.put(
                    "troubles",
                    troubles.stream().map(EngineStatus.Trouble::toString).toList());
        }
        return new Report(code(status.phase(), troubles), details);
    }

    private static String code(EngineStatus.Phase phase, List<EngineStatus.Trouble> troubles) {
        return switch (phase) {
            case FAILED -> "DOWN";
            case CLOSED, STOPPED -> "OUT_OF_SERVICE";
            case RUNNING -> {
                boolean isDown = troubles.stream().anyMatch(trouble -> trouble.part() != EngineStatus.Part.QUARANTINE);
                yield isDown ? "DOWN" : troubles.isEmpty() ? "UP" : "DEGRADED";
            }
        };
    }
}
