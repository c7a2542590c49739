package io.github.bluegreen4j.engine.loop;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sets that nearly always have one element, which needs no table of its own. They keep the order in which elements were added. Whoever
 * owns a set stores the result of each method in its place.
 */
public final class SmallSets {
    private SmallSets() {}

    /** {@return a set with one more element} It may be the same set, changed. */
    public static <T> Set<T> with(Set<T> set, T element) {
        if (set.isEmpty()) {
            return Set.of(element);
        }
        Set<T> many = set instanceof LinkedHashSet ? set : new LinkedHashSet<>(set);
        many.add(element);
        return many;
    }

    /** {@return a set without an element} It may be the same set, changed. */
    public static <T> Set<T> without(Set<T> set, T element) {
        if (set instanceof LinkedHashSet) {
            set.remove(element);
            return set;
        }
        return set.contains(element) ? Set.of() : set;
    }
}
