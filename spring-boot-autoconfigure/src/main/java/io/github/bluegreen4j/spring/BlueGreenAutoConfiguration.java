package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.spi.Journal;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Builds a {@link DeploymentEngine} of the application's beans. A {@code ServiceRuntime} and a {@code TrafficRouter} are required;
 * everything else has a default. An application that has an engine of its own keeps it, and it is started and closed like this one.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = BlueGreenProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(BlueGreenProperties.class)
public final class BlueGreenAutoConfiguration {
    BlueGreenAutoConfiguration(BlueGreenProperties properties) {
        PropertyRules.check(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Journal blueGreenJournal(BlueGreenProperties properties, ListableBeanFactory beans) {
        return new JournalChoice(properties.journal(), beans).open();
    }

    @Bean
    @ConditionalOnMissingBean
    EngineFactory engineFactory(BlueGreenProperties properties, Environment environment, ListableBeanFactory beans) {
        return new EngineFactory(properties, environment, beans);
    }

    @Bean
    @ConditionalOnMissingBean
    DeploymentEngine deploymentEngine(EngineFactory factory, Journal journal) {
        return factory.build(journal);
    }

    @Bean
    @ConditionalOnMissingBean
    SpecDefaults specDefaults(ListableBeanFactory beans) {
        return new SpecDefaults(beans);
    }

    @Bean
    EngineLifecycle engineLifecycle(DeploymentEngine engine, BlueGreenProperties properties) {
        return new EngineLifecycle(engine, properties.closeTimeout());
    }
}
