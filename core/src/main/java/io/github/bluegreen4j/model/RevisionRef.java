package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names one revision of a service as it runs.
 *
 * @param id the runtime's own identity of it, the ARN of a task set for example;
 *     one line of 1 to 2,048 characters, as long as ARNs may be, not blank, without control characters
 */
public record RevisionRef(String id) implements Comparable<RevisionRef> {

    /** Checks the identity. */
    public RevisionRef {
        Faults.checkText("revision", id, "the identity of a running revision");
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
