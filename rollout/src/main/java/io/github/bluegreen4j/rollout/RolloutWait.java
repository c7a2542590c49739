package io.github.bluegreen4j.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that a rollout waits for.
 *
 * @param what what it is, in words that follow "it waits because" or a colon
 * @param until until when, if that is known
 * @param unblock what ends the wait
 */
public record RolloutWait(String what, Optional<Instant> until, String unblock) {
    /** {@code wave canary soaks for PT30M, until 2026-03-01T12:30:00Z}. */
    @Override
    public String toString() {
        return what + until.map(at -> ", until " + at).orElse("");
    }
}
