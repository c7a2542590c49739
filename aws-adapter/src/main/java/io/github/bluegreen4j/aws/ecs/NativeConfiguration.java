package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;

/**
 * What the engine changes in the deployment configuration of a service: the strategy with its steps, all bake times, which become zero
 * because the engine bakes itself, and one pause hook. Everything else stays as it is: the hooks of others, alarms, circuit breaker.
 */
final class NativeConfiguration {
    private static final double ALL = 100.0;
    private static final int NO_BAKE = 0;

    /** What ECS bakes if nothing is said ("DeploymentConfiguration" in the CloudFormation reference). */
    private static final String DEFAULT_BAKE = "15";

    private static final String ROLLING = DeploymentStrategy.ROLLING.toString();
    private static final String NOTHING = "-";
    private static final Pattern TEXT = Pattern.compile("(ROLLING|BLUE_GREEN|CANARY|LINEAR) (-|[0-9]{1,4})"
            + "( (-|[0-9]{1,3}[.]?[0-9]*) (-|[0-9]{1,4}))?( PAUSE [0-9]{1,5})?");

    /** What a text says, after all else, of a configuration that has the engine's pause hook and keeps it. */
    private static final String PAUSE = " PAUSE ";

    /** Where a text has its steps: the share, and the bake after it. */
    private static final int STEPS = 2;

    /** The smallest step of a linear deployment ("LinearConfiguration" in the ECS API reference). */
    private static final Percent LEAST_STEP = new Percent(30);

    private NativeConfiguration() {}

