package io.github.bluegreen4j.benchmarks.workload;

import java.util.List;
import java.util.Optional;

/**
 * One number that a workload measures in every round.
 *
 * @param name who does what, for example {@code "engine: deployments a second"}
 * @param unit the unit, for people
 * @param goal what the number should be; empty for a peer, and where there is no goal
 * @param peers the names of the peers' figures that this one is divided by
 */
public record Figure(String name, String unit, Optional<Goal> goal, List<String> peers) {

    /**
     * What a number should be.
     *
     * @param atLeast whether the number should be at least the bound; otherwise at most
     * @param bound the bound
     */
    public record Goal(boolean atLeast, double bound) {
        /**
         * {@return whether the goal is met}
         *
         * @param value what was measured
         */
        public boolean isMet(double value) {
            return atLeast ? value >= bound : value <= bound;
        }
    }

    /**
     * {@return a figure without a goal and without peers}
     *
     * @param name who does what
     * @param unit the unit
     */
    public static Figure of(String name, String unit) {
        return new Figure(name, unit, Optional.empty(), List.of());
    }

    /**
     * {@return this figure with a goal: that much or more}
     *
     * @param bound the bound
     */
    public Figure atLeast(double bound) {
        return new Figure(name, unit, Optional.of(new Goal(true, bound)), peers);
    }

    /**
     * {@return this figure with a goal: that much or less}
     *
     * @param bound the bound
     */
    public Figure atMost(double bound) {
        return new Figure(name, unit, Optional.of(new Goal(false, bound)), peers);
    }

    /**
     * {@return this figure, compared with those of peers}
     *
     * @param others the peers' figures
     */
    public Figure against(Figure... others) {
        return new Figure(
                name, unit, goal, List.of(others).stream().map(Figure::name).toList());
    }
}
