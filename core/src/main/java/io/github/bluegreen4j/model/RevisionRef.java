package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names one running revision of a service.
 *
 * @param id the runtime's own id for it, for example the ARN of a task set; one line of 1 to 2,048 characters (the
 *     maximum length of an ARN), not blank, without control characters
 */
public record RevisionRef(String id) implements Comparable<RevisionRef> {

    /**
     * Checks the id.
     *
     * @param id the runtime's own id for it, for example the ARN of a task set
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public RevisionRef {
        SpecFaults.checkText("revision", id, "the identity of a running revision");
    }

    @Override
    public int compareTo(RevisionRef other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RevisionRef that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
