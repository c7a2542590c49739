package io.github.bluegreen4j.model;

import java.io.Serializable;
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

    /**
     * One thing that is wrong with a specification.
     *
     * @param field the field as the user wrote it, {@code "hooks[2].timeout"} for example; list positions count from 0
     * @param value the refused value as text; {@code "(missing)"} when a value is required and none was given
     * @param allowed what is allowed instead
     */
    public record Fault(String field, String value, String allowed) implements Serializable {

        @Override
        public String toString() {
            return field + ": " + value + " is not allowed; allowed: " + allowed;
        }
    }
}
