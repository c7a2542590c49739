package io.github.bluegreen4j.testkit.time;

/**
 * The engine's loop threw an exception, which is a bug of the engine or of a test double. In production the loop would have
 * lost the work it was doing. The cause is what the loop threw.
 */
public final class LoopFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopFailedException(Throwable cause) {
        super("the engine's loop failed: " + cause, cause);
    }
}
