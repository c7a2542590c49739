package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.http.AdminException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The client of the load balancer's admin interface. Every call throws {@link AdminException} when it was refused, and
 * {@link java.io.UncheckedIOException} when nobody knows whether it took effect. Safe from any thread.
 */
public final class DataPlaneClient {

    private static final int PRECONDITION_FAILED = 412;

    private final AdminClient admin;
    private final UnaryOperator<String> writer;

    /** A client of the interface that this one calls. */
    public DataPlaneClient(AdminClient admin) {
        this(admin, route -> "");
    }

    /**
     * The same, and who writes is kept with each write.
     *
     * @param writer who writes, given the route
     */
    public DataPlaneClient(AdminClient admin, UnaryOperator<String> writer) {
        this.admin = admin;
        this.writer = writer;
    }

    /** Makes sure that a group exists. */
    public void createGroup(String group) {
        admin.put("/groups/" + group, Map.of());
    }

    /** Reads all routes. */
    public List<RouteView> routes() {
        return List.of(admin.get("/routes", RouteView[].class));
    }

    /** Reads a route. */
    public RouteView route(String route) {
        return admin.get("/routes/" + route, RouteView.class);
    }

    /**
     * Writes weights if the route still has that fingerprint.
     *
     * @return the route as written, or empty when it had changed; then nothing was written
     */
    public Optional<RouteView> weigh(String route, String fingerprint, Map<String, Integer> weights) {
        try {
            return Optional.of(write(route, "\"" + fingerprint + "\"", weights));
        } catch (AdminException refused) {
            if (refused.status() == PRECONDITION_FAILED) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Writes weights whatever is there, as a person with a console would. */
    public RouteView overwrite(String route, Map<String, Integer> weights) {
        return write(route, "*", weights);
    }

    private RouteView write(String route, String condition, Map<String, Integer> weights) {
        SortedMap<String, Integer> sorted = new TreeMap<>(weights);
        return admin.put(
                "/routes/" + route + "/weights",
                new ControlPlane.Weights(sorted),
                Map.of("If-Match", condition, ControlPlane.WRITER, writer.apply(route)),
                RouteView.class);
    }

    /** All writes of weights so far, of all routes, in the order in which they took effect. */
    public List<RouteWrite> writes() {
        return List.of(admin.get("/writes", RouteWrite[].class));
    }

    /** Says what the paths of a route's requests have to begin with; others are not found. */
    public void admit(String route, String pathPrefix) {
        admin.put("/routes/" + route + "/path", new ControlPlane.Path(pathPrefix));
    }

    /** Says how long a route's clients, if they keep cookies, stay with their group; zero is not at all. */
    public void stick(String route, Duration time) {
        admin.put("/routes/" + route + "/stickiness", new ControlPlane.Stickiness(Math.toIntExact(time.toSeconds())));
    }

    /** What a route has done since it exists. */
    public RouteCounts counts(String route) {
        return admin.get("/routes/" + route + "/counts", RouteCounts.class);
    }

    /** What a route did in the last seconds, 1 to 60. */
    public RouteMetrics metrics(String route, int seconds) {
        return admin.get("/routes/" + route + "/metrics?seconds=" + seconds, RouteMetrics.class);
    }

    /** What a target group did in each second since that one, counted from 1970; the last 15 minutes are kept. */
    public GroupMetrics groupMetrics(String group, long since) {
        return admin.get("/groups/" + group + "/metrics?since=" + since, GroupMetrics.class);
    }

    /** Registers a target; the same registration again changes nothing. */
    public void register(String group, String target, String owner, int port) {
        admin.put("/groups/" + group + "/targets/" + target, new ControlPlane.Registration(owner, port));
    }

    /** Begins to drain a target; it is gone from {@link #targets} once it is through. Again changes nothing. */
    public void deregister(String group, String target) {
        admin.delete("/groups/" + group + "/targets/" + target);
    }

    /** The targets of a group. */
    public List<TargetView> targets(String group) {
        return List.of(admin.get("/groups/" + group + "/targets", TargetView[].class));
    }
}
