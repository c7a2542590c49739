package io.github.bluegreen4j.spring.test;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spring.EngineCustomizer;
import io.github.bluegreen4j.spring.EngineFactory;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Makes scenarios of the testkit with what the application has: its hooks by the name of their bean, its listeners, checks and customizers.
 * Every simulation of a scenario has a world and a time of its own, and the testkit's oracle judges it. Safe for use by many threads if the
 * application's beans are.
 */
public final class SimulatedScenarios {
    private final EngineFactory factory;
    private final ListableBeanFactory beans;

    SimulatedScenarios(EngineFactory factory, ListableBeanFactory beans) {
        this.factory = factory;
        this.beans = beans;
    }

    /**
     * {@return a scenario in which the application deploys}
     *
     * @param spec what is deployed; the service and its routes exist in the simulated world
     */
    public Scenario of(DeploymentSpec spec) {
        Scenario scenario = Scenario.of(spec);
        factory.hooks().forEach(scenario::hook);
        beans.getBeanProvider(DeploymentListener.class).orderedStream().forEach(scenario::listener);
        return scenario.engine(builder -> {
            beans.getBeanProvider(PreflightCheck.class).orderedStream().forEach(builder::preflightCheck);
            beans.getBeanProvider(EngineCustomizer.class)
                    .orderedStream()
                    .forEach(customizer -> customizer.customize(builder));
            return builder;
        });
    }
}
