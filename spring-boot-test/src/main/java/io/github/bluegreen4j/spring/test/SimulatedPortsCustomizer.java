package io.github.bluegreen4j.spring.test;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.spring.EngineFactory;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Replaces the ports of a context, as {@link SimulatedPorts} says.
 *
 * @param slice whether only what belongs to deployments is found by component scans
 */
record SimulatedPortsCustomizer(boolean slice) implements ContextCustomizer {
    private static final List<Class<?>> REPLACED = List.of(
            ServiceRuntime.class,
            TrafficRouter.class,
            AlarmSource.class,
            AutoScalingGuard.class,
            TimeSource.class,
            Journal.class,
            DeploymentEngine.class);

    /** The bean that performs rollouts. */
    private static final String ROLLOUT_DRIVER = "rolloutLifecycle";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        if (slice) {
            context.getBeanFactory()
                    .registerSingleton(DeploymentTypeFilter.class.getName(), new DeploymentTypeFilter());
        }
        // This part of a post-processor runs when all definitions are known, and no bean exists.
        context.addBeanFactoryPostProcessor(SimulatedPortsCustomizer::replace);
    }

    private static void replace(ConfigurableListableBeanFactory beans) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
        for (Class<?> type : REPLACED) {
            for (String name : beans.getBeanNamesForType(type, true, false)) {
                registry.removeBeanDefinition(name);
            }
        }
        // Its thread follows the clock of the machine.
        if (registry.containsBeanDefinition(ROLLOUT_DRIVER)) {
            registry.removeBeanDefinition(ROLLOUT_DRIVER);
        }
        register(registry, VirtualTime.class, () -> VirtualTime.startingAt(START));
        register(registry, SimulatedWorld.class, () -> SimulatedWorld.create(beans.getBean(VirtualTime.class)));
        register(registry, ServiceRuntime.class, () -> world(beans).runtime());
        register(registry, TrafficRouter.class, () -> world(beans).router());
        register(registry, AlarmSource.class, () -> world(beans).alarms());
        register(registry, AutoScalingGuard.class, () -> world(beans).autoScaling());
        register(registry, Journal.class, () -> InMemoryJournal.create(beans.getBean(VirtualTime.class)));
        register(
                registry,
                VirtualEngine.class,
                () -> VirtualEngine.of(
                        beans.getBean(VirtualTime.class),
                        beans.getBean(EngineFactory.class).builder(beans.getBean(Journal.class))));
        register(
                registry,
                DeploymentEngine.class,
                () -> beans.getBean(VirtualEngine.class).engine());
        register(
                registry,
                SimulatedScenarios.class,
                () -> new SimulatedScenarios(beans.getBean(EngineFactory.class), beans));
    }

    private static SimulatedWorld world(ConfigurableListableBeanFactory beans) {
        return beans.getBean(SimulatedWorld.class);
    }

    private static <T> void register(BeanDefinitionRegistry registry, Class<T> type, Supplier<T> made) {
        registry.registerBeanDefinition(
                "simulated" + type.getSimpleName(),
                BeanDefinitionBuilder.genericBeanDefinition(type, made).getBeanDefinition());
    }
}
