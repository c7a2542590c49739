package io.github.bluegreen4j.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two target groups of a service. Which of them is blue's is read from the live weights; their order here means
 * nothing.
 *
 * @param first one of the two
 * @param second the other; it must differ from the first
 */
public record TargetGroups(TargetGroupRef first, TargetGroupRef second) {

    /** Checks that the two differ. */
    public TargetGroups {
        Faults faults = new Faults();
        check(faults, first == null ? null : first.id(), second == null ? null : second.id());
        faults.throwIfAny();
    }

    static void check(Faults faults, @Nullable String first, @Nullable String second) {
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

    /** Whether that is one of the two. */
    public boolean contains(TargetGroupRef group) {
        return first.equals(group) || second.equals(group);
    }

    /**
     * The one of the two that is not the given one.
     *
     * @throws IllegalArgumentException if the given one is neither
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
