package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Prepares an engine of the application's beans: its ports by their type, hooks and listeners by the name of their bean. {@code
 * BlueGreenAutoConfiguration} builds it; a test may build it with other ports and in virtual time.
 */
public final class EngineFactory {
    private final BlueGreenProperties properties;
    private final Environment environment;
    private final ListableBeanFactory beans;
    private final boolean hasLambda = ClassUtils.isPresent("io.github.bluegreen4j.aws.lambda.LambdaHooks", null);
    private final boolean hasRollouts;

    EngineFactory(BlueGreenProperties properties, Environment environment, ListableBeanFactory beans) {
        this.properties = properties;
        this.environment = environment;
        this.beans = beans;
        // The class loader of the application, which tests may narrow.
        ClassLoader classes = beans instanceof ConfigurableBeanFactory factory ? factory.getBeanClassLoader() : null;
        hasRollouts = properties.rollouts().enabled()
                && ClassUtils.isPresent("io.github.bluegreen4j.rollout.Rollouts", classes);
    }

    /**
     * Prepares an engine. The customizers of the application have been called.
     *
     * @param journal the journal
     * @return a builder with everything that the application sets
     */
    public EngineBuilder builder(Journal journal) {
        EngineBuilder builder = DeploymentEngine.builder()
                .runtime(port(ServiceRuntime.class, "where services run"))
                .router(port(TrafficRouter.class, "what sends traffic to them"))
                .journal(journal)
                .name(name())
                .lease(properties.lease())
                .journalCall(properties.journal().callTimeout())
                .journalPoll(properties.journal().pollInterval())
                .deploymentLog(properties.deploymentLog());
        beans.getBeanProvider(AlarmSource.class).ifAvailable(builder::alarms);
        beans.getBeanProvider(AutoScalingGuard.class).ifAvailable(builder::autoScaling);
        beans.getBeanProvider(TimeSource.class).ifAvailable(builder::time);
        hooks().forEach(builder::hook);
        lambdaHooks().ifPresent(builder::lambdaHooks);
        beans.getBeansOfType(DeploymentListener.class).forEach(builder::listener);
        beans.getBeanProvider(PreflightCheck.class).orderedStream().forEach(builder::preflightCheck);
        if (hasRollouts) {
            Waves.hold(builder, journal);
        }
        beans.getBeanProvider(EngineCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    private <T> T port(Class<T> type, String what) {
        if (beans.getBeanNamesForType(type).length == 0) {
            throw new StartupException(
                    "The engine needs a bean of " + type.getName() + " (" + what + "), and there is none",
                    "Define the bean. If this application deploys nothing, set bluegreen4j.enabled=false.");
        }
        return beans.getBean(type);
    }

    /** {@return the hooks of the application, by the name of their bean} */
    public Map<String, LifecycleHook> hooks() {
        Map<String, LifecycleHook> named = new LinkedHashMap<>(beans.getBeansOfType(LifecycleHook.class));
        named.values().removeIf(this::isLambdaInvoker);
        return named;
    }

    /** What invokes Lambda functions is no hook by itself. */
    private Optional<LifecycleHook> lambdaHooks() {
        return beans.getBeanProvider(LifecycleHook.class).stream()
                .filter(this::isLambdaInvoker)
                .findFirst();
    }

    private boolean isLambdaInvoker(LifecycleHook hook) {
        return hasLambda && Lambda.isInvoker(hook);
    }

    /** Loaded only if the module for AWS is there. */
    private static final class Lambda {
        static boolean isInvoker(LifecycleHook hook) {
            return hook instanceof LambdaHooks;
        }
    }

    /** Loaded only if the module for rollouts is there. */
    private static final class Waves {
        static void hold(EngineBuilder builder, Journal journal) {
            builder.policy("rollout", Rollouts.in(journal).policy());
        }
    }

    private String name() {
        String own = properties.name();
        if (own != null) {
            return own;
        }
        String application = environment.getProperty("spring.application.name");
        return StringUtils.hasText(application) ? application : BlueGreenProperties.PREFIX;
    }

    DeploymentEngine build(Journal journal) {
        try {
            return builder(journal).buildStopped();
        } catch (InvalidSpecException refused) {
            StartupException told = new StartupException(
                    String.valueOf(refused.getMessage()), "Correct the bean or the property that sets this.");
            told.initCause(refused);
            throw told;
        }
    }
}
