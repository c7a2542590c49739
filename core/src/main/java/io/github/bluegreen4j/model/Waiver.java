package io.github.bluegreen4j.model;

/**
 * Lets a deployment start although a check of its preflight fails. The check is still made and reported. The errors of
 * the engine's own checks cannot be waived: the workflow could not run.
 *
 * <p>Two waivers of one check are equal. Who waived it does not identify an order: the first order counts, whoever repeats
 * it.
 *
 * @param check the name of the check, as a {@link Finding} has it; 1 to 512 characters in one line
 * @param by who waives it: a person, a job or a process; nobody verifies it. 1 to 512 characters in one line
 */
public record Waiver(String check, String by) {
    /**
     * Checks both names.
     *
     * @param check the name of the check
     * @param by who waives it
     * @throws InvalidSpecException if a name is missing or not allowed
     */
    public Waiver {
        Given.name("waiver.check", check);
        Given.name("waiver.by", by);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Waiver waiver && check.equals(waiver.check);
    }

    @Override
    public int hashCode() {
        return check.hashCode();
    }
}
