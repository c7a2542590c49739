package io.github.bluegreen4j.console;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what another thread does. */
final class Eventually {
    private static final Duration ROUND = Duration.ofMillis(20);

    private Eventually() {}

    static <T> T get(Supplier<T> source, Predicate<T> wanted, Duration patience) {
        long start = System.nanoTime();
        while (true) {
            T value = source.get();
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("not within " + patience + ": " + value);
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }
}
