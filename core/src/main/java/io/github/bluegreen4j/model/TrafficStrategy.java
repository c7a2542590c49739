package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps in which production traffic moves from blue to green, and how long the engine watches each. Green always
 * runs at full size before the first step. The ranges and defaults are those of Amazon ECS ("Canary deployments" and
 * "Linear deployments" in the ECS developer guide).
 */
public sealed interface TrafficStrategy {

    /**
     * {@return the steps in order; unmodifiable. The last one is exactly 100 % and has no bake of its own: the bake
     * time of the deployment follows it}
     */
    List<Step> steps();

    /** {@return the strategy with a single step of 100 %} */
    static TrafficStrategy allAtOnce() {
        return new AllAtOnce();
    }

    /** {@return a canary with the defaults of ECS: 5 % for 10 minutes, then everything} */
    static TrafficStrategy canary() {
        return canary(Canary.DEFAULT_PERCENT, Canary.DEFAULT_BAKE);
    }

    /**
     * Moves a small share first, then the rest.
     *
     * @param percent the first share; 0.1 % to 100 %
     * @param bake how long to watch the first share; 0 to 1440 minutes
     * @return the strategy
     * @throws InvalidSpecException if a value is out of range
     */
    static TrafficStrategy canary(Percent percent, Duration bake) {
        return new Canary(percent, bake);
    }

    /** {@return equal steps with the defaults of ECS: 10 % every 6 minutes} */
    static TrafficStrategy linear() {
        return linear(Linear.DEFAULT_STEP, Linear.DEFAULT_BAKE);
    }

    /**
     * Moves traffic in equal steps.
     *
     * @param step the share that each step adds; 3 % to 100 %
     * @param bake how long to watch after each step but the last; 0 to 1440 minutes
     * @return the strategy
     * @throws InvalidSpecException if a value is out of range
     */
    static TrafficStrategy linear(Percent step, Duration bake) {
        return new Linear(step, bake);
    }

    /**
     * Moves traffic in steps of your choice.
     *
     * @param steps 1 to 100 steps, each with a larger share than the one before, the last with 100 %
     * @return the strategy
     * @throws InvalidSpecException if a step is not allowed
     */
    static TrafficStrategy steps(List<Step> steps) {
        return new Steps(steps);
    }

    /**
     * One step.
     *
     * @param share green's share of production traffic when the step is done; 0.1 % to 100 %
     * @param bake how long to watch before the next step; 0 to 1440 minutes
     */
    record Step(Percent share, Duration bake) {
        private static final Step LAST = new Step(Percent.HUNDRED, Duration.ZERO);

        /**
         * Checks the ranges.
         *
         * @param share green's share of production traffic when the step is done
         * @param bake how long to watch before the next step
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Step {
            SpecFaults faults = new SpecFaults();
            faults.percent("step.share", share, StrategyRules.TENTH, Percent.HUNDRED);
            StrategyRules.bake(faults, "step.bake", bake);
            faults.throwIfAny();
        }
    }

    /** All production traffic moves in one step. */
    record AllAtOnce() implements TrafficStrategy {
        @Override
        public List<Step> steps() {
            return List.of(Step.LAST);
        }
    }

    /**
     * A small share first, then the rest.
     *
     * @param percent the first share; 0.1 % to 100 %. With 100 % there is only one step
     * @param bake how long to watch the first share; 0 to 1440 minutes
     */
    record Canary(Percent percent, Duration bake) implements TrafficStrategy {
        /** The default first share: 5 %. */
        public static final Percent DEFAULT_PERCENT = new Percent(50);

        /** The default bake: 10 minutes. */
        public static final Duration DEFAULT_BAKE = Duration.ofMinutes(10);

        /**
         * Checks the ranges.
         *
         * @param percent the first share
         * @param bake how long to watch the first share
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Canary {
            SpecFaults faults = new SpecFaults();
            faults.percent(StrategyRules.CANARY_PERCENT, percent, StrategyRules.TENTH, Percent.HUNDRED);
            StrategyRules.bake(faults, StrategyRules.CANARY_BAKE, bake);
            faults.throwIfAny();
        }

        @Override
        public List<Step> steps() {
            return percent.isFull() ? List.of(Step.LAST) : List.of(new Step(percent, bake), Step.LAST);
        }
    }

    /**
     * Equal steps: the multiples of the step below 100 %, then exactly 100 %. For example, a step of 33.3 % gives
     * 33.3, 66.6, 99.9 and 100 %.
     *
     * @param step the share that each step adds; 3 % to 100 %
     * @param bake how long to watch after each step but the last; 0 to 1440 minutes
     */
    record Linear(Percent step, Duration bake) implements TrafficStrategy {
        /** The default step: 10 %. */
        public static final Percent DEFAULT_STEP = new Percent(100);

        /** The default bake: 6 minutes. */
        public static final Duration DEFAULT_BAKE = Duration.ofMinutes(6);

        /**
         * Checks the ranges.
         *
         * @param step the share that each step adds
         * @param bake how long to watch after each step but the last
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Linear {
            SpecFaults faults = new SpecFaults();
            faults.percent(StrategyRules.LINEAR_STEP, step, StrategyRules.LEAST_STEP, Percent.HUNDRED);
            StrategyRules.bake(faults, StrategyRules.LINEAR_BAKE, bake);
            faults.throwIfAny();
        }

        @Override
        public List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            for (int share = step.tenths(); share < Percent.HUNDRED.tenths(); share += step.tenths()) {
                steps.add(new Step(new Percent(share), bake));
            }
            steps.add(Step.LAST);
            return List.copyOf(steps);
        }
    }

    /**
     * Steps of the user's choice.
     *
     * @param steps 1 to 100 steps, each with a larger share than the one before, the last with 100 %. The bake of the
     *     last one is not applied and is stored as zero
     */
    record Steps(List<Step> steps) implements TrafficStrategy {

        /**
         * Checks the steps.
         *
         * @param steps 1 to 100 steps, each with a larger share than the one before, the last with 100 %
         * @throws InvalidSpecException with every step that is not allowed
         */
        public Steps {
            SpecFaults faults = new SpecFaults();
            StrategyRules.steps(faults, steps);
            faults.throwIfAny();
            List<Step> ended = new ArrayList<>(steps.subList(0, steps.size() - 1));
            ended.add(Step.LAST);
            steps = List.copyOf(ended);
        }
    }
}
