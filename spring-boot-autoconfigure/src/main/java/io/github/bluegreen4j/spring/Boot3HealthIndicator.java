package io.github.bluegreen4j.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The engine's health in Spring Boot 3. */
final class Boot3HealthIndicator implements HealthIndicator {
    private final EngineHealth health;

    Boot3HealthIndicator(EngineHealth health) {
        this.health = health;
    }

    @Override
    public Health health() {
        EngineHealth.Report report = health.report();
        return Health.status(report.status()).withDetails(report.details()).build();
    }
}
