package io.github.bluegreen4j.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies values that JSON can represent into immutable values, each number in one form. Throws at the first other
 * value.
 */
final class JsonValues {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_BITS = 4096;

    private JsonValues() {}

    /** An unmodifiable copy in the same order. */
    static Map<String, @Nullable Object> object(String field, Map<?, ?> map) {
        SpecFaults.check(map != null, field, null, "a JSON object");
        return object(field, map, 1);
    }

    private static Map<String, @Nullable Object> object(String field, Map<?, ?> map, int depth) {
        checkDepth(field, depth);
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            SpecFaults.check(key instanceof String, field, key, "keys that are texts");
            copy.put((String) key, value(field + "." + key, value, depth));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object value(String field, @Nullable Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(field, number);
        }
        if (value instanceof Map<?, ?> map) {
            return object(field, map, depth + 1);
        }
        if (value instanceof List<?> list) {
            checkDepth(field, depth + 1);
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(value(field + "[" + copy.size() + "]", element, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        throw refused(field, value.getClass().getName(), "a text, a number, a boolean, null, a list or a map");
    }

    /** The depth is limited, so that a list that contains itself is a fault and not an endless loop. */
    private static void checkDepth(String field, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(
                    field.substring(0, Math.min(60, field.length())) + "...",
                    "deeper",
                    "at most " + MAX_DEPTH + " levels");
        }
    }

    private static Number number(String field, Number number) {
        if (number instanceof Byte || number instanceof Short || number instanceof Integer || number instanceof Long) {
            return whole(BigInteger.valueOf(number.longValue()));
        }
        if (number instanceof BigInteger big && big.bitLength() <= MAX_BITS) {
            return whole(big);
        }
        if (number instanceof BigDecimal decimal && decimal.unscaledValue().bitLength() <= MAX_BITS) {
            return fraction(decimal);
        }
        if ((number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue())) {
            return fraction(new BigDecimal(number.toString()));
        }
        throw refused(
                field,
                number.getClass().getSimpleName() + " " + shortened(number),
                "a finite Byte, Short, Integer, Long, Float, Double, or a BigInteger or BigDecimal of at most "
                        + MAX_BITS + " bits");
    }

    private static Number whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private static Number fraction(BigDecimal number) {
        double nearest = number.doubleValue();
        boolean exact = !Double.isInfinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
        return exact ? (Number) nearest : number.stripTrailingZeros();
    }

    private static String shortened(Number number) {
        boolean big = number instanceof BigInteger || number instanceof BigDecimal;
        return big ? "of more bits" : number.toString();
    }

    private static InvalidSpecException refused(String field, String value, String allowed) {
        return InvalidSpecException.refused(field, value, allowed);
    }
}
