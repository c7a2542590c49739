package io.github.bluegreen4j.spring.test;

import io.github.bluegreen4j.spring.BlueGreenAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Tests how an application deploys, without the rest of it: no web server, no database, no auto-configuration but that of bluegreen4j. Of the
 * classes that the application's component scan finds, only hooks, listeners, checks and customizers of the engine become beans; what they
 * need is imported, or replaced by a mock. The ports are simulated: see {@link SimulatedPorts}.
 *
 * <pre>{@code
 * @BlueGreenTest
 * class CheckoutDeploymentTest {
 *     @MockitoBean private CartClient cart; // what the hook "smokeTest" asks
 *
 *     @Test
 *     void anEmptyCartIsRolledBack(@Autowired SimulatedScenarios scenarios) {
 *         given(cart.size()).willReturn(0);
 *         try (Simulation simulation = scenarios.of(checkout).simulate()) {
 *             assertThat(simulation.run()).endedIn(ROLLBACK_SUCCESSFUL);
 *         }
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@OverrideAutoConfiguration(enabled = false)
@ImportAutoConfiguration(BlueGreenAutoConfiguration.class)
@SimulatedPorts
public @interface BlueGreenTest {
    /** {@return properties of the application, as {@code key=value}} */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** {@return the configuration; by default the class with {@code @SpringBootApplication} in or above the package of the test} */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};
}
