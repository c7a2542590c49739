package io.github.bluegreen4j.cli;

import java.util.Optional;
import java.util.stream.Stream;

/** What is behind an exception. */
final class Causes {
    private Causes() {}

    /** The first of that type, the exception itself included. */
    static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
