package io.github.bluegreen4j.workflow.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Immutable maps and sets that keep their order, so that the same history always gives the same text. */
public final class ImmutableCopies {
    private ImmutableCopies() {}

    static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        if (map.isEmpty()) {
            return Map.of(key, value);
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }

    static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        if (!map.containsKey(key)) {
            return map;
        }
        if (map.size() == 1) {
            return Map.of();
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.remove(key);
        return Collections.unmodifiableMap(copy);
    }

    static <T> Set<T> with(Set<T> set, T value) {
        if (set.contains(value)) {
            return set;
        }
        if (set.isEmpty()) {
            return Set.of(value);
        }
        Set<T> copy = new LinkedHashSet<>(set);
        copy.add(value);
        return Collections.unmodifiableSet(copy);
    }

    public static <T> Set<T> without(Set<T> set, T value) {
        if (!set.contains(value)) {
            return set;
        }
        Set<T> copy = new LinkedHashSet<>(set);
        copy.remove(value);
        return Collections.unmodifiableSet(copy);
    }
}
