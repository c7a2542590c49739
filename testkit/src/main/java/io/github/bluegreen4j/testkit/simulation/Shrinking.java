package io.github.bluegreen4j.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shrinks a list by leaving out what is not needed, first large parts, then small ones. */
final class Shrinking {
    private Shrinking() {}

    static <T> List<T> of(List<T> all, Predicate<List<T>> stillFails) {
        List<T> rest = List.copyOf(all);
        int size = Math.max(1, rest.size() / 2);
        while (size >= 1) {
            boolean shrunk = false;
            for (int from = 0; from < rest.size(); from += size) {
                List<T> fewer = without(rest, from, Math.min(rest.size(), from + size));
                if (stillFails.test(fewer)) {
                    rest = fewer;
                    shrunk = true;
                    from -= size;
                }
            }
            if (!shrunk) {
                size /= 2;
            }
        }
        return rest;
    }

    private static <T> List<T> without(List<T> all, int from, int to) {
        List<T> fewer = new ArrayList<>(all);
        fewer.subList(from, to).clear();
        return List.copyOf(fewer);
    }
}
