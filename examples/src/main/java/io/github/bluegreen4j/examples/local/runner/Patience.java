package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.process.Arguments;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long the reconciler waits for what. Used by its thread only. */
final class Patience {

    private static final Duration BETWEEN_FAILURES = Duration.ofMillis(500);

    private final Duration healthGrace;
    private final boolean drains;
    private final Map<String, Long> lastFailure = new HashMap<>();

    private Patience(Duration healthGrace, boolean drains) {
        this.healthGrace = healthGrace;
        this.drains = drains;
    }

    static Patience from(Arguments arguments) {
        return new Patience(
                arguments.duration("health-grace", Duration.ofSeconds(3)),
                arguments.optional("drain").map(Boolean::valueOf).orElse(true));
    }

    /** How long a running task may be unhealthy after it was registered. */
    Duration healthGrace() {
        return healthGrace;
    }

    /** Whether a task finishes its requests before it ends. */
    boolean drains() {
        return drains;
    }

    /** How long a task may take until it answers. */
    Duration start() {
        return Duration.ofSeconds(20);
    }

    /** How long a task may take to end; a little more than it takes for its own last requests. */
    Duration stop() {
        return Duration.ofSeconds(12);
    }

    void taskFailed(LocalRevision revision) {
        lastFailure.put(revision.id(), System.nanoTime());
    }

    /** Whether enough time has passed since the last failure: a task that cannot start is not started in a hurry. */
    boolean mayLaunch(LocalRevision revision) {
        Long failure = lastFailure.get(revision.id());
        return failure == null || System.nanoTime() - failure > BETWEEN_FAILURES.toNanos();
    }
}
