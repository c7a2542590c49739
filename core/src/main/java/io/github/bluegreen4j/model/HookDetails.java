package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is handed to a hook and may come back from it: the {@code hookDetails} of the Amazon ECS hook
 * contract ("Lambda lifecycle hooks" in the ECS developer guide).
 *
 * <p>Values are texts, numbers, booleans, {@code null}, lists, and maps with texts as keys, nested at most 32 deep. They
 * are copied, so nothing can change them later. Numbers are kept in one form each ({@code Integer}, {@code Long} or {@code
 * BigInteger} for whole numbers, {@code Double} or {@code BigDecimal} for the others, the first that holds the number
 * exactly), so that details are equal when their JSON says the same, whoever read it.
 *
 * @param values the members of the object; unmodifiable in depth, at most 32 KiB as JSON text in UTF-8
 */
public record HookDetails(Map<String, @Nullable Object> values) {
    /** No details. */
    public static final HookDetails EMPTY = new HookDetails(Map.of());

    /** How large details may be, in bytes of JSON text in UTF-8. */
    public static final int MAX_BYTES = 32 * 1024;

    /**
     * Copies and checks the values.
     *
     * @throws InvalidSpecException if a value is of another type, too deep, not a finite number, or the whole is too large
     */
    public HookDetails {
        values = JsonValues.object("hookDetails", values);
        int size = JsonText.of(values).getBytes(StandardCharsets.UTF_8).length;
        Faults.check(size <= MAX_BYTES, "hookDetails", size + " bytes", "at most " + MAX_BYTES + " bytes of JSON");
    }

    /** The same details with those of the newer ones added, the newer winning member by member. Not a deep merge. */
    public HookDetails merge(HookDetails newer) {
        if (Given.value("hookDetails", newer).isEmpty()) {
            return this;
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(newer.values);
        return new HookDetails(merged);
    }

    /** Whether there are no members. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The details as JSON text. */
    @Override
    public String toString() {
        return JsonText.of(values);
    }
}
