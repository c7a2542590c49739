package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.rollout.WaveCondition;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Performs rollouts beside the engine, if their module is there: {@code Rollouts} to inject, a driver that starts and closes with the
 * application, and the endpoint {@code rollouts}. A bean of {@code RolloutDriver} takes the driver's place.
 */
@AutoConfiguration(after = BlueGreenAutoConfiguration.class)
@ConditionalOnClass(name = "io.github.bluegreen4j.rollout.RolloutDriver")
@ConditionalOnBean(DeploymentEngine.class)
@ConditionalOnProperty(prefix = BlueGreenProperties.PREFIX, name = "rollouts.enabled", matchIfMissing = true)
public final class BlueGreenRolloutAutoConfiguration {
    BlueGreenRolloutAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Rollouts blueGreenRollouts(Journal journal, ObjectProvider<TimeSource> time) {
        return Rollouts.in(journal, time.getIfAvailable(TimeSource::system));
    }

    @Bean
    @ConditionalOnMissingBean(RolloutDriver.class)
    RolloutLifecycle rolloutLifecycle(
            DeploymentEngine engine, Rollouts rollouts, ListableBeanFactory beans, BlueGreenProperties properties) {
        Map<String, WaveCondition> conditions = beans.getBeansOfType(WaveCondition.class);
        return new RolloutLifecycle(
                engine, rollouts, conditions, properties.rollouts().pollInterval());
    }

    /** The endpoint, if it is exposed and may be accessed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
    @ConditionalOnAvailableEndpoint(RolloutsEndpoint.class)
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnMissingBean
        RolloutsEndpoint rolloutsEndpoint(
                Rollouts rollouts, ObjectProvider<RolloutDriver> own, ObjectProvider<RolloutLifecycle> driver) {
            return new RolloutsEndpoint(
                    rollouts,
                    id -> own.stream()
                            .flatMap(one -> one.describe(id).stream())
                            .findFirst()
                            .or(() -> driver.stream()
                                    .flatMap(one -> one.describe(id).stream())
                                    .findFirst()));
        }
    }
}
