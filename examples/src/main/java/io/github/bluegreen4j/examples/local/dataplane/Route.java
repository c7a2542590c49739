package io.github.bluegreen4j.examples.local.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A route's weights and counts. Guarded by the load balancer's lock. */
final class Route {

    private static final int NO_STICKINESS = 0;

    private final String name;
    private final RecentCounts recent = new RecentCounts();
    private final SortedMap<String, Long> byGroup = new TreeMap<>();
    private SortedMap<String, Integer> weights = new TreeMap<>();
    private WeightedChoice choice = new WeightedChoice(weights);
    private int port;
    private long requests;
    private long succeeded;
    private long errors;
    private long noTarget;

    Route(String name) {
        this.name = name;
    }

    void listensOn(int itsPort) {
        this.port = itsPort;
    }

    void weigh(Map<String, Integer> newWeights) {
        weights = new TreeMap<>(newWeights);
        choice = new WeightedChoice(weights);
    }

    boolean references(String group) {
        return weights.containsKey(group);
    }

    /** The group of the next request. */
    Optional<String> nextGroup() {
        Optional<String> group = choice.next();
        group.ifPresent(chosen -> byGroup.merge(chosen, 1L, Long::sum));
        return group;
    }

    /** Counts an answer; 0 stands for one that was broken off. */
    void answered(int status, long second) {
        boolean error = status >= 500 || status == 0;
        requests++;
        errors += error ? 1 : 0;
        succeeded += status >= 200 && status < 300 ? 1 : 0;
        recent.count(second, error);
    }

    void refused(long second) {
        noTarget++;
        answered(503, second);
    }

    /** Two equal texts mean equal weights and stickiness; readable, but clients should only compare it. */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        weights.forEach(
                (group, weight) -> text.append(group).append('=').append(weight).append(';'));
        return text.append("stickiness=").append(NO_STICKINESS).toString();
    }

    RouteView view() {
        return new RouteView(name, port, weights, NO_STICKINESS, fingerprint());
    }

    RouteCounts counts() {
        return new RouteCounts(requests, succeeded, errors, noTarget, byGroup);
    }

    RouteMetrics metrics(long second, int seconds) {
        return recent.read(second, seconds);
    }
}
