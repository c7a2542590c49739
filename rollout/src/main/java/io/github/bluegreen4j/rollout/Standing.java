package io.github.bluegreen4j.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * How a deployment of a rollout stands.
 *
 * @param kind how
 * @param since since when
 * @param text its status and the reason, for people
 * @param hookId the pause that holds it for its wave
 */
record Standing(Kind kind, Instant since, String text, Optional<String> hookId) {
    /** How a deployment stands. */
    enum Kind {
        /** It is ordered and goes forward. */
        RUNNING,
        /** Green has all of production, blue stays: it is held for its wave. */
        HELD,
        /** It rolls back or stops, and will not be successful. */
        FAILING,
        /** The journal has it, and it can't be read. Nobody knows how it stands, and the others go on without it. */
        UNREADABLE,
        SUCCESSFUL,
        /** It has ended in another way. */
        FAILED
    }

    boolean hasEnded() {
        return kind == Kind.SUCCESSFUL || kind == Kind.FAILED;
    }

    boolean isFailure() {
        return kind == Kind.FAILING || kind == Kind.FAILED;
    }
}
