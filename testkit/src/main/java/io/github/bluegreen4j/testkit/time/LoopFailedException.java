package io.github.bluegreen4j.testkit.time;

/** The engine's loop threw something. In production it would have lost what it was doing. */
public final class LoopFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopFailedException(Throwable cause) {
        super("the engine's loop failed: " + cause, cause);
    }
}
