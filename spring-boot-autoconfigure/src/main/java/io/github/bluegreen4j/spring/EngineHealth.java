package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DeploymentEngine.Status.Phase;
import io.github.bluegreen4j.model.DeploymentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        DeploymentEngine.Status status = engine.status();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("engine", status.engine());
        details.put("phase", status.phase().name());
        status.leaseUntil().ifPresent(until -> details.put("leaseUntil", until.toString()));
        details.put(
                "openDeployments",
                engine.list().stream()
                        .filter(deployment -> !deployment.status().isTerminal())
                        .count());
        List<String> quarantined =
                status.quarantined().stream().map(DeploymentId::value).sorted().toList();
        if (!quarantined.isEmpty()) {
            details.put("quarantined", quarantined);
        }
        status.journalProblem().ifPresent(problem -> details.put("journalProblem", problem));
        reason(status, quarantined).ifPresent(reason -> details.put("reason", reason));
        return new Report(code(status, quarantined), details);
    }

    private static String code(DeploymentEngine.Status status, List<String> quarantined) {
        if (status.phase() == Phase.FAILED) {
            return "DOWN";
        }
        if (status.phase() != Phase.RUNNING) {
            return "OUT_OF_SERVICE";
        }
        if (!status.holdsLease() || status.journalProblem().isPresent()) {
            return "DOWN";
        }
        return quarantined.isEmpty() ? "UP" : "DEGRADED";
    }

    private static Optional<String> reason(DeploymentEngine.Status status, List<String> quarantined) {
        return switch (status.phase()) {
            case FAILED ->
                Optional.of(
                        "the engine's loop has failed: restart this process; another engine takes over when the lease expires: "
                                + status.failure().orElse(""));
            case CLOSED -> Optional.of("the engine is closed");
            case STOPPED -> Optional.of("the engine has not started yet");
            case RUNNING -> {
                if (status.journalProblem().isPresent()) {
                    yield Optional.of("the journal does not answer, and nothing is changed until it does");
                }
                if (!status.holdsLease()) {
                    yield Optional.of("the engine has no lease, and nothing is changed until it is renewed");
                }
                yield quarantined.isEmpty()
                        ? Optional.empty()
                        : Optional.of("deployments cannot be read, and each blocks its service until this is mended: "
                                + String.join(", ", quarantined));
            }
        };
    }
}
