package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first look at the world, before anything is ordered. A call that is throttled or lost is made again a few times, after 1,
 * 2, 4 and 8 s; later ones are the engine's, which never stops trying.
 */
final class FirstCheck {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 3;

    private final int tries;
    private final Consumer<String> note;
    private final Consumer<Duration> waiting;

    /**
     * @param tries how often the call is made at most
     * @param note is told of each try that failed, but for the last
     * @param waiting waits that long
     */
    FirstCheck(int tries, Consumer<String> note, Consumer<Duration> waiting) {
        this.tries = tries;
        this.note = note;
        this.waiting = waiting;
    }

    /**
     * What is missing: empty when the service is there.
     *
     * @param place where it is looked for, for messages
     * @throws Failure when the world refuses to tell, or is still out of reach after the last try
     */
    Optional<String> missing(ServiceRuntime runtime, ServiceRef service, String place) {
        for (int number = 1; ; number++) {
            Problem problem;
            try {
                return runtime.describe(List.of(service)).isEmpty()
                        ? Optional.of("there is no cluster " + service.cluster() + " with a service " + service.name())
                        : Optional.empty();
            } catch (Failure known) {
                throw known;
            } catch (RuntimeException thrown) {
                if (AwsOptions.lacksCredentials(thrown)) {
                    throw thrown;
                }
                problem = problem(thrown, service);
            }
            switch (problem.kind()) {
                case GONE -> {
                    return Optional.of(problem.toString());
                }
                case REFUSED, CONFLICT -> throw new Failure(ExitCode.REFUSED, problem + " (" + place + ")");
                case UNAVAILABLE, UNKNOWN -> again(number, problem, place);
            }
        }
    }

    private void again(int number, Problem problem, String place) {
        if (number >= tries) {
            throw new Failure(
                    ExitCode.OUT_OF_REACH,
                    "The world is out of reach; nothing was touched. " + place + ", after " + number
                            + (number == 1 ? " try: " : " tries: ") + problem);
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(number - 1, MOST_DOUBLINGS));
        note.accept("The world is out of reach, try " + number + " of " + tries + ", next in " + wait.toSeconds()
                + " s: " + problem);
        waiting.accept(wait);
    }

    /** What a port throws against its contract says nothing of the world: the engine takes it for UNKNOWN, too. */
    private static Problem problem(RuntimeException thrown, ServiceRef service) {
        return thrown instanceof PortException failed
                ? failed.problem()
                : new Problem(Problem.Kind.UNKNOWN, "describe", service.toString(), thrown.toString());
    }
}
