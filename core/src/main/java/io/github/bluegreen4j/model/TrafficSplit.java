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
 * The target groups a route forwards to, with their weights: one to five groups, each with a weight of 0 to 999, the
 * limits of a forward action of an Application Load Balancer. A group without weight is still part of the split: it is
 * listed, so it is health-checked.
 *
 * <p>Immutable. {@code hashCode} is computed once and {@code equals} compares arrays, because splits are compared far
 * more often than they are made.
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
        Faults faults = new Faults();
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
     * The split that gives green its share and blue the rest, both groups listed. Green's weight is the share in tenths of
     * a percent and blue's is 1000 less that, so that every share from 0.1 % to 99.9 % is exact; 0 % and 100 % are written
     * 100/0 and 0/100.
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

    /** The split that gives everything to one group and lists the other with weight 0. */
    public static TrafficSplit allOn(TargetGroupRef on, TargetGroupRef off) {
        return pair(on, 100, off, 0);
    }

    private static TrafficSplit pair(TargetGroupRef one, int oneWeight, TargetGroupRef other, int otherWeight) {
        Given.value("split", one);
        Given.value("split", other);
        Faults.check(!one.equals(other), "split", one + " twice", "two different target groups");
        return new TrafficSplit(Map.of(one, oneWeight, other, otherWeight));
    }

    /** The weights by group, in the order of the groups; unmodifiable. */
    public SortedMap<TargetGroupRef, Integer> weights() {
        return weights;
    }

    /** The weight of that group; 0 when it is not listed. */
    public int weightOf(TargetGroupRef group) {
        int index = indexOf(group);
        return index < 0 ? 0 : values[index];
    }

    /** Whether that group is part of the split, with weight or without. */
    public boolean lists(TargetGroupRef group) {
        return indexOf(group) >= 0;
    }

    /** All groups that are listed, in their order; unmodifiable. */
    public Set<TargetGroupRef> groups() {
        return weights.keySet();
    }

    /** The groups that have weight, in their order; unmodifiable, and empty when none has. */
    public Set<TargetGroupRef> weighted() {
        Set<TargetGroupRef> weighted = new TreeSet<>();
        for (int i = 0; i < groups.length; i++) {
            if (values[i] > 0) {
                weighted.add(groups[i]);
            }
        }
        return Collections.unmodifiableSet(weighted);
    }

    /** Whether that group has weight and no other has. */
    public boolean isAllOn(TargetGroupRef group) {
        int weight = weightOf(group);
        return weight > 0 && weight == total();
    }

    /** Whether this is the split that {@link #of} makes of these. */
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

    /** The share of that group in percent, 0 to 100; 0 for every group when none has weight. */
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
