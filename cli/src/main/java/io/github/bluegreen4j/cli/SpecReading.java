package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into a specification, and collects what can't be read. */
final class SpecReading {
    /** Stands for a service that can't be read, so that the rest is looked at; it is never deployed. */
    static final ServiceRef NO_SERVICE = new ServiceRef("?", "?");

    /** What an option takes that changes one field of several; the names of the fields follow. */
    static final String KEY_VALUE = "KEY=VALUE, with KEY one of ";

    private static final String STRATEGY = "--strategy";
    private static final String ALL_AT_ONCE = "all-at-once";
    private static final String CANARY = "canary";
    private static final String LINEAR = "linear";
    private static final String STEPS = "steps";
    private static final List<String> STRATEGIES = List.of(ALL_AT_ONCE, CANARY, LINEAR, STEPS);
    private static final String STEP = "--step";

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("revision", "--revision"),
            Map.entry("productionRoutes", "--production-route"),
            Map.entry("testRoute", "--test-route"),
            Map.entry("otherRoutes", "--other-route"),
            Map.entry("targetGroups", "--target-groups"),
            Map.entry("strategy", STRATEGY),
            Map.entry("bakeTime", "--bake"),
            Map.entry("alarms", "--alarm"),
            Map.entry("hooks", "--lambda, --pause"),
            Map.entry("waivers", "--waive"),
            Map.entry("allowStickiness", "--allow-stickiness"));

    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();

    /** The policies and limits of a specification in that world when the user says nothing. */
    static DeploymentSpec defaults(TargetWorld world) {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(NO_SERVICE)
                .revision("?")
                .productionRoute("?")
                .targetGroups("first", "second");
        world.pace(spec);
        return spec.build();
    }

    /** Notes that a value is not allowed. */
    void fault(String option, String value, String allowed) {
        faults.add(new InvalidSpecException.Fault(option, value, allowed));
    }

    private void fault(String option, InvalidSpecException.Fault fault) {
        faults.add(new InvalidSpecException.Fault(option, fault.value(), fault.wrong(), fault.allowed()));
    }

    /** Makes a part of the specification; what is wrong with it is noted in the words of its option. */
    <T> Optional<T> part(Function<String, String> option, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (InvalidSpecException invalid) {
            invalid.faults().forEach(fault -> fault(option.apply(fault.field()) + " (" + fault.field() + ")", fault));
            return Optional.empty();
        }
    }

    <T> Optional<T> needed(String option, @Nullable String text, String allowed, Function<String, Optional<T>> reader) {
        if (text == null) {
            fault(option, "(missing)", allowed);
        }
        return optional(option, text, allowed, reader);
    }

    <T> Optional<T> optional(
            String option, @Nullable String text, String allowed, Function<String, Optional<T>> reader) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = reader.apply(text);
        if (value.isEmpty()) {
            fault(option, text, allowed);
        }
        return value;
    }

    /** One of an enum's constants, in small letters and with dashes if the user likes. */
    <E extends Enum<E>> Optional<E> word(String option, @Nullable String text, Class<E> type) {
        return optional(option, text, Texts.words(type), word -> Texts.word(type, word));
    }

    /** Two names with a comma between them. */
    static Optional<List<String>> two(String text) {
        List<String> names = Arrays.asList(text.split(",", -1));
        return names.size() == 2 ? Optional.of(names) : Optional.empty();
    }

    Map<String, String> pairs(String option, List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                fault(option, text, "KEY=VALUE");
            } else {
                pairs.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return pairs;
    }

    void strategy(
            DeploymentSpec.Builder spec,
            @Nullable String strategy,
            @Nullable String percent,
            @Nullable String bake,
            List<String> steps) {
        Optional<Double> share = optional("--percent", percent, "a number from 0.1 to 100", Texts::number);
        Optional<Duration> time = optional("--step-bake", bake, Texts.DURATION, Texts::duration);
        String name = strategy == null ? (steps.isEmpty() ? ALL_AT_ONCE : STEPS) : strategy;
        switch (name) {
            case ALL_AT_ONCE -> {}
            case CANARY -> equalSteps(percent, bake, share, time, spec::canary);
            case LINEAR -> equalSteps(percent, bake, share, time, spec::linear);
            case STEPS -> ownSteps(spec, steps);
            default -> fault(STRATEGY, name, String.join(", ", STRATEGIES));
        }
        boolean equal = name.equals(CANARY) || name.equals(LINEAR);
        if (STRATEGIES.contains(name) && !equal && (percent != null || bake != null)) {
            fault(STRATEGY, name + " with --percent or --step-bake", "canary or linear, which have equal steps");
        }
        if (STRATEGIES.contains(name) && !name.equals(STEPS) && !steps.isEmpty()) {
            fault(STRATEGY, name + " with " + STEP, "steps, or no --strategy");
        }
    }

    private void equalSteps(
            @Nullable String percent,
            @Nullable String bake,
            Optional<Double> share,
            Optional<Duration> time,
            BiConsumer<Double, Duration> strategy) {
        if (percent == null) {
            fault("--percent", "(missing)", "the share of a step");
        }
        if (bake == null) {
            fault("--step-bake", "(missing)", Texts.DURATION);
        }
        share.ifPresent(value -> time.ifPresent(length -> strategy.accept(value, length)));
    }

    private void ownSteps(DeploymentSpec.Builder spec, List<String> texts) {
        List<TrafficStrategy.Step> steps = new ArrayList<>();
        for (String text : texts) {
            String[] parts = text.split("=", 2);
            Optional<Percent> share = optional(STEP, parts[0], Texts.PERCENT, Texts::percent);
            optional(STEP, parts.length == 2 ? parts[1] : "0s", Texts.DURATION, Texts::duration)
                    .ifPresent(bake -> share.flatMap(
                                    percent -> part(field -> STEP, () -> new TrafficStrategy.Step(percent, bake)))
                            .ifPresent(steps::add));
        }
        if (steps.size() == texts.size()) {
            part(field -> STEP, () -> TrafficStrategy.steps(steps)).ifPresent(spec::strategy);
        }
    }

    /** How long blue stays, and with how much of it. */
    Optional<KeepBlue> keepBlue(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String option = "--keep-blue";
        String[] parts = text.split("=", 2);
        Optional<Percent> scale = parts.length == 2
                ? optional(option, parts[1], Texts.PERCENT, Texts::percent)
                : Optional.of(Percent.HUNDRED);
        return optional(option, parts[0], Texts.DURATION, Texts::duration)
                .flatMap(time -> scale.flatMap(share -> part(field -> option, () -> new KeepBlue(time, share))));
    }

    /** The specification, or everything that is wrong. */
    DeploymentSpec build(DeploymentSpec.Builder spec) {
        try {
            DeploymentSpec built = spec.build();
            if (faults.isEmpty()) {
                return built;
            }
        } catch (InvalidSpecException invalid) {
            invalid.faults().forEach(fault -> fault(option(fault.field()), fault));
        }
        throw new InvalidSpecException(faults);
    }

    /** What the user has typed for a field of the specification, where that is plain. */
    private static String option(String field) {
        return OPTIONS.entrySet().stream()
                .filter(entry -> field.startsWith(entry.getKey()))
                .map(entry -> entry.getValue() + " (" + field + ")")
                .findFirst()
                .orElse(field);
    }
}
