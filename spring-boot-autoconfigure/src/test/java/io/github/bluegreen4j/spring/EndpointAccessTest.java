package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Who may do what over the endpoint, unless the application says otherwise. */
class EndpointAccessTest {
    private final WebApplicationContextRunner shop = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BlueGreenAutoConfiguration.class, BlueGreenActuatorAutoConfiguration.class))
            .withUserConfiguration(ShopPorts.class);

    @Test
    void itIsThereOnlyIfItIsExposed() {
        shop.run(context -> assertThat(context).doesNotHaveBean(DeploymentsEndpoint.class));
        shop.withPropertyValues("management.endpoints.web.exposure.include=deployments")
                .run(context -> assertThat(context).hasSingleBean(DeploymentsEndpoint.class));
        shop.withPropertyValues(
                        "management.endpoints.web.exposure.include=deployments",
                        "management.endpoint.deployments.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(DeploymentsEndpoint.class));
    }

    @Test
    void itOnlyReads() {
        assertThat(DeploymentsEndpoint.class.getAnnotation(WebEndpoint.class).defaultAccess())
                .isEqualTo(Access.READ_ONLY);
    }

    @Test
    void healthCanBeTurnedOff() {
        shop.run(context -> assertThat(context).hasBean("bluegreen4jHealthIndicator"));
        shop.withPropertyValues("management.health.bluegreen4j.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("bluegreen4jHealthIndicator"));
    }

    @Test
    void theConsoleCanBeTurnedOffOrBeTheApplicationsOwn() {
        WebApplicationContextRunner withConsole =
                shop.withConfiguration(AutoConfigurations.of(BlueGreenConsoleAutoConfiguration.class));
        withConsole.run(
                context -> assertThat(context).hasSingleBean(Console.class).hasBean("blueGreenConsoleServlet"));
        withConsole
                .withPropertyValues("bluegreen4j.console.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Console.class));
        withConsole
                .withClassLoader(new FilteredClassLoader("io.github.bluegreen4j.console"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("blueGreenConsoleServlet"));
        Console own = Console.builder().journal(InMemoryJournal.create()).build();
        withConsole
                .withBean(Console.class, () -> own)
                .run(context -> assertThat(context.getBean(Console.class)).isSameAs(own));
    }
}
