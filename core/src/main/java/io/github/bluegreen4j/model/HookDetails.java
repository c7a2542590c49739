package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that the engine sends to a hook and that the hook may return: {@code hookDetails} in the hook
 * contract of Amazon ECS ("Lambda lifecycle hooks" in the ECS developer guide).
 *
 * <p>Values are texts, numbers, booleans, {@code null}, lists, and maps with text keys, nested at most 32 deep. They
 * are copied, so they cannot change later. Each number is kept in one form: {@code Integer}, {@code Long} or {@code
 * BigInteger} for whole numbers, {@code Double} or {@code BigDecimal} for others, the first type that holds the
 * number exactly. So details with the same JSON are equal, whatever library parsed them.
 *
 * @param values the members of the object; deeply unmodifiable, at most 32 KiB as JSON text in UTF-8
 */
public record HookDetails(Map<String, @Nullable Object> values) {
    /** No details. */
    public static final HookDetails EMPTY = new HookDetails(Map.of());

    /** The maximum size of details, in bytes of JSON text in UTF-8. */
    public static final int MAX_BYTES = 32 * 1024;

    /**
     * Copies and checks the values.
     *
     * @param values the members of the object
     * @throws InvalidSpecException if a value has another type, is nested too deep or is not a finite number, or if
     *     the whole is too large
     */
    public HookDetails {
        values = JsonValues.object("hookDetails", values);
        int size = JsonPrinter.of(values).getBytes(StandardCharsets.UTF_8).length;
        SpecFaults.check(size <= MAX_BYTES, "hookDetails", size + " bytes", "at most " + MAX_BYTES + " bytes of JSON");
    }

    /**
     * {@return these details plus newer ones} A newer member replaces the old member of the same name as a whole;
     * members are not merged deeply.
     *
     * @param newer the newer details
     * @throws InvalidSpecException if the result is too large
     */
    public HookDetails merge(HookDetails newer) {
        if (Given.value("hookDetails", newer).isEmpty()) {
            return this;
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(newer.values);
        return new HookDetails(merged);
    }

    /** {@return whether there are no members} */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The details as JSON text. */
    @Override
    public String toString() {
        return JsonPrinter.of(values);
    }
}
