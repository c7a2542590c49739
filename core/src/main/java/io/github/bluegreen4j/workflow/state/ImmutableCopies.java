package io.github.bluegreen4j.workflow.state;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Immutable maps and sets that keep their order, so that the same history always gives the same text. */
public final class ImmutableCopies {
    private ImmutableCopies() {}

    /** A copy of a map. */
    public static <K, V> Map<K, V> of(Map<K, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        return map.size() > SmallMap.MOST ? Collections.unmodifiableMap(new LinkedHashMap<>(map)) : SmallMap.of(map);
    }

    static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        if (map.isEmpty()) {
            return Map.of(key, value);
        }
        if (map.size() < SmallMap.MOST) {
            return SmallMap.of(map).with(key, value);
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }

    static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        if (!map.containsKey(key)) {
            return map;
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.remove(key);
        return of(copy);
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

    /**
     * A map of few entries: keys and values by turns in one array, searched from its beginning. A deployment holds several, most with two
     * entries, and a hash table takes four times the memory.
     */
    private static final class SmallMap<K, V> extends AbstractMap<K, V> {
        static final int MOST = 16;

        private final Object[] keysAndValues;

        private SmallMap(Object[] keysAndValues) {
            this.keysAndValues = keysAndValues;
        }

        static <K, V> SmallMap<K, V> of(Map<K, V> map) {
            if (map instanceof SmallMap<K, V> small) {
                return small;
            }
            Object[] all = new Object[2 * map.size()];
            int at = 0;
            for (Map.Entry<K, V> entry : map.entrySet()) {
                all[at++] = entry.getKey();
                all[at++] = entry.getValue();
            }
            return new SmallMap<>(all);
        }

        SmallMap<K, V> with(K key, V value) {
            int at = find(key);
            boolean isNew = at < 0;
            Object[] all = isNew ? Arrays.copyOf(keysAndValues, keysAndValues.length + 2) : keysAndValues.clone();
            int place = isNew ? keysAndValues.length : at;
            all[place] = key;
            all[place + 1] = value;
            return new SmallMap<>(all);
        }

        private int find(@Nullable Object key) {
            for (int at = 0; at < keysAndValues.length; at += 2) {
                if (keysAndValues[at].equals(key)) {
                    return at;
                }
            }
            return -1;
        }

        @SuppressWarnings("unchecked") // only keys are at even places
        private K key(int at) {
            return (K) keysAndValues[at];
        }

        @SuppressWarnings("unchecked") // only values are at odd places
        private V value(int at) {
            return (V) keysAndValues[at + 1];
        }

        @Override
        public int size() {
            return keysAndValues.length / 2;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return find(key) >= 0;
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            int at = find(key);
            return at < 0 ? null : value(at);
        }

        @Override
        public void forEach(BiConsumer<? super K, ? super V> action) {
            for (int at = 0; at < keysAndValues.length; at += 2) {
                action.accept(key(at), value(at));
            }
        }

        @Override
        public Collection<V> values() {
            return new AbstractList<>() {
                @Override
                public int size() {
                    return SmallMap.this.size();
                }

                @Override
                public V get(int index) {
                    return value(index * 2);
                }
            };
        }

        @Override
        public Set<Map.Entry<K, V>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return SmallMap.this.size();
                }

                @Override
                public Iterator<Map.Entry<K, V>> iterator() {
                    return new Iterator<>() {
                        private int at;

                        @Override
                        public boolean hasNext() {
                            return at < keysAndValues.length;
                        }

                        @Override
                        public Map.Entry<K, V> next() {
                            if (!hasNext()) {
                                throw new NoSuchElementException();
                            }
                            Map.Entry<K, V> next = Map.entry(key(at), value(at));
                            at += 2;
                            return next;
                        }
                    };
                }
            };
        }
    }
}