    /** Returns the stages in which ECS pauses for the engine: before each shift, and before it cleans up. */
    static List<DeploymentLifecycleHookStage> stages(boolean shiftsTest) {
        List<DeploymentLifecycleHookStage> stages = new ArrayList<>();
        if (shiftsTest) {
            stages.add(DeploymentLifecycleHookStage.POST_SCALE_UP);
        }
        stages.add(DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
        stages.add(DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT);
        return stages;
    }

    static boolean isPause(DeploymentLifecycleHook hook) {
        return hook.targetType() == DeploymentLifecycleHookTargetType.PAUSE;
    }

    /** Tells whether a hook is the engine's. */
    static boolean isOurs(DeploymentLifecycleHook hook) {
        Set<DeploymentLifecycleHookStage> paused = new LinkedHashSet<>(hook.lifecycleStages());
        return isPause(hook) && (paused.equals(Set.copyOf(stages(true))) || paused.equals(Set.copyOf(stages(false))));
    }

    /** Tells whether ECS can move production by these steps. */
    static boolean canMove(TrafficStrategy strategy) {
        List<Percent> shares =
                strategy.steps().stream().map(TrafficStrategy.Step::share).toList();
        if (shares.size() <= 2) {
            return true;
        }
        Percent step = shares.get(0);
        List<Percent> linear = new ArrayList<>();
        for (int share = step.tenths(); share < Percent.HUNDRED.tenths(); share += step.tenths()) {
            linear.add(new Percent(share));
        }
        linear.add(Percent.HUNDRED);
        return step.compareTo(LEAST_STEP) >= 0 && shares.equals(linear);
    }

    /** Returns the configuration of a deployment in which ECS waits for the engine before each step. */
    static DeploymentConfiguration guarded(
            DeploymentConfiguration present, TrafficStrategy strategy, boolean shiftsTest, Duration timeout) {
        List<DeploymentLifecycleHook> hooks = others(present);
        hooks.add(pause(shiftsTest, (int) timeout.toMinutes()));
        List<TrafficStrategy.Step> steps = strategy.steps();
        double first = steps.get(0).share().tenths() / 10.0;
        DeploymentConfiguration.Builder guarded = present.toBuilder()
                .lifecycleHooks(hooks)
                .bakeTimeInMinutes(NO_BAKE)
                .canaryConfiguration((CanaryConfiguration) null)
                .linearConfiguration((LinearConfiguration) null);
        return switch (Math.min(steps.size(), 3)) {
            case 1 -> guarded.strategy(DeploymentStrategy.BLUE_GREEN).build();
            case 2 ->
                guarded.strategy(DeploymentStrategy.CANARY)
                        .canaryConfiguration(
                                canary -> canary.canaryPercent(first).canaryBakeTimeInMinutes(NO_BAKE))
                        .build();
            default ->
                guarded.strategy(DeploymentStrategy.LINEAR)
                        .linearConfiguration(linear -> linear.stepPercent(first).stepBakeTimeInMinutes(NO_BAKE))
                        .build();
        };
    }

    private static DeploymentLifecycleHook pause(boolean shiftsTest, int minutes) {
        return DeploymentLifecycleHook.builder()
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .lifecycleStages(stages(shiftsTest))
                .timeoutConfiguration(
                        limit -> limit.timeoutInMinutes(minutes).action(DeploymentLifecycleHookAction.ROLLBACK))
                .build();
    }

    private static List<DeploymentLifecycleHook> others(DeploymentConfiguration present) {
        List<DeploymentLifecycleHook> hooks = new ArrayList<>(present.lifecycleHooks());
        hooks.removeIf(NativeConfiguration::isOurs);
        return hooks;
    }

    /** Returns green's share after the next production step, in percent, if it has so much now. */
    static double next(DeploymentConfiguration configuration, double now) {
        DeploymentStrategy strategy = configuration.strategy();
        if (strategy == DeploymentStrategy.CANARY && now == 0) {
            return Optional.ofNullable(configuration.canaryConfiguration())
                    .map(CanaryConfiguration::canaryPercent)
                    .orElse(ALL);
        }
        if (strategy == DeploymentStrategy.LINEAR) {
            double step = Optional.ofNullable(configuration.linearConfiguration())
                    .map(LinearConfiguration::stepPercent)
                    .orElse(ALL);
            return Math.min(ALL, now + step);
        }
        return ALL;
    }

    /**
     * Returns the step that ECS rounds to a share, if it writes whole percents: AWS does not say how it writes fractions.
     *
     * @param share green's share as it is read, in percent
     */
    static OptionalDouble roundedStep(DeploymentConfiguration configuration, double share) {
        if (share != Math.rint(share) || share <= 0 || share >= ALL) {
            return OptionalDouble.empty();
        }
        double step = next(configuration, 0);
        // Steps of a linear deployment are 3 % or more, so one of them at most is this close.
        double nearest = configuration.strategy() == DeploymentStrategy.LINEAR ? step * Math.rint(share / step) : step;
        return Math.abs(nearest - share) < 1 ? OptionalDouble.of(nearest) : OptionalDouble.empty();
    }

    /** Returns what {@link #guarded} changes, as a short text without characters that a tag refuses. */
    static String text(DeploymentConfiguration present) {
        String strategy = present.strategyAsString() == null ? ROLLING : present.strategyAsString();
        boolean bakes = !strategy.equals(ROLLING);
        List<String> parts = new ArrayList<>();
        parts.add(strategy);
        parts.add(bakes && present.bakeTimeInMinutes() == null ? DEFAULT_BAKE : number(present.bakeTimeInMinutes()));
        if (present.strategy() == DeploymentStrategy.CANARY && present.canaryConfiguration() != null) {
            parts.add(number(present.canaryConfiguration().canaryPercent()));
            parts.add(number(present.canaryConfiguration().canaryBakeTimeInMinutes()));
        }
        if (present.strategy() == DeploymentStrategy.LINEAR && present.linearConfiguration() != null) {
            parts.add(number(present.linearConfiguration().stepPercent()));
            parts.add(number(present.linearConfiguration().stepBakeTimeInMinutes()));
        }
        return String.join(" ", parts);
    }

    /** Returns the text of a configuration that has the engine's pause hook and keeps it after a deployment. */
    static String textWithPause(DeploymentConfiguration present) {
        return text(present)
                + present.lifecycleHooks().stream()
                        .filter(NativeConfiguration::isOurs)
                        .map(DeploymentLifecycleHook::timeoutConfiguration)
                        .map(limit -> PAUSE + limit.timeoutInMinutes())
                        .findFirst()
                        .orElse("");
    }

    private static String number(@Nullable Number number) {
        return number == null ? NOTHING : String.format(Locale.ROOT, "%s", number);
    }

    /** Tells whether a text is one of {@link #text}: somebody may have changed the tag. */
    static boolean isText(String text) {
        return TEXT.matcher(text).matches();
    }

    /** Tells whether nothing of the engine's is left in a configuration. */
    static boolean isReleased(DeploymentConfiguration present, String former) {
        return textWithPause(present).equals(former);
    }

    /** Returns the configuration as it was before {@link #guarded} changed it, with everything that others changed since. */
    static DeploymentConfiguration released(DeploymentConfiguration present, String former, boolean shiftsTest) {
        List<String> halves = List.of(former.split(PAUSE, -1));
        List<String> parts = List.of(halves.get(0).split(" ", -1));
        List<DeploymentLifecycleHook> hooks = others(present);
        halves.stream()
                .skip(1)
                .map(minutes -> pause(shiftsTest, Integer.parseInt(minutes)))
                .forEach(hooks::add);
        String strategy = parts.get(0);
        boolean hasSteps = parts.size() > STEPS;
        DeploymentConfiguration.Builder released = present.toBuilder()
                .lifecycleHooks(hooks)
                .strategy(strategy)
                .bakeTimeInMinutes(minutes(parts.get(1)))
                .canaryConfiguration((CanaryConfiguration) null)
                .linearConfiguration((LinearConfiguration) null);
        if (hasSteps && strategy.equals(DeploymentStrategy.CANARY.toString())) {
            released.canaryConfiguration(canary -> canary.canaryPercent(percent(parts.get(STEPS)))
                    .canaryBakeTimeInMinutes(minutes(parts.get(STEPS + 1))));
        } else if (hasSteps) {
            released.linearConfiguration(linear ->
                    linear.stepPercent(percent(parts.get(STEPS))).stepBakeTimeInMinutes(minutes(parts.get(STEPS + 1))));
        }
        return released.build();
    }

    private static @Nullable Integer minutes(String text) {
        return text.equals(NOTHING) ? null : Integer.valueOf(text);
    }

    private static @Nullable Double percent(String text) {
        return text.equals(NOTHING) ? null : Double.valueOf(text);
    }
}
