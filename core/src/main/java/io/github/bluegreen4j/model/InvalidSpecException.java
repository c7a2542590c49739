package io.github.bluegreen4j.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A value or a whole specification was refused. Its message lists every fault, a line each; {@link #faults} has them as
 * data.
 */
public class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<Fault> faults;

    /**
     * Refuses something for these faults.
     *
     * @throws IllegalArgumentException if there is none: what has no fault must not be refused
     */
    public InvalidSpecException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("nothing is wrong");
        }
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong, in the order of the fields; never empty. */
    public List<Fault> faults() {
        return faults;
    }
}
