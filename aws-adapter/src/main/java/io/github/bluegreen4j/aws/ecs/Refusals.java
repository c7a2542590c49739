package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects all faults of a launch, each once, to report them together. */
final class Refusals {
    private final Set<InvalidSpecException.Fault> faults = new LinkedHashSet<>();

    void add(String field, String value, String allowed) {
        faults.add(new InvalidSpecException.Fault(field, value, allowed));
    }

    /** Throws {@code REFUSED} if there are faults. */
    void throwIfAny(String operation, Object resource) {
        if (!faults.isEmpty()) {
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED,
                    operation,
                    resource.toString(),
                    faults.stream().map(InvalidSpecException.Fault::toString).collect(Collectors.joining("; "))));
        }
    }
}
