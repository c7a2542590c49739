package io.github.bluegreen4j.spring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The engine's health in Spring Boot 4. */
final class Boot4HealthIndicator implements HealthIndicator {
    private final EngineHealth health;

    Boot4HealthIndicator(EngineHealth health) {
        this.health = health;
    }

    @Override
    public Health health() {
        EngineHealth.Report report = health.report();
        return Health.status(report.status()).withDetails(report.details()).build();
    }
}
