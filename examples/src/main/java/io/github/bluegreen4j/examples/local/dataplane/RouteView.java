package io.github.bluegreen4j.examples.local.dataplane;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A route as the control plane shows it.
 *
 * @param name its name
 * @param port where its clients connect on the loopback interface
 * @param path what the path of a request has to begin with; others are not found
 * @param weights the weight of each group it forwards to, zero included, 0 to 999
 * @param stickiness how long a client that keeps cookies stays with its group, in seconds; 0 is not at all
 * @param fingerprint changes whenever weights or stickiness do; a write names the one it has read
 */
public record RouteView(
        String name, int port, String path, SortedMap<String, Integer> weights, int stickiness, String fingerprint) {

    /** Copies the weights. */
    public RouteView {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }
}
