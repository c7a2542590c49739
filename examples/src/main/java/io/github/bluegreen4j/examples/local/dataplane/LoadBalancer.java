package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.http.AdminException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Everything the load balancer decides, under one lock and without any input or output: which target a request goes to,
 * who is healthy, who drains, and whether a write of weights finds the route as its writer had read it.
 */
final class LoadBalancer {

    private static final int HEAVIEST = 999;

    /** A request's stay at a target; to be given back once, when its answer is through or broken off. */
    record Stay(String route, String group, Target target, long beganAt) {}

    /** A target that wants a health check. */
    record ToCheck(String group, String id, int port) {}

    private final Settings settings;
    private final LongSupplier nanoTime;
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, GroupCounts> counts = new LinkedHashMap<>();
    private final List<RouteWrite> writes = new ArrayList<>();
    private final LongSupplier wallSeconds;

    LoadBalancer(Settings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, () -> TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
    }

    /** @param wallSeconds the current second, counted from 1970: metrics are read by other processes */
    LoadBalancer(Settings settings, LongSupplier nanoTime, LongSupplier wallSeconds) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.wallSeconds = wallSeconds;
    }

    synchronized void createGroup(String name) {
        groups.putIfAbsent(name, new TargetGroup());
    }

    synchronized void createRoute(String name, int port) {
        routes.computeIfAbsent(name, Route::new).listensOn(port);
    }

    synchronized RouteView route(String name) {
        return existing(routes, name, "route").view();
    }

    /** All writes of weights, of all routes, in the order in which they took effect. */
    synchronized List<RouteView> routes() {
        return routes.values().stream().map(Route::view).toList();
    }

    synchronized List<RouteWrite> writes() {
        return List.copyOf(writes);
    }

    /** Writes weights in nobody's name. */
    synchronized RouteView weigh(String name, Optional<String> fingerprint, Map<String, Integer> weights) {
        return weigh("", name, fingerprint, weights);
    }

    /**
     * Writes weights if the route still has that fingerprint; with none, whatever it has.
     *
     * @param writer who writes, for those who want to know later
     * @throws AdminException 412 when somebody else was faster, 400 when the weights make no sense
     */
    synchronized RouteView weigh(
            String writer, String name, Optional<String> fingerprint, Map<String, Integer> weights) {
        Route route = existing(routes, name, "route");
        if (weights.isEmpty()) {
            throw AdminException.badRequest("a route forwards to one group at least");
        }
        weights.forEach((group, weight) -> {
            existing(groups, group, "target group");
            if (weight < 0 || weight > HEAVIEST) {
                throw AdminException.badRequest("a weight is 0 to " + HEAVIEST + ", not " + weight);
            }
        });
        if (fingerprint.filter(read -> !read.equals(route.fingerprint())).isPresent()) {
            throw AdminException.preconditionFailed("the route is " + route.fingerprint());
        }
        Set<String> newlyUsed = new HashSet<>(weights.keySet());
        newlyUsed.removeIf(this::isUsed);
        newlyUsed.forEach(
                group -> existing(groups, group, "target group").targets().forEach(Target::forgetHealth));
        route.weigh(weights);
        writes.add(new RouteWrite(name, writer, new TreeMap<>(weights)));
        return route.view();
    }

    synchronized void register(String group, String id, String owner, int port) {
        existing(groups, group, "target group").register(id, owner, port, settings);
    }

    /** Takes a target out: nothing new for it, and it is gone once its last request is through. */
    synchronized void deregister(String group, String id) {
        long now = nanoTime.getAsLong();
        TargetGroup targets = existing(groups, group, "target group");
        targets.find(id).ifPresent(target -> target.drain(now));
        targets.forgetDrained(now);
    }

    synchronized List<TargetView> targets(String group) {
        TargetGroup targets = existing(groups, group, "target group");
        targets.forgetDrained(nanoTime.getAsLong());
        return targets.view(isUsed(group));
    }

    /** Chooses the target of a request; none when the group chosen has no healthy one, whatever the others have. */
    synchronized Optional<Stay> begin(String routeName) {
        return begin(routeName, Optional.empty());
    }

    /** Chooses the target of a request whose client says that it is pinned to a group. */
    synchronized Optional<Stay> begin(String routeName, Optional<String> pinnedTo) {
        Route route = existing(routes, routeName, "route");
        Optional<Stay> stay = route.nextGroup(pinnedTo)
                .flatMap(group -> existing(groups, group, "target group")
                        .next()
                        .map(target -> new Stay(routeName, group, target, nanoTime.getAsLong())));
        if (stay.isEmpty()) {
            route.refused(second());
        }
        stay.ifPresent(begun -> begun.target().begin());
        return stay;
    }

    /** Says what the paths of a route's requests have to begin with. */
    synchronized RouteView admit(String route, String pathPrefix) {
        if (!pathPrefix.startsWith("/")) {
            throw AdminException.badRequest("a path begins with /, not " + pathPrefix);
        }
        existing(routes, route, "route").admit(pathPrefix);
        return route(route);
    }

    synchronized boolean admits(String route, String path) {
        return existing(routes, route, "route").admits(path);
    }

    /** Says how long a route's clients stay with their group; 0 is not at all. */
    synchronized RouteView stick(String route, int seconds) {
        if (seconds < 0) {
            throw AdminException.badRequest("0 seconds or more, not " + seconds);
        }
        existing(routes, route, "route").stick(seconds);
        return route(route);
    }

    synchronized int stickiness(String route) {
        return existing(routes, route, "route").stickiness();
    }

    /** Takes note that the target's answer is through. */
    synchronized void end(Stay stay, int status) {
        end(stay, status, true);
    }

    /** Takes note that the target gave no answer, or not all of it; status 0 stands for broken off. */
    synchronized void fail(Stay stay, int status) {
        end(stay, status, false);
    }

    private void end(Stay stay, int status, boolean byTarget) {
        stay.target().end();
        existing(routes, stay.route(), "route").answered(status, byTarget, second());
        double took = (nanoTime.getAsLong() - stay.beganAt()) / 1e9;
        counts.computeIfAbsent(stay.group(), any -> new GroupCounts())
                .count(wallSeconds.getAsLong(), status >= 500 || status == 0, took);
    }

    synchronized RouteCounts counts(String route) {
        return existing(routes, route, "route").counts();
    }

    /** What a target group did in each second since that one, counted from 1970. */
    synchronized GroupMetrics groupMetrics(String group, long since) {
        existing(groups, group, "target group");
        return counts.getOrDefault(group, new GroupCounts()).read(since, wallSeconds.getAsLong());
    }

    synchronized RouteMetrics metrics(String route, int seconds) {
        if (seconds < 1 || seconds > RecentCounts.LONGEST) {
            throw AdminException.badRequest("1 to " + RecentCounts.LONGEST + " seconds, not " + seconds);
        }
        return existing(routes, route, "route").metrics(second(), seconds);
    }

    /** The targets to ask: all of the groups that a route references, those that drain excepted. */
    synchronized List<ToCheck> toCheck() {
        List<ToCheck> all = new ArrayList<>();
        groups.forEach((name, group) -> {
            if (isUsed(name)) {
                group.view(true).stream()
                        .filter(target -> target.state() != TargetState.DRAINING)
                        .forEach(target -> all.add(new ToCheck(name, target.id(), target.port())));
            }
        });
        return all;
    }

    synchronized void checked(ToCheck check, boolean well) {
        existing(groups, check.group(), "target group")
                .find(check.id())
                .filter(target -> target.port() == check.port())
                .ifPresent(target -> target.checked(well));
    }

    private boolean isUsed(String group) {
        return routes.values().stream().anyMatch(route -> route.references(group));
    }

    private long second() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }

    private static <T> T existing(Map<String, T> all, String name, String kind) {
        return Optional.ofNullable(all.get(name)).orElseThrow(() -> AdminException.notFound(kind + " " + name));
    }
}
