package io.github.bluegreen4j.model;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when a value or a specification is refused. The message lists every fault on a line of its own; {@link
 * #faults} returns them as data.
 */
public class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Everything that is wrong, in the order of the fields. */
    private final List<Fault> faults;

    /**
     * Refuses a value or a specification.
     *
     * @param faults everything that is wrong; at least one
     * @throws IllegalArgumentException if there is no fault
     */
    public InvalidSpecException(List<Fault> faults) {
        super(Given.list("faults", faults).stream().map(Fault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("nothing is wrong");
        }
        this.faults = List.copyOf(faults);
    }

    /**
     * {@return an exception about one value of one field}
     *
     * @param field the field as the user knows it
     * @param value the refused value as text
     * @param allowed what is allowed instead
     */
    public static InvalidSpecException refused(String field, String value, String allowed) {
        return new InvalidSpecException(List.of(new Fault(field, value, allowed)));
    }

    /** {@return everything that is wrong, in the order of the fields; never empty} */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * One thing that is wrong with a specification. Its text is, for example, {@code bakeTime: "PT25H" is not
     * allowed; allowed: 0 to 1440 minutes}.
     *
     * @param field the field as the user wrote it, for example {@code "hooks[2].timeout"}; list positions count from
     *     0
     * @param value the refused value as text, without quotes; {@code "(missing)"} if a required value is absent
     * @param wrong what is wrong, as the end of a sentence that starts with the value: {@code "does not exist"}
     * @param allowed what is allowed instead; empty if {@code wrong} is enough
     */
    public record Fault(String field, String value, String wrong, String allowed) implements Serializable {
        /** The text of {@link #wrong} if only the allowed values are known. */
        public static final String NOT_ALLOWED = "is not allowed";

        private static final String MISSING = Faults.MISSING;
        private static final int MOST_SHOWN = 200;
        private static final int LONGEST_FIELD = 500;

        /**
         * Cleans the texts for journals and logs.
         *
         * @param field the field as the user wrote it, for example {@code "hooks[2].timeout"}
         * @param value the refused value as text, without quotes
         * @param wrong what is wrong, as the end of a sentence that starts with the value: {@code "does not exist"}
         * @param allowed what is allowed instead
         * @throws InvalidSpecException if a text is missing
         */
        public Fault {
            field = Given.fit(Given.value("fault.field", field), LONGEST_FIELD);
            value = Given.foreignText("fault.value", value);
            wrong = Given.foreignText("fault.wrong", wrong);
            allowed = Given.foreignText("fault.allowed", allowed);
        }

        /**
         * A value that is not allowed.
         *
         * @param field the field as the user wrote it, for example {@code "hooks[2].timeout"}
         * @param value the refused value as text, without quotes
         * @param allowed what is allowed instead
         */
        public Fault(String field, String value, String allowed) {
            this(field, value, NOT_ALLOWED, allowed);
        }

        /** {@code field: "value" is wrong; allowed: what is right}. A long value is cut, and the cut is marked. */
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
