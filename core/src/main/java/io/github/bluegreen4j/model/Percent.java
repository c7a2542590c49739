package io.github.bluegreen4j.model;

import java.math.BigDecimal;

/**
 * A percentage from 0 % to 100 % in tenths of a percent, the resolution of Amazon ECS deployments.
 *
 * @param tenths the percentage in tenths of a percent; 0 to 1000
 */
public record Percent(int tenths) implements Comparable<Percent> {
    /** 0 %. */
    public static final Percent ZERO = new Percent(0);

    /** 100 %. */
    public static final Percent HUNDRED = new Percent(1000);

    static final String ALLOWED = "0 to 100 in multiples of 0.1";

    /**
     * Checks the range.
     *
     * @param tenths the percentage in tenths of a percent
     * @throws InvalidSpecException if it is not 0 to 1000
     */
    public Percent {
        if (tenths < 0 || tenths > 1000) {
            SpecFaults.check(false, "percent", BigDecimal.valueOf(tenths, 1), ALLOWED);
        }
    }

    /**
     * {@return a percentage}
     *
     * @param percent 0 to 100, a multiple of 0.1, for example 33.3
     * @throws InvalidSpecException if it is out of range or not a multiple of 0.1
     */
    public static Percent of(double percent) {
        SpecFaults.check(isPercent(percent), "percent", percent, ALLOWED);
        return new Percent((int) Math.round(percent * 10));
    }

    /**
     * {@return the same as {@link #of}} Meant for a static import: {@code canary(percent(5),
     * Duration.ofMinutes(10))}.
     *
     * @param percent 0 to 100, a multiple of 0.1
     * @throws InvalidSpecException if it is out of range or not a multiple of 0.1
     */
    public static Percent percent(double percent) {
        return of(percent);
    }

    /** Whether {@link #of} accepts the value. It tolerates the rounding error of a double. */
    static boolean isPercent(double percent) {
        return percent >= 0 && percent <= 100 && Math.abs(percent * 10 - Math.rint(percent * 10)) < 1e-9;
    }

    /** {@return whether this is 100 %} */
    public boolean isFull() {
        return tenths == 1000;
    }

    /** {@return whether this is 0 %} */
    public boolean isZero() {
        return tenths == 0;
    }

    /**
     * {@return this share of a count, rounded up, as ECS rounds the computed desired count of a task set}
     *
     * @param count 0 or more
     * @throws InvalidSpecException if the count is negative
     */
    public int ceilOf(int count) {
        if (count < 0) {
            SpecFaults.check(false, "count", count, "0 or more");
        }
        return (int) (((long) count * tenths + 999) / 1000);
    }

    @Override
    public int compareTo(Percent other) {
        return Integer.compare(tenths, other.tenths);
    }

    /** {@code "33.3%"}, {@code "5%"}. */
    @Override
    public String toString() {
        return tenths % 10 == 0 ? tenths / 10 + "%" : tenths / 10 + "." + tenths % 10 + "%";
    }
}
