package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * One difference between a new revision and the one that it replaces, in the runtime's own names. Immutable.
 *
 * @param what what differs, for example {@code containerDefinitions[web].image}
 * @param before the value of the existing revision; empty if it has none
 * @param after the value of the new revision; empty if it has none
 */
public record RevisionChange(String what, Optional<String> before, Optional<String> after) {
    /**
     * Checks that nothing is missing.
     *
     * @param what what differs
     * @param before the value of the existing revision
     * @param after the value of the new revision
     */
    public RevisionChange {
        Given.value("what", what);
        Given.value("before", before);
        Given.value("after", after);
    }

    /** {@return the change as one line, for example {@code cpu: "256" becomes "512"}} */
    @Override
    public String toString() {
        if (before.isEmpty()) {
            return what + ": new, \"" + after.orElse("") + "\"";
        }
        return what + ": \"" + before.get() + "\""
                + after.map(value -> " becomes \"" + value + "\"").orElse(" is removed");
    }
}
