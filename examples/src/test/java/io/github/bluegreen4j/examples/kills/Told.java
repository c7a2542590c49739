package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.http.RecordJson;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A line that an engine said before it was killed. Times are in microseconds since 1970: everybody who is asked here, PostgreSQL
 * included, reads the clock of one machine.
 *
 * @param what which kind of line
 * @param subject a deployment's id, or a service's name; empty for a renewal
 * @param number a version, or a fence
 * @param detail the rest
 * @param from just before the call whose answer this is
 * @param until just after its answer
 */
record Told(What what, String subject, long number, String detail, long from, long until) {

    enum What {
        /** The event with that version was committed. */
        EVENT,
        /** The journal answered a claim of the service with that fence. */
        CLAIMED,
        /** The claim is about to be given back: from here on another engine may have the service. */
        RELEASING,
        /** The journal answered that the engine's lease is renewed. */
        RENEWED,
        /** The handle of a deployment that was ordered says that it has ended. */
        ENDED,
        /** The journal has taken a command. */
        COMMANDED,
        /** A write of that route is held, see {@link HeldRouter}. */
        HELD
    }

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    static long now() {
        return micros(Instant.now());
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Says it: one line, whole, at once. */
    void say() {
        synchronized (Told.class) {
            System.out.println(RecordJson.text(this));
            System.out.flush();
        }
    }

    /** Reads a line; the last one of a killed process may be torn. */
    static Optional<Told> parse(String line) {
        try {
            return Optional.of(RecordJson.read(line, Told.class));
        } catch (UncheckedIOException torn) {
            return Optional.empty();
        }
    }
}
