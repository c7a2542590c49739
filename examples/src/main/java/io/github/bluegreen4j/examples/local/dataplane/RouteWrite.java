package io.github.bluegreen4j.examples.local.dataplane;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A write of weights that took effect.
 *
 * @param route what was written
 * @param writer who wrote, in his own words; empty when he did not say
 * @param weights what he wrote
 */
public record RouteWrite(String route, String writer, SortedMap<String, Integer> weights) {

    /** Copies the weights. */
    public RouteWrite {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }
}
