package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * What one check of a preflight found. A check may have several findings, and has at least one when it could be made.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param check the name of the check, by which it is waived; 1 to 512 characters in one line
 * @param severity what the finding means for a deployment
 * @param field what was checked, in the words of the specification where it has some: {@code "targetGroups.first"}
 * @param value its value as text, without quotes
 * @param seen what was seen, as the end of a sentence that starts with the value: {@code "does not exist"}
 * @param wanted what would be right; empty if {@code seen} is enough, and if the check passed
 * @param remedy how to mend it, as a sentence; empty if that is plain
 * @param command a command that mends it or shows more; empty if there is none
 * @param waivedBy who waived it; empty if nobody did
 */
public record Finding(
        String check,
        Severity severity,
        String field,
        String value,
        String seen,
        String wanted,
        String remedy,
        Optional<String> command,
        Optional<String> waivedBy) {

    /** What a finding means for a deployment. */
    public enum Severity {
        /** Everything is right. */
        PASSED,
        /** The check could not be made, for example because a permission is missing. The deployment is not refused. */
        NOT_CHECKED,
        /** Something may go wrong. The deployment is not refused. */
        WARNING,
        /** The deployment is refused, unless the check is waived. */
        ERROR
    }

    /**
     * Cleans the texts for journals and logs.
     *
     * @param check the name of the check, by which it is waived
     * @param severity what the finding means for a deployment
     * @param field what was checked
     * @param value its value as text, without quotes
     * @param seen what was seen, as the end of a sentence that starts with the value
     * @param wanted what would be right
     * @param remedy how to mend it, as a sentence
     * @param command a command that mends it or shows more
     * @param waivedBy who waived it
     * @throws InvalidSpecException if a component is missing, or if {@code check} is not allowed
     */
    public Finding {
        check = Given.name("finding.check", check);
        Given.value("finding.severity", severity);
        field = Given.foreignText("finding.field", field);
        value = Given.foreignText("finding.value", value);
        seen = Given.foreignText("finding.seen", seen);
        wanted = Given.foreignText("finding.wanted", wanted);
        remedy = Given.foreignText("finding.remedy", remedy);
        command = Given.value("finding.command", command).map(text -> Given.foreignText("finding.command", text));
        Given.value("finding.waivedBy", waivedBy);
    }

    private static Finding of(Severity severity, String check, String field, String value, String seen, String wanted) {
        return new Finding(check, severity, field, value, seen, wanted, "", Optional.empty(), Optional.empty());
    }

    /**
     * {@return the finding of a check that passed}
     *
     * @param check the name of the check
     * @param field what was checked
     * @param value its value as text, without quotes
     * @param seen what was seen, as the end of a sentence that starts with the value
     */
    public static Finding passed(String check, String field, String value, String seen) {
        return of(Severity.PASSED, check, field, value, seen, "");
    }

    /**
     * {@return the finding of a check that could not be made}
     *
     * @param check the name of the check
     * @param field what should have been checked
     * @param value its value as text, without quotes
     * @param why why not, as the end of a sentence that starts with the value
     */
    public static Finding notChecked(String check, String field, String value, String why) {
        return of(Severity.NOT_CHECKED, check, field, value, why, "");
    }

    /**
     * {@return a finding that warns}
     *
     * @param check the name of the check
     * @param field what was checked
     * @param value its value as text, without quotes
     * @param seen what was seen, as the end of a sentence that starts with the value
     * @param wanted what would be right
     */
    public static Finding warning(String check, String field, String value, String seen, String wanted) {
        return of(Severity.WARNING, check, field, value, seen, wanted);
    }

    /**
     * {@return a finding for which a deployment is refused}
     *
     * @param check the name of the check
     * @param field what was checked
     * @param value its value as text, without quotes
     * @param seen what was seen, as the end of a sentence that starts with the value
     * @param wanted what would be right
     */
    public static Finding error(String check, String field, String value, String seen, String wanted) {
        return of(Severity.ERROR, check, field, value, seen, wanted);
    }

    /**
     * {@return the same finding with a remedy}
     *
     * @param newRemedy how to mend it, as a sentence
     */
    public Finding mend(String newRemedy) {
        return new Finding(check, severity, field, value, seen, wanted, newRemedy, command, waivedBy);
    }

    /**
     * {@return the same finding with a remedy and a command}
     *
     * @param newRemedy how to mend it, as a sentence
     * @param newCommand a command that mends it or shows more
     */
    public Finding mend(String newRemedy, String newCommand) {
        return new Finding(check, severity, field, value, seen, wanted, newRemedy, Optional.of(newCommand), waivedBy);
    }

    /**
     * {@return the same finding, waived}
     *
     * @param by who waived it
     */
    public Finding waived(String by) {
        return new Finding(check, severity, field, value, seen, wanted, remedy, command, Optional.of(by));
    }

    /** {@return whether a deployment is refused for it: it is an error that nobody waived} */
    public boolean blocks() {
        return severity == Severity.ERROR && waivedBy.isEmpty();
    }

    /** {@return the finding as a fault of the specification, as refusals list it} */
    public InvalidSpecException.Fault fault() {
        return new InvalidSpecException.Fault(field, value, seen, wanted);
    }

    /** {@code check: field: "value" was seen so; wanted: what is right (waived by whom)}. */
    @Override
    public String toString() {
        return check + ": " + new InvalidSpecException.Fault(field, value, seen, "")
                + (wanted.isEmpty() ? "" : "; wanted: " + wanted)
                + waivedBy.map(by -> " (waived by " + Given.visible(by) + ")").orElse("");
    }
}
