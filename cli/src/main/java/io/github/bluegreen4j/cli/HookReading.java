package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads hooks and pauses: {@code STAGE[,STAGE]=…[,KEY=VALUE]}. */
final class HookReading {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final String LAMBDA = "--lambda";
    private static final String PAUSE = "--pause";
    private static final String NAME = "name";
    private static final String APPROVER = "approver";
    private static final String NEEDED = "needed";
    private static final String TIMEOUT = "timeout";
    private static final String ON_TIMEOUT = "onTimeout";
    private static final String DETAILS = "details";
    private static final String DETAILS_FOLLOW = "," + DETAILS + "=";

    private final SpecReading reading;
    private final DeploymentSpec.Builder spec;
    private final Set<String> names = new HashSet<>();

    HookReading(SpecReading reading, DeploymentSpec.Builder spec) {
        this.reading = reading;
        this.spec = spec;
    }

    /** Reads {@code STAGE[,STAGE]=DURATION[=ROLLBACK|CONTINUE][,name=NAME][,approver=NAME]...[,needed=N]}. */
    void pause(String text) {
        String allowed = "STAGE=DURATION or STAGE=DURATION=CONTINUE; what follows if nobody answers is"
                + " ROLLBACK or CONTINUE";
        head(PAUSE, text, allowed).ifPresent(head -> {
            List<String> approvers = values(head, APPROVER);
            Map<String, String> more = more(head, List.of(NAME, APPROVER, NEEDED));
            String[] time = head.value().split("=", 2);
            Optional<TimeoutAction> action =
                    reading.word(head.option(), time.length == 2 ? time[1] : "ROLLBACK", TimeoutAction.class);
            reading.optional(head.option(), time[0], Texts.DURATION, Texts::duration)
                    .ifPresent(timeout -> action.ifPresent(onTimeout -> add(
                            head.option(),
                            () -> new HookSpec.Pause(
                                    name(
                                            more,
                                            "pause-" + head.stages().iterator().next()),
                                    head.stages(),
                                    timeout,
                                    onTimeout,
                                    approvals(more, approvers)))));
        });
    }

    private static Optional<Approvals> approvals(Map<String, String> more, List<String> approvers) {
        String needed = more.getOrDefault(NEEDED, "1");
        return approvers.isEmpty() && !more.containsKey(NEEDED)
                ? Optional.empty()
                : Optional.of(new Approvals(needed.matches("\\d{1,9}") ? Integer.parseInt(needed) : 0, approvers));
    }

    /** The values of a key that may be given several times. */
    private static List<String> values(Head head, String key) {
        return head.more().stream()
                .filter(text -> text.startsWith(key + "="))
                .map(text -> text.substring(key.length() + 1))
                .toList();
    }

    /** Reads {@code STAGE[,STAGE]=ARN[,name=NAME][,timeout=DURATION][,onTimeout=ACTION][,details=JSON]}. */
    void lambda(String text) {
        int details = text.indexOf(DETAILS_FOLLOW);
        String before = details < 0 ? text : text.substring(0, details);
        String json = details < 0 ? "{}" : text.substring(details + DETAILS_FOLLOW.length());
        head(LAMBDA, before, "STAGE=ARN").ifPresent(head -> {
            Map<String, String> more = more(head, List.of(NAME, TIMEOUT, ON_TIMEOUT));
            Optional<HookDetails> told = reading.optional(
                    head.option() + " " + DETAILS, json, "a JSON object, or @FILE with one", HookReading::details);
            Optional<TimeoutAction> action = reading.word(
                    head.option() + " " + ON_TIMEOUT, more.getOrDefault(ON_TIMEOUT, "ROLLBACK"), TimeoutAction.class);
            reading.optional(
                            head.option() + " " + TIMEOUT,
                            more.getOrDefault(TIMEOUT, HookSpec.DEFAULT_TIMEOUT.toString()),
                            Texts.DURATION,
                            Texts::duration)
                    .ifPresent(timeout -> action.ifPresent(onTimeout -> told.ifPresent(with -> add(
                            head.option(),
                            () -> new HookSpec.Lambda(
                                    name(more, function(head.value())),
                                    head.value(),
                                    head.stages(),
                                    timeout,
                                    onTimeout,
                                    with)))));
        });
    }

    /**
     * What a hook begins with.
     *
     * @param option the option with the stages, for messages
     * @param stages where it runs
     * @param value what follows the stages, up to the first comma
     * @param more what follows that comma
     */
    private record Head(String option, Set<LifecycleStage> stages, String value, List<String> more) {}

    private Optional<Head> head(String option, String text, String allowed) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            reading.fault(option, text, allowed);
            return Optional.empty();
        }
        Set<LifecycleStage> stages = EnumSet.noneOf(LifecycleStage.class);
        List<String> written = Arrays.asList(text.substring(0, equals).split(",", -1));
        for (String stage : written) {
            reading.word(option, stage, LifecycleStage.class).ifPresent(stages::add);
        }
        List<String> rest = Arrays.asList(text.substring(equals + 1).split(",", -1));
        return stages.size() < written.size()
                ? Optional.empty()
                : Optional.of(new Head(
                        option + " " + text.substring(0, equals), stages, rest.get(0), rest.subList(1, rest.size())));
    }

    private Map<String, String> more(Head head, List<String> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String text : head.more()) {
            int equals = text.indexOf('=');
            if (equals > 0 && keys.contains(text.substring(0, equals))) {
                values.put(text.substring(0, equals), text.substring(equals + 1));
            } else {
                reading.fault(head.option(), text, SpecReading.KEY_VALUE + String.join(", ", keys));
            }
        }
        return values;
    }

    private void add(String option, Supplier<HookSpec> hook) {
        reading.part(field -> option, hook).ifPresent(spec::hook);
    }

    /** The name that was given; otherwise that one, numbered when another hook has it. */
    private String name(Map<String, String> more, String otherwise) {
        String given = more.get(NAME);
        if (given != null) {
            names.add(given);
            return given;
        }
        String unused = otherwise;
        for (int number = 2; !names.add(unused); number++) {
            unused = otherwise + "-" + number;
        }
        return unused;
    }

    private static String function(String arn) {
        List<String> words = Arrays.asList(arn.split(":", -1));
        int function = words.indexOf("function");
        return function >= 0 && function + 1 < words.size() ? words.get(function + 1) : arn;
    }

    private static Optional<HookDetails> details(String text) {
        try {
            String json = text.startsWith("@") ? Files.readString(Path.of(text.substring(1))) : text;
            return Optional.of(MAPPER.readValue(json, OBJECT)).map(HookDetails::new);
        } catch (JsonProcessingException
                | InvalidSpecException
                | ArithmeticException
                | NumberFormatException noObject) {
            return Optional.empty();
        } catch (IOException | InvalidPathException noFile) {
            return Optional.empty();
        }
    }
}
