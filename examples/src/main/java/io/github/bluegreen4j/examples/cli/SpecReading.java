package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into a specification, and collects what can't be read. */
final class SpecReading {
    /** Stands for a service that can't be read, so that the rest is looked at; it is never deployed. */
    static final ServiceRef NO_SERVICE = new ServiceRef("?", "?");

    private static final String STRATEGIES = "all-at-once, canary, linear";

    private static final Map<String, String> OPTIONS = Map.of(
            "revision", "--revision",
            "productionRoutes", "--production-route",
            "testRoute", "--test-route",
            "targetGroups", "--target-groups",
            "strategy", "--strategy",
            "bakeTime", "--bake",
            "alarms", "--alarm");

    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();
    private final Set<String> hookNames = new HashSet<>();

    private void fault(String option, String value, String allowed) {
        faults.add(new InvalidSpecException.Fault(option, value, allowed));
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

    /** Reads {@code STAGE=…} and hands on what follows. */
    void stage(String option, String text, String allowed, BiConsumer<LifecycleStage, String> then) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            fault(option, text, allowed);
            return;
        }
        optional(option, text.substring(0, equals), stages(), name -> Texts.word(LifecycleStage.class, name))
                .ifPresent(stage -> then.accept(stage, text.substring(equals + 1)));
    }

    private static String stages() {
        return Arrays.stream(LifecycleStage.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** A hook is called like its function; a second one of that name is numbered. */
    String hookName(String functionArn) {
        List<String> words = Arrays.asList(functionArn.split(":", -1));
        int function = words.indexOf("function");
        String name = function >= 0 && function + 1 < words.size() ? words.get(function + 1) : functionArn;
        String unused = name;
        for (int number = 2; !hookNames.add(unused); number++) {
            unused = name + "-" + number;
        }
        return unused;
    }

    void strategy(
            DeploymentSpec.Builder spec, @Nullable String strategy, @Nullable String percent, @Nullable String bake) {
        Optional<Double> share = optional("--percent", percent, "a number from 0.1 to 100", SpecReading::number);
        Optional<Duration> time = optional("--step-bake", bake, Texts.DURATION, Texts::duration);
        switch (strategy == null ? "all-at-once" : strategy) {
            case "all-at-once" -> {
                if (percent != null || bake != null) {
                    fault(
                            "--strategy",
                            "all-at-once with --percent or --step-bake",
                            "canary or linear, which have steps");
                }
            }
            case "canary" -> steps(percent, bake, share, time, spec::canary);
            case "linear" -> steps(percent, bake, share, time, spec::linear);
            default -> fault("--strategy", String.valueOf(strategy), STRATEGIES);
        }
    }

    private void steps(
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

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(value -> !value.isNaN() && !value.isInfinite());
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** The specification, or everything that is wrong. */
    DeploymentSpec build(DeploymentSpec.Builder spec) {
        try {
            DeploymentSpec built = spec.build();
            if (faults.isEmpty()) {
                return built;
            }
        } catch (InvalidSpecException invalid) {
            invalid.faults().forEach(fault -> fault(option(fault.field()), fault.value(), fault.allowed()));
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
