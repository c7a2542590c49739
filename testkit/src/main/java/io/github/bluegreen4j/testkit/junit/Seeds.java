package io.github.bluegreen4j.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of a {@link SimulatedTest} that is run once for each of many seeds, each time with the chaos of its seed, as
 * {@link io.github.bluegreen4j.testkit.simulation.Scenario#simulate(long)} says. What it asserts has to hold whatever goes wrong.
 *
 * <pre>{@code
 * @Seeds(count = 100)
 * void neverEndsBadly(Simulation simulation) {
 *     assertThat(simulation.run()).endedIn(SUCCESSFUL, ROLLBACK_SUCCESSFUL, STOPPED);
 * }
 * }</pre>
 *
 * A failure prints its seed; {@code -Dbluegreen4j.seed=42} runs that one alone.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
@SuppressWarnings("exports") // whoever uses it brings JUnit
public @interface Seeds {

    /** How many seeds, 1 or more. */
    long count() default 100;

    /** The first one; the others follow it. */
    long from() default 1;
}
