package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for a {@link TrafficStrategy}, and the names of its fields in a {@link InvalidSpecException.Fault}. */
final class StrategyRules {
    static final String CANARY_PERCENT = "strategy.canary.percent";
    static final String CANARY_BAKE = "strategy.canary.bake";
    static final String LINEAR_STEP = "strategy.linear.step";
    static final String LINEAR_BAKE = "strategy.linear.bake";

    static final Percent TENTH = new Percent(1);
    static final Percent LEAST_STEP = new Percent(30);

    private static final String STEPS = "strategy.steps";
    private static final int MAX_STEPS = 100;
    private static final DurationRange BAKE = DurationRange.minutes(0, 1440);

    private StrategyRules() {}

    static boolean bake(SpecFaults faults, String field, @Nullable Duration bake) {
        return faults.duration(field, bake, BAKE);
    }

    /** A canary from raw numbers; null if something is wrong with them. */
    static @Nullable TrafficStrategy canary(SpecFaults faults, double percent, @Nullable Duration bake) {
        boolean sized = percent(faults, CANARY_PERCENT, percent, TENTH);
        boolean baked = bake(faults, CANARY_BAKE, bake);
        return sized && baked && bake != null ? new TrafficStrategy.Canary(Percent.of(percent), bake) : null;
    }

    /** A linear strategy from raw numbers; null if something is wrong with them. */
    static @Nullable TrafficStrategy linear(SpecFaults faults, double step, @Nullable Duration bake) {
        boolean sized = percent(faults, LINEAR_STEP, step, LEAST_STEP);
        boolean baked = bake(faults, LINEAR_BAKE, bake);
        return sized && baked && bake != null ? new TrafficStrategy.Linear(Percent.of(step), bake) : null;
    }

    private static boolean percent(SpecFaults faults, String field, double value, Percent min) {
        if (!Percent.isPercent(value)) {
            return faults.require(false, field, value, min + " to 100% in multiples of 0.1");
        }
        return faults.percent(field, Percent.of(value), min, Percent.HUNDRED);
    }

    static void steps(SpecFaults faults, List<TrafficStrategy.Step> steps) {
        if (!faults.present(STEPS, steps)) {
            return;
        }
        int size = steps.size();
        if (!faults.require(size >= 1 && size <= MAX_STEPS, STEPS, size + " steps", "1 to " + MAX_STEPS + " steps")) {
            return;
        }
        Percent before = Percent.ZERO;
        for (int i = 0; i < size; i++) {
            String field = STEPS + "[" + i + "]";
            TrafficStrategy.Step step = steps.get(i);
            if (faults.present(field, step)) {
                faults.require(
                        step.share().compareTo(before) > 0, field + ".share", step.share(), "more than " + before);
                faults.require(
                        i < size - 1 || step.share().isFull(), field + ".share", step.share(), "100% in the last step");
                before = step.share();
            }
        }
    }
}
