package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.Optional;

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
    private final transient Optional<Duration> again;

    public PortException(Problem problem) {
        this(problem, Optional.empty());
    }

    public PortException(Problem problem, Throwable cause) {
        super(Given.visible(Given.value("problem", problem)), cause);
        this.problem = problem;
        this.again = Optional.empty();
    }

    private PortException(Problem problem, Optional<Duration> again) {
        super(Given.visible(Given.value("problem", problem)));
        this.problem = problem;
        this.again = again;
    }

    /**
     * A port's own budget has no room for the call now. Nothing was sent, and the port has reserved a place for the call: the engine
     * repeats it after that time, and counts neither a failure nor a try.
     *
     * @param again when there is room, from now; zero or more
     */
    public static PortException later(Problem problem, Duration again) {
        return new PortException(problem, Optional.of(Given.value("again", again)));
    }

    /** When the port has room for the same call, from the time it was thrown; empty when it does not say. */
    public Optional<Duration> again() {
        return again;
    }

    /** Why, classified. */
    public Problem problem() {
        return problem;
    }
}
