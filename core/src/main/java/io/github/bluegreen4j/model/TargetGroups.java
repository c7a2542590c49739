package io.github.bluegreen4j.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two target groups of a service. Their order has no meaning: the engine reads from the live weights which of
 * them is blue's.
 *
 * @param first one of the two
 * @param second the other one; it must differ from the first
 */
public record TargetGroups(TargetGroupRef first, TargetGroupRef second) {

    /**
     * Checks that the two differ.
     *
     * @param first one of the two
     * @param second the other one
     * @throws InvalidSpecException if one is missing or both are the same
     */
    public TargetGroups {
        SpecFaults faults = new SpecFaults();
        check(faults, first == null ? null : first.id(), second == null ? null : second.id());
        faults.throwIfAny();
    }

    static void check(SpecFaults faults, @Nullable String first, @Nullable String second) {
        String allowed = "the identity of a target group";
        boolean firstGiven = faults.text("targetGroups.first", first, allowed);
        boolean secondGiven = faults.text("targetGroups.second", second, allowed);
        if (firstGiven && secondGiven) {
            faults.require(
                    !Objects.equals(first, second),
                    "targetGroups.second",
                    second,
                    "another target group than the first");
        }
    }

    /**
     * {@return whether a group is one of the two}
     *
     * @param group the group
     */
    public boolean contains(TargetGroupRef group) {
        return first.equals(group) || second.equals(group);
    }

    /**
     * {@return the other one of the two groups}
     *
     * @param group one of the two
     * @throws IllegalArgumentException if it is neither
     */
    public TargetGroupRef other(TargetGroupRef group) {
        if (first.equals(group)) {
            return second;
        }
        if (second.equals(group)) {
            return first;
        }
        throw new IllegalArgumentException(group + " is neither " + first + " nor " + second);
    }
}
