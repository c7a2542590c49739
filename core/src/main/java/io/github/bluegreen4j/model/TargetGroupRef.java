package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names a target group: the place where the tasks of one revision register to be given traffic.
 *
 * @param id its ARN, or a router adapter's own name for it;
 *     one line of 1 to 2,048 characters, as long as ARNs may be, not blank, without control characters
 */
public record TargetGroupRef(String id) implements Comparable<TargetGroupRef> {

    /** Checks the identity. */
    public TargetGroupRef {
        Faults.checkText("targetGroup", id, "the identity of a target group");
    }

    @Override
    public int compareTo(TargetGroupRef other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetGroupRef that && id.equals(that.id);
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
