package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.spi.CallRunner;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the journal answers. Written by the loop, readable from any thread. */
public final class JournalContact {
    private final Supplier<Instant> clock;
    private volatile Contact last = new Contact(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * What is known of the journal.
     *
     * @param answeredAt when it last answered
     * @param failingSince since when every call has failed; empty if the last one was answered
     * @param failure why the last call failed; empty if it was answered
     */
    public record Contact(Optional<Instant> answeredAt, Optional<Instant> failingSince, Optional<String> failure) {}

    JournalContact(Supplier<Instant> clock) {
        this.clock = clock;
    }

    void answered() {
        last = new Contact(Optional.of(clock.get()), Optional.empty(), Optional.empty());
    }

    /** A journal that refuses a call has answered. */
    void failed(Throwable thrown) {
        if (PortCalls.isRefused(thrown)) {
            answered();
            return;
        }
        Contact before = last;
        Optional<Instant> since = before.failingSince().or(() -> Optional.of(clock.get()));
        last = new Contact(
                before.answeredAt(),
                since,
                Optional.of(PortCalls.problem(thrown, CallRunner.Operation.APPEND::port)
                        .message()));
    }

    public Contact last() {
        return last;
    }
}
