package io.github.bluegreen4j.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method of a {@link SimulatedTest} once for each of many seeds. Each seed injects other faults, see {@link
 * io.github.bluegreen4j.testkit.simulation.Scenario#simulate(long)}. The test must assert what holds under any faults.
 *
 * <pre>{@code
 * @Seeds(count = 100)
 * void neverEndsBadly(Simulation simulation) {
 *     assertThat(simulation.run()).endedIn(SUCCESSFUL, ROLLBACK_SUCCESSFUL, STOPPED);
 * }
 * }</pre>
 *
 * <p>A failure prints its seed. To run only that seed, set {@code -Dbluegreen4j.seed=42}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
@SuppressWarnings("exports") // users depend on JUnit
public @interface Seeds {

    /** {@return the number of seeds, 1 or more; by default 100} */
    long count() default 100;

    /** {@return the first seed; the following numbers are the others. By default 1} */
    long from() default 1;
}
