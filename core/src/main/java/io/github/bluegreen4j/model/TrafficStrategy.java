package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How production traffic moves from blue to green: in which steps, and how long each is watched. Green always runs at full
 * size before the first step. The ranges and defaults are those of the deployment configuration of Amazon ECS ("Canary
 * deployments" and "Linear deployments" in the ECS developer guide).
 */
public sealed interface TrafficStrategy {

    /**
     * The steps in order, each with green's share when it is done. The last one is exactly 100 % and never bakes: what
     * follows it is the bake time of the deployment.
     */
    List<Step> steps();

    /** Everything in one step. */
    static TrafficStrategy allAtOnce() {
        return new AllAtOnce();
    }

    /** A small share for a while, then everything: by default 5 % for 10 minutes. */
    static TrafficStrategy canary() {
        return canary(Canary.DEFAULT_PERCENT, Canary.DEFAULT_BAKE);
    }

    /**
     * A small share for a while, then everything.
     *
     * @param percent the share, 0.1 % to 100 %
     * @param bake how long, 0 to 1440 minutes
     */
    static TrafficStrategy canary(Percent percent, Duration bake) {
        return new Canary(percent, bake);
    }

    /** Equal steps: by default 10 % every 6 minutes. */
    static TrafficStrategy linear() {
        return linear(Linear.DEFAULT_STEP, Linear.DEFAULT_BAKE);
    }

    /**
     * Equal steps.
     *
     * @param step the share that is added by each step, 3 % to 100 %
     * @param bake how long after each step, 0 to 1440 minutes
     */
    static TrafficStrategy linear(Percent step, Duration bake) {
        return new Linear(step, bake);
    }

    /**
     * Steps of your own.
     *
     * @param steps 1 to 100 steps, each with a greater share than the one before, the last with 100 %
     */
    static TrafficStrategy steps(List<Step> steps) {
        return new Steps(steps);
    }

    /**
     * One step.
     *
     * @param share green's share of production traffic when the step is done, 0.1 % to 100 %
     * @param bake how long to watch before the next step, 0 to 1440 minutes
     */
    record Step(Percent share, Duration bake) {
        private static final Step LAST = new Step(Percent.HUNDRED, Duration.ZERO);

        /** Checks the ranges. */
        public Step {
            Faults faults = new Faults();
            faults.percent("step.share", share, StrategyRules.TENTH, Percent.HUNDRED);
            StrategyRules.bake(faults, "step.bake", bake);
            faults.throwIfAny();
        }
    }

    /** Everything in one step. */
    record AllAtOnce() implements TrafficStrategy {
        @Override
        public List<Step> steps() {
            return List.of(Step.LAST);
        }
    }

    /**
     * A small share for a while, then everything.
     *
     * @param percent the share, 0.1 % to 100 %; with 100 % there is only one step
     * @param bake how long, 0 to 1440 minutes
     */
    record Canary(Percent percent, Duration bake) implements TrafficStrategy {
        /** 5 %, the default. */
        public static final Percent DEFAULT_PERCENT = new Percent(50);

        /** 10 minutes, the default. */
        public static final Duration DEFAULT_BAKE = Duration.ofMinutes(10);

        /** Checks the ranges. */
        public Canary {
            Faults faults = new Faults();
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
     * Equal steps: the multiples of the step below 100 %, then exactly 100 %. A step of 33.3 % gives 33.3, 66.6, 99.9 and
     * 100 %.
     *
     * @param step the share that is added by each step, 3 % to 100 %
     * @param bake how long after each step but the last, 0 to 1440 minutes
     */
    record Linear(Percent step, Duration bake) implements TrafficStrategy {
        /** 10 %, the default. */
        public static final Percent DEFAULT_STEP = new Percent(100);

        /** 6 minutes, the default. */
        public static final Duration DEFAULT_BAKE = Duration.ofMinutes(6);

        /** Checks the ranges. */
        public Linear {
            Faults faults = new Faults();
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
     * Steps of the user's own.
     *
     * @param steps 1 to 100 steps, each with a greater share than the one before, the last with 100 %; the last one's bake
     *     is not applied and is kept as zero
     */
    record Steps(List<Step> steps) implements TrafficStrategy {

        /** Checks the steps against each other. */
        public Steps {
            Faults faults = new Faults();
            StrategyRules.steps(faults, steps);
            faults.throwIfAny();
            List<Step> ended = new ArrayList<>(steps.subList(0, steps.size() - 1));
            ended.add(Step.LAST);
            steps = List.copyOf(ended);
        }
    }
}
