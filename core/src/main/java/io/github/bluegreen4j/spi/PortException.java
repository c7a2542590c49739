package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * Thrown by a port when a call failed for a known kind of reason. Any other exception is a defect of the port: the
 * engine logs it with its stack trace and treats it as {@link Problem.Kind#UNKNOWN}, because the call may have taken
 * effect. An exception of another type from a {@link LifecycleHook} fails the hook.
 *
 * <p>The message is the problem in one line, {@linkplain Given#visible escaped} for logs.
 */
public class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Optional<Duration> again;

    /**
     * A failed call.
     *
     * @param problem why it failed, classified
     */
    public PortException(Problem problem) {
        this(problem, Optional.empty());
    }

    /**
     * A failed call with its cause.
     *
     * @param problem why it failed, classified
     * @param cause the exception that the adapter received
     */
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
     * An exception for a call that the port did not send because its own request budget is exhausted. The port has
     * reserved a place for the call. The engine repeats the call after the given time and counts neither a failure
     * nor an attempt.
     *
     * @param problem why the call was not sent
     * @param again when there is room, from now; zero or more
     * @return the exception
     */
    public static PortException later(Problem problem, Duration again) {
        return new PortException(problem, Optional.of(Given.value("again", again)));
    }

    /** {@return when the port has room for the same call, counted from the throw; empty if unknown} */
    public Optional<Duration> again() {
        return again;
    }

    /** {@return why the call failed, classified} */
    public Problem problem() {
        return problem;
    }
}
