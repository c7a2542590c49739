package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.spi.Journal;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code deployments} and the engine's health, if the application has Spring Boot's actuator. */
@AutoConfiguration(after = BlueGreenAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnBean(DeploymentEngine.class)
public final class BlueGreenActuatorAutoConfiguration {
    BlueGreenActuatorAutoConfiguration() {}

    /** The endpoint, if it is exposed and may be accessed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(DeploymentsEndpoint.class)
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnMissingBean
        DeploymentsEndpoint deploymentsEndpoint(
                DeploymentEngine engine, Journal journal, SpecDefaults defaults, BlueGreenProperties properties) {
            return new DeploymentsEndpoint(
                    engine, journal, defaults, properties.journal().callTimeout());
        }
    }

    /** Health in Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator("bluegreen4j")
    static class Boot3HealthConfiguration {
        @Bean
        @ConditionalOnMissingBean(name = "bluegreen4jHealthIndicator")
        Boot3HealthIndicator bluegreen4jHealthIndicator(DeploymentEngine engine) {
            return new Boot3HealthIndicator(new EngineHealth(engine));
        }
    }

    /** Health in Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator("bluegreen4j")
    static class Boot4HealthConfiguration {
        @Bean
        @ConditionalOnMissingBean(name = "bluegreen4jHealthIndicator")
        Boot4HealthIndicator bluegreen4jHealthIndicator(DeploymentEngine engine) {
            return new Boot4HealthIndicator(new EngineHealth(engine));
        }
    }
}
