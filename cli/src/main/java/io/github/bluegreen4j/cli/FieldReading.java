package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Percent;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads {@code KEY=VALUE} into the fields of a policy. The keys are the names of the record's components, so a field that is
 * added to a policy can be given at once. The fields of a record within a policy have a dot in their key: {@code
 * errors.factor}.
 */
final class FieldReading {
    private static final Map<Class<?>, Kind> KINDS = Map.of(
            Duration.class, new Kind(Texts.DURATION, Texts::duration),
            Percent.class, new Kind(Texts.PERCENT, Texts::percent),
            int.class, new Kind("a whole number", FieldReading::whole),
            double.class, new Kind("a number", FieldReading::number),
            boolean.class, new Kind("true, false", FieldReading::truth));

    /** How a type is read, and what to tell when that fails. */
    private record Kind(String allowed, Function<String, Optional<?>> reader) {}

    private FieldReading() {}

    /**
     * Changes fields of a policy. All are changed together, so that the policy is only judged when all are known.
     *
     * @param option the option that gave the texts
     * @param defaults what every other field keeps
     */
    static <R extends Record> R read(SpecReading reading, String option, R defaults, List<String> texts) {
        Map<String, RecordComponent> fields = fields(defaults.getClass());
        Map<String, Object> given = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            RecordComponent field = equals < 1 ? null : fields.get(text.substring(0, equals));
            if (field == null) {
                reading.fault(option, text, SpecReading.KEY_VALUE + keys(defaults));
                continue;
            }
            Kind kind = kind(field).orElseThrow();
            reading.optional(
                            option + " " + text.substring(0, equals),
                            text.substring(equals + 1),
                            kind.allowed(),
                            value -> kind.reader().apply(value).map(Object.class::cast))
                    .ifPresent(value -> given.put(text.substring(0, equals), value));
        }
        return reading.part(field -> option + field.replaceFirst(".*\\.", " "), () -> make(defaults, given))
                .orElse(defaults);
    }

    private static String keys(Record policy) {
        return String.join(", ", fields(policy.getClass()).keySet());
    }

    /** The fields that can be given, by their keys, in the order of the record. */
    private static Map<String, RecordComponent> fields(Class<?> policy) {
        Map<String, RecordComponent> fields = new LinkedHashMap<>();
        for (RecordComponent field : policy.getRecordComponents()) {
            if (kind(field).isPresent()) {
                fields.put(field.getName(), field);
            } else if (field.getType().isRecord()) {
                fields(field.getType()).forEach((key, inner) -> fields.put(field.getName() + "." + key, inner));
            }
        }
        return fields;
    }

    private static Map<String, Object> within(String name, Map<String, Object> given) {
        Map<String, Object> within = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                within.put(key.substring(name.length() + 1), value);
            }
        });
        return within;
    }

    private static Optional<Kind> kind(RecordComponent field) {
        Class<?> type = field.getType();
        return type.isEnum()
                ? Optional.of(new Kind(Texts.words(type), text -> constant(type, text)))
                : Optional.ofNullable(KINDS.get(type));
    }

    private static Optional<?> constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(Texts.constant(text)))
                .findFirst();
    }

    private static Optional<Integer> whole(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R make(R defaults, Map<String, Object> given) {
        RecordComponent[] fields = defaults.getClass().getRecordComponents();
        Class<?>[] types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Object[] values = new Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                Object kept = fields[i].getAccessor().invoke(defaults);
                Map<String, Object> inner = within(fields[i].getName(), given);
                values[i] = kept instanceof Record part && !inner.isEmpty()
                        ? make(part, inner)
                        : given.getOrDefault(fields[i].getName(), kept);
            }
            Constructor<?> constructor = defaults.getClass().getConstructor(types);
            return (R) constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof InvalidSpecException invalid) {
                throw invalid;
            }
            throw new LinkageError(defaults.toString(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(defaults.toString(), impossible);
        }
    }
}
