package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names a target group: the tasks of one revision register in it to receive traffic.
 *
 * @param id its ARN, or the name that the router adapter uses; one line of 1 to 2,048 characters (the maximum length
 *     of an ARN), not blank, without control characters
 */
public record TargetGroupRef(String id) implements Comparable<TargetGroupRef> {

    /**
     * Checks the id.
     *
     * @param id its ARN, or the name that the router adapter uses
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public TargetGroupRef {
        SpecFaults.checkText("targetGroup", id, "the identity of a target group");
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
