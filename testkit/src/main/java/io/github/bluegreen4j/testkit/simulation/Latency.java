package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** The duration of calls without a fault. */
final class Latency {
    /** The maximum duration. */
    static final Duration MOST = Duration.ofSeconds(2);

    static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO, Optional.empty());

    private final Duration journal;
    private final Duration ports;
    private final Optional<SplittableRandom> random;

    private Latency(Duration journal, Duration ports, Optional<SplittableRandom> random) {
        this.journal = journal;
        this.ports = ports;
        this.random = random;
    }

    /** Each call takes a fixed time and takes effect half-way. */
    static Latency of(Duration journal, Duration ports) {
        return new Latency(journal, ports, Optional.empty());
    }

    /** Each call takes a quarter of the maximum or more, and takes effect at any moment meanwhile. */
    static Latency upTo(Duration journal, Duration ports, long seed) {
        return new Latency(journal, ports, Optional.of(new SplittableRandom(seed)));
    }

    Fate of(Operation operation) {
        Duration longest = operation.isOfJournal() ? journal : ports;
        if (longest.isZero()) {
            return Fate.answered();
        }
        long nanos = longest.toNanos();
        if (random.isEmpty()) {
            return Fate.slow(Duration.ofNanos(nanos / 2), longest);
        }
        long answers = random.get().nextLong(nanos / 4, nanos + 1);
        return Fate.slow(Duration.ofNanos(random.get().nextLong(1, answers)), Duration.ofNanos(answers));
    }
}
