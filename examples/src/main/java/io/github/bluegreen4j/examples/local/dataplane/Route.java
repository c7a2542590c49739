package io.github.bluegreen4j.examples.local.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A route's weights and counts. Guarded by the load balancer's lock. */
final class Route {

    private final String name;
    private final RecentCounts recent = new RecentCounts();
    private final SortedMap<String, Long> byGroup = new TreeMap<>();
    private SortedMap<String, Integer> weights = new TreeMap<>();
    private WeightedChoice choice = new WeightedChoice(weights);
    private String path = "/";
    private int stickiness;
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

    void admit(String pathPrefix) {
        path = pathPrefix;
    }

    boolean admits(String requestPath) {
        return requestPath.startsWith(path);
    }

    void stick(int seconds) {
        stickiness = seconds;
    }

    int stickiness() {
        return stickiness;
    }

    boolean references(String group) {
        return weights.containsKey(group);
    }

    /** The group of the next request: the one its client is pinned to, whatever its weight, or the one whose turn it is. */
    Optional<String> nextGroup(Optional<String> pinned) {
        Optional<String> group =
                pinned.filter(known -> stickiness > 0 && references(known)).or(choice::next);
        group.ifPresent(chosen -> byGroup.merge(chosen, 1L, Long::sum));
        return group;
    }

    /** Counts an answer; 0 stands for one that was broken off. */
    void answered(int status, boolean byTarget, long second) {
        boolean error = status >= 500 || status == 0;
        requests++;
        errors += error ? 1 : 0;
        succeeded += status >= 200 && status < 300 ? 1 : 0;
        recent.count(second, error, byTarget);
    }

    void refused(long second) {
        noTarget++;
        answered(503, false, second);
    }

    /** Two equal texts mean equal weights and stickiness; readable, but clients should only compare it. */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        weights.forEach(
                (group, weight) -> text.append(group).append('=').append(weight).append(';'));
        return text.append("stickiness=").append(stickiness).toString();
    }

    RouteView view() {
        return new RouteView(name, port, path, weights, stickiness, fingerprint());
    }

    RouteCounts counts() {
        return new RouteCounts(requests, succeeded, errors, noTarget, byGroup);
    }

    RouteMetrics metrics(long second, int seconds) {
        return recent.read(second, seconds);
    }
}
