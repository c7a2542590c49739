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
        super(Given.list("faults", faults).stream().map(Fault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("nothing is wrong");
        }
        this.faults = List.copyOf(faults);
    }

    /** Refuses one value of one field. */
    public static InvalidSpecException refused(String field, String value, String allowed) {
        return new InvalidSpecException(List.of(new Fault(field, value, allowed)));
    }

    /** Everything that is wrong, in the order of the fields; never empty. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * One thing that is wrong with a specification. As text: {@code bakeTime: "PT25H" is not allowed; allowed: 0 to 1440
     * minutes}.
     *
     * @param field the field as the user wrote it, {@code "hooks[2].timeout"} for example; list positions count from 0
     * @param value the refused value as text, without quotes; {@code "(missing)"} when a value is required and none was given
     * @param wrong what is wrong with the value, as the end of a sentence that begins with it: {@code "does not exist"}
     * @param allowed what is allowed instead; empty when {@code wrong} says it all
     */
    public record Fault(String field, String value, String wrong, String allowed) implements Serializable {
        /** What is wrong with a value of which only is known what is allowed instead. */
        public static final String NOT_ALLOWED = "is not allowed";

        private static final String MISSING = Faults.MISSING;
        private static final int MOST_SHOWN = 200;
        private static final int LONGEST_FIELD = 500;

        /** Makes the texts fit to be journaled and logged. */
        public Fault {
            field = Given.fit(Given.value("fault.field", field), LONGEST_FIELD);
            value = Given.foreignText("fault.value", value);
            wrong = Given.foreignText("fault.wrong", wrong);
            allowed = Given.foreignText("fault.allowed", allowed);
        }

        /** A value that is not allowed. */
        public Fault(String field, String value, String allowed) {
            this(field, value, NOT_ALLOWED, allowed);
        }

        /** {@code field: "value" is wrong; allowed: what is right}. A long value is cut, and says so. */
        @Override
        public String toString() {
            String what = value.equals(MISSING) ? "is missing" : quoted(value) + " " + wrong;
            return field + ": " + what + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
        }

        private static String quoted(String value) {
            boolean isCut = value.length() > MOST_SHOWN;
            return "\"" + Given.visible(isCut ? value.substring(0, MOST_SHOWN) + "…" : value) + "\"";
        }
    }
}
