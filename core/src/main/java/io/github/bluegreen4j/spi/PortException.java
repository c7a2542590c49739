package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;

/**
 * What a port throws when a call did not do what it was asked to. An exception of any other type is a defect of the port: it
 * is logged with its stack and counts as {@link Problem.Kind#UNKNOWN}, for nobody knows whether the call took effect. What a
 * {@link LifecycleHook} throws beside this one fails the hook.
 *
 * <p>Its message is the problem in one line, {@linkplain Given#visible made visible}: it is logged.
 */
public class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public PortException(Problem problem) {
        super(Given.visible(Given.value("problem", problem)));
        this.problem = problem;
    }

    public PortException(Problem problem, Throwable cause) {
        super(Given.visible(Given.value("problem", problem)), cause);
        this.problem = problem;
    }

    /** Why, classified. */
    public Problem problem() {
        return problem;
    }
}
