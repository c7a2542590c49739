package io.github.bluegreen4j.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The target groups of a route with their weights: one to five groups, each with a weight of 0 to 999. These are the
 * limits of a forward action of an Application Load Balancer. A group with weight 0 is still part of the split: the
 * route lists it, so the load balancer checks its health.
 *
 * <p>Immutable and safe to share between threads. The hash code is computed once and {@code equals} compares arrays,
 * because splits are compared far more often than they are made.
 */
public final class TrafficSplit {
    private static final int MAX_GROUPS = 5;
    private static final int MAX_WEIGHT = 999;

    private final SortedMap<TargetGroupRef, Integer> weights;
    private final TargetGroupRef[] groups;
    private final int[] values;
    private final int hash;

    /**
     * A split with these weights.
     *
     * @param weights the weight of each group
     * @throws InvalidSpecException if there are no groups or more than 5, or a weight is not 0 to 999
     */
    public TrafficSplit(Map<TargetGroupRef, Integer> weights) {
        check(weights);
        this.weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        groups = new TargetGroupRef[weights.size()];
        values = new int[weights.size()];
        int next = 0;
        for (Map.Entry<TargetGroupRef, Integer> entry : this.weights.entrySet()) {
            groups[next] = entry.getKey();
            values[next++] = entry.getValue();
        }
        hash = 31 * Arrays.hashCode(groups) + Arrays.hashCode(values);
    }

    private static void check(Map<TargetGroupRef, Integer> weights) {
        Given.value("split", weights);
        SpecFaults faults = new SpecFaults();
        int size = weights.size();
        if (size < 1 || size > MAX_GROUPS) {
            faults.require(false, "split", size + " target groups", "1 to 5");
        }
        for (Map.Entry<TargetGroupRef, Integer> entry : weights.entrySet()) {
            Integer weight = entry.getValue();
            if (entry.getKey() == null || weight == null || weight < 0 || weight > MAX_WEIGHT) {
                faults.require(false, "split[" + entry.getKey() + "]", weight, "a target group with 0 to 999");
            }
        }
        faults.throwIfAny();
    }

    /**
     * A split that gives green its share and blue the rest, and lists both groups. Green's weight is its share in
     * tenths of a percent, and blue's is 1000 minus that. So every share from 0.1 % to 99.9 % is exact. Shares of 0 %
     * and 100 % become 100/0 and 0/100.
     *
     * @param blue blue's target group
     * @param green green's target group
     * @param greenShare green's share
     * @return the split
     * @throws InvalidSpecException if a value is missing or the two groups are the same
     */
    public static TrafficSplit of(TargetGroupRef blue, TargetGroupRef green, Percent greenShare) {
        if (Given.value("greenShare", greenShare).isZero()) {
            return allOn(blue, green);
        }
        if (greenShare.isFull()) {
            return allOn(green, blue);
        }
        return pair(blue, 1000 - greenShare.tenths(), green, greenShare.tenths());
    }

    /**
     * A split that gives everything to one group.
     *
     * @param on the group with weight 100
     * @param off the group that is listed with weight 0
     * @return the split
     * @throws InvalidSpecException if a value is missing or the two groups are the same
     */
    public static TrafficSplit allOn(TargetGroupRef on, TargetGroupRef off) {
        return pair(on, 100, off, 0);
    }

    private static TrafficSplit pair(TargetGroupRef one, int oneWeight, TargetGroupRef other, int otherWeight) {
        Given.value("split", one);
        Given.value("split", other);
        SpecFaults.check(!one.equals(other), "split", one + " twice", "two different target groups");
        return new TrafficSplit(Map.of(one, oneWeight, other, otherWeight));
    }

    /** {@return the weights by group, in the order of the groups; unmodifiable} */
    public SortedMap<TargetGroupRef, Integer> weights() {
        return weights;
    }

    /**
     * {@return the weight of a group, 0 to 999; 0 if the split does not list it}
     *
     * @param group the group
     */
    public int weightOf(TargetGroupRef group) {
        int index = indexOf(group);
        return index < 0 ? 0 : values[index];
    }

    /**
     * {@return whether the split lists a group, with weight or without}
     *
     * @param group the group
     */
    public boolean lists(TargetGroupRef group) {
        return indexOf(group) >= 0;
    }

    /** {@return all listed groups, in their order; unmodifiable} */
    public Set<TargetGroupRef> groups() {
        return weights.keySet();
    }

    /** {@return the groups with a weight above 0, in their order; unmodifiable, possibly empty} */
    public Set<TargetGroupRef> weighted() {
        Set<TargetGroupRef> weighted = new TreeSet<>();
        for (int i = 0; i < groups.length; i++) {
            if (values[i] > 0) {
                weighted.add(groups[i]);
            }
        }
        return Collections.unmodifiableSet(weighted);
    }

    /**
     * {@return whether this group has weight and no other group has}
     *
     * @param group the group
     */
    public boolean isAllOn(TargetGroupRef group) {
        int weight = weightOf(group);
        return weight > 0 && weight == total();
    }

    /**
     * {@return whether this split equals the result of {@link #of} for these values}
     *
     * @param blue blue's target group
     * @param green green's target group
     * @param greenShare green's share
     */
    public boolean gives(TargetGroupRef blue, TargetGroupRef green, Percent greenShare) {
        boolean whole = greenShare.isZero() || greenShare.isFull();
        int greenWeight = whole ? greenShare.tenths() / 10 : greenShare.tenths();
        int blueWeight = (whole ? 100 : 1000) - greenWeight;
        return groups.length == 2 && gives(blue, blueWeight) && gives(green, greenWeight);
    }

    private boolean gives(TargetGroupRef group, int weight) {
        int index = indexOf(group);
        return index >= 0 && values[index] == weight;
    }

    /**
     * {@return the share of a group in percent, 0 to 100; 0 for every group if none has weight}
     *
     * @param group the group
     */
    public double shareOf(TargetGroupRef group) {
        int total = total();
        return total == 0 ? 0 : weightOf(group) * 100.0 / total;
    }

    private int total() {
        int total = 0;
        for (int value : values) {
            total += value;
        }
        return total;
    }

    private int indexOf(TargetGroupRef group) {
        for (int i = 0; i < groups.length; i++) {
            if (groups[i].equals(group)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof TrafficSplit split
                && hash == split.hash
                && Arrays.equals(values, split.values)
                && Arrays.equals(groups, split.groups);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code "blue-tg=95 green-tg=5"}, in the order of the groups. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            text.append(i == 0 ? "" : " ").append(groups[i]).append('=').append(values[i]);
        }
        return text.toString();
    }
}
