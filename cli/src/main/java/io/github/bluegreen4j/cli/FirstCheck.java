package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.List;
import java.util.Optional;

/** The first look at the world, before anything is ordered. */
final class FirstCheck {
    private FirstCheck() {}

    /**
     * What is missing: empty when the service is there.
     *
     * @param place where it is looked for, for messages
     * @throws Failure when the world refuses to tell, or is still out of reach after the last try
     */
    static Optional<String> missing(Tries tries, ServiceRuntime runtime, ServiceRef service, String place) {
        try {
            return tries.make("The world", () -> described(runtime, service)).isEmpty()
                    ? Optional.of("there is no cluster " + service.cluster() + " with a service " + service.name())
                    : Optional.empty();
        } catch (PortException failed) {
            if (AwsOptions.lacksCredentials(failed)) {
                throw failed;
            }
            Problem problem = failed.problem();
            return switch (problem.kind()) {
                case GONE -> Optional.of(problem.toString());
                case REFUSED, CONFLICT -> throw new Failure(ExitCode.REFUSED, problem + " (" + place + ")");
                case UNAVAILABLE, UNKNOWN ->
                    throw new Failure(
                            ExitCode.OUT_OF_REACH,
                            "The world is out of reach; nothing was touched. " + place + ", after " + tries.most()
                                    + (tries.most() == 1 ? " try: " : " tries: ") + problem);
            };
        }
    }

    /** What a port throws against its contract says nothing of the world: the engine takes it for UNKNOWN, too. */
    private static List<ServiceDescription> described(ServiceRuntime runtime, ServiceRef service) {
        try {
            return runtime.describe(List.of(service));
        } catch (PortException | Failure known) {
            throw known;
        } catch (RuntimeException defect) {
            throw new PortException(
                    new Problem(Problem.Kind.UNKNOWN, "describe", service.toString(), defect.toString()), defect);
        }
    }
}
