package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.console.Actor;
import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.console.ConsoleServlet;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spring.BlueGreenProperties.ConsoleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/** The web console, if its module is there and the application has a servlet container. A bean of {@code Console} takes its place. */
@AutoConfiguration(after = {BlueGreenAutoConfiguration.class, BlueGreenRolloutAutoConfiguration.class})
@ConditionalOnClass(
        name = {
            "io.github.bluegreen4j.console.ConsoleServlet",
            "jakarta.servlet.http.HttpServlet",
            "org.springframework.boot.web.servlet.ServletRegistrationBean"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(DeploymentEngine.class)
@ConditionalOnProperty(prefix = BlueGreenProperties.PREFIX, name = "console.enabled", matchIfMissing = true)
public final class BlueGreenConsoleAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(BlueGreenConsoleAutoConfiguration.class);

    BlueGreenConsoleAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Console blueGreenConsole(
            Journal journal,
            DeploymentEngine engine,
            ConfigurableListableBeanFactory beans,
            BlueGreenProperties properties) {
        Console.Builder builder = Console.builder().journal(journal).engine(engine);
        if (properties.console().commands()) {
            builder.actors(request -> request.principal().map(Actor::new));
        }
        if (ClassUtils.isPresent("io.github.bluegreen4j.rollout.Rollouts", beans.getBeanClassLoader())) {
            RolloutPages.add(builder, beans);
        }
        return builder.build();
    }

    /** Loaded only if the module for rollouts is there. */
    private static final class RolloutPages {
        static void add(Console.Builder builder, ListableBeanFactory beans) {
            beans.getBeanProvider(Rollouts.class).ifAvailable(builder::rollouts);
        }
    }

    @Bean
    ServletRegistrationBean<ConsoleServlet> blueGreenConsoleServlet(Console console, BlueGreenProperties properties) {
        ConsoleProperties settings = properties.console();
        ServletRegistrationBean<ConsoleServlet> servlet =
                new ServletRegistrationBean<>(new ConsoleServlet(console), settings.path() + "/*");
        servlet.setName("blueGreenConsole");
        servlet.setAsyncSupported(true);
        LOG.info(
                "The console is at {}, {}",
                settings.path(),
                settings.commands() ? "with commands for authenticated users" : "read-only");
        return servlet;
    }

    @Bean
    ConsoleLifecycle consoleLifecycle(Console console) {
        return new ConsoleLifecycle(console);
    }

    /** Ends the open pages first: the web server waits for them when it finishes the requests in progress. */
    static final class ConsoleLifecycle implements SmartLifecycle {
        private final Console console;
        private volatile boolean isRunning;

        ConsoleLifecycle(Console console) {
            this.console = console;
        }

        @Override
        public void start() {
            isRunning = true;
        }

        @Override
        public void stop() {
            isRunning = false;
            console.close();
        }

        @Override
        public boolean isRunning() {
            return isRunning;
        }

        /**
         * See {@link EngineLifecycle#isPauseable}.
         *
         * @return false
         */
        @SuppressWarnings("MissingOverride") // Spring 6 has no such method
        public boolean isPauseable() {
            return false;
        }
    }
}
