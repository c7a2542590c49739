package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes the first call to a journal or a world again when it is throttled or lost, after 1, 2, 4 and 8 s. Later calls are the
 * engine's, which never stops trying.
 *
 * @param most how often the call is made at most
 * @param note is told of each try that failed, but for the last
 * @param waiting waits that long
 */
record Tries(int most, Consumer<String> note, Consumer<Duration> waiting) {
    /** As many as there are by default. */
    static final int MOST = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 3;

    /** Tries that are told to people, and really wait. */
    static Tries of(int most, PrintWriter err) {
        Consumer<String> note = text -> {
            err.println(text);
            err.flush();
        };
        return new Tries(most, note, Tries::sleep);
    }

    private static void sleep(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes the call. Throws what the call threw last, when that can't pass or this was the last try.
     *
     * @param whom what it asks, for people: {@code "The journal"}
     */
    <T> T make(String whom, Supplier<T> call) {
        Duration wait = FIRST_WAIT;
        for (int number = 1; ; number++) {
            try {
                return call.get();
            } catch (RuntimeException failed) {
                if (number >= most || !mayPass(failed)) {
                    throw failed;
                }
                note.accept(whom + " is out of reach, try " + number + " of " + most + ", next in " + wait.toSeconds()
                        + " s: " + Given.visible(failed.getMessage()));
            }
            waiting.accept(wait);
            wait = number > MOST_DOUBLINGS ? wait : wait.multipliedBy(2);
        }
    }

    private static boolean mayPass(RuntimeException failed) {
        if (AwsOptions.lacksCredentials(failed)) {
            return false;
        }
        return Causes.find(failed, PortException.class)
                .map(known -> known.problem().kind())
                .map(kind -> kind == Problem.Kind.UNAVAILABLE || kind == Problem.Kind.UNKNOWN)
                .or(() -> Causes.find(failed, SdkServiceException.class)
                        .map(told -> told.isThrottlingException() || told.statusCode() >= 500))
                .orElse(false);
    }
}
