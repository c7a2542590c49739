package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rollout would do, without ordering it: its waves, and how long each takes at least. It asks nobody. {@code DeploymentEngine.plan}
 * plans each deployment by itself.
 *
 * @param waves the waves, in order
 * @param atLeast how long all of it takes at least: the bakes, soak times and turns that the specification asks for. Tasks that start, hooks,
 *     pauses and conditions come on top
 */
public record RolloutPlan(List<Wave> waves, Duration atLeast) {
    private static final int MOST_NAMED = 20;

    /**
     * Copies the list.
     *
     * @param waves the waves
     * @param atLeast how long all of it takes at least
     */
    public RolloutPlan {
        waves = List.copyOf(waves);
    }

    /**
     * A wave.
     *
     * @param name its name
     * @param size how many deployments it has
     * @param turns in how many turns they move, because only so many may at once
     * @param begins after how long it begins at the earliest
     * @param atLeast how long it takes at least, its soak time included
     * @param gate what must be so before the next wave
     * @param services what it deploys, each with its definition
     */
    public record Wave(
            String name, int size, int turns, Duration begins, Duration atLeast, String gate, List<String> services) {
        /**
         * Copies the list.
         *
         * @param name its name
         * @param size how many deployments it has
         * @param turns in how many turns they move
         * @param begins after how long it begins at the earliest
         * @param atLeast how long it takes at least
         * @param gate what must be so before the next wave
         * @param services what it deploys
         */
        public Wave {
            services = List.copyOf(services);
        }
    }

    /**
     * {@return the plan of a rollout}
     *
     * @param spec what would be rolled out
     */
    public static RolloutPlan of(RolloutSpec spec) {
        List<Wave> waves = new ArrayList<>();
        Duration begins = Duration.ZERO;
        for (RolloutSpec.Wave wave : spec.waves()) {
            int size = wave.deployments().size();
            int turns = (size + spec.concurrency() - 1) / spec.concurrency();
            boolean isJoint = spec.rollback() == RolloutSpec.Rollback.JOINT;
            Duration shift = longest(wave, false);
            Duration bake = longest(wave, true).minus(shift);
            // Held deployments bake together, after their release; otherwise each turn bakes before the next one.
            Duration takes = isJoint
                    ? shift.multipliedBy(turns).plus(wave.soak()).plus(bake)
                    : shift.plus(bake).multipliedBy(turns).plus(wave.soak());
            waves.add(new Wave(
                    wave.name(),
                    size,
                    turns,
                    begins,
                    takes,
                    gate(spec, wave),
                    wave.deployments().stream()
                            .map(one -> one.service() + " to " + one.revision().definition())
                            .toList()));
            begins = begins.plus(takes);
        }
        return new RolloutPlan(waves, begins);
    }

    private static Duration longest(RolloutSpec.Wave wave, boolean withBake) {
        return wave.deployments().stream()
                .map(spec -> steps(spec).plus(withBake ? spec.bakeTime() : Duration.ZERO))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration steps(DeploymentSpec spec) {
        return spec.strategy().steps().stream().map(TrafficStrategy.Step::bake).reduce(Duration.ZERO, Duration::plus);
    }

    private static String gate(RolloutSpec spec, RolloutSpec.Wave wave) {
        String what = spec.rollback() == RolloutSpec.Rollback.JOINT ? "held or ended" : "ended";
        return "all " + what + ", at most " + wave.mayFail() + " failed, "
                + (wave.soak().isZero() ? "no soak time" : "soaked for " + wave.soak())
                + (wave.conditions().isEmpty() ? "" : ", and yes from " + String.join(", ", wave.conditions()))
                + ", and the line runs";
    }

    /** {@return the plan as text} Every line ends with a line feed. */
    public String toText() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < waves.size(); i++) {
            Wave wave = waves.get(i);
            line(
                    out,
                    "wave " + (i + 1) + " " + wave.name() + ": " + RolloutReports.deployments(wave.size()) + " in "
                            + wave.turns()
                            + (wave.turns() == 1 ? " turn" : " turns") + ", begins after " + wave.begins()
                            + " at the earliest, takes " + wave.atLeast() + " at least");
            wave.services().stream().limit(MOST_NAMED).forEach(service -> line(out, "  " + service));
            if (wave.size() > MOST_NAMED) {
                line(out, "  and " + (wave.size() - MOST_NAMED) + " more");
            }
            line(out, "  then: " + wave.gate());
        }
        line(out, "takes " + atLeast + " at least; starting tasks, hooks and pauses come on top");
        return out.toString();
    }

    private static void line(StringBuilder out, String text) {
        out.append(Given.visible(text)).append('\n');
    }
}
