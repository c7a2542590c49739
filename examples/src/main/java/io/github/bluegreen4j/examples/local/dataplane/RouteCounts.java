package io.github.bluegreen4j.examples.local.dataplane;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a route has done since it exists.
 *
 * @param requests requests answered or broken off
 * @param succeeded answered with 2xx
 * @param errors answered with 5xx, or broken off
 * @param noTarget of those errors, the ones refused with 503 because the group chosen had no healthy target
 * @param byGroup requests by the group chosen
 */
public record RouteCounts(long requests, long succeeded, long errors, long noTarget, SortedMap<String, Long> byGroup) {

    /** Copies the map. */
    public RouteCounts {
        byGroup = Collections.unmodifiableSortedMap(new TreeMap<>(byGroup));
    }
}
