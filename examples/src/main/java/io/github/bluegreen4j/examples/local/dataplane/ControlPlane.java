package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.http.AdminException;
import io.github.bluegreen4j.examples.local.http.AdminRequest;
import io.github.bluegreen4j.examples.local.http.AdminResponse;
import io.github.bluegreen4j.examples.local.http.AdminServer;
import java.util.Optional;
import java.util.SortedMap;

/** The load balancer's admin interface. */
final class ControlPlane {

    /** The header in which a writer says who he is. */
    static final String WRITER = "X-Writer";

    /**
     * The body of a write of weights.
     *
     * @param weights every group of the route, zero weights included
     */
    record Weights(SortedMap<String, Integer> weights) {}

    /**
     * The body of a change of what a route admits.
     *
     * @param prefix what paths begin with
     */
    record Path(String prefix) {}

    /**
     * The body of a change of stickiness.
     *
     * @param seconds how long; 0 is not at all
     */
    record Stickiness(int seconds) {}

    /**
     * The body of a registration.
     *
     * @param owner the mark of whoever registers it
     * @param port where it listens
     */
    record Registration(String owner, int port) {}

    private final LoadBalancer balancer;

    ControlPlane(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    AdminServer server() {
        return new AdminServer()
                .on("GET", "/routes/{route}", request -> withTag(balancer.route(request.path("route"))))
                .on("GET", "/routes", request -> AdminResponse.ok(balancer.routes()))
                .on("GET", "/writes", request -> AdminResponse.ok(balancer.writes()))
                .on("PUT", "/routes/{route}/weights", this::weigh)
                .on("PUT", "/routes/{route}/path", this::admit)
                .on("PUT", "/routes/{route}/stickiness", this::stick)
                .on(
                        "GET",
                        "/routes/{route}/counts",
                        request -> AdminResponse.ok(balancer.counts(request.path("route"))))
                .on("GET", "/routes/{route}/metrics", this::metrics)
                .doing("PUT", "/groups/{group}", request -> balancer.createGroup(request.path("group")))
                .on(
                        "GET",
                        "/groups/{group}/targets",
                        request -> AdminResponse.ok(balancer.targets(request.path("group"))))
                .on("GET", "/groups/{group}/metrics", this::groupMetrics)
                .doing("PUT", "/groups/{group}/targets/{target}", this::register)
                .doing(
                        "DELETE",
                        "/groups/{group}/targets/{target}",
                        request -> balancer.deregister(request.path("group"), request.path("target")));
    }

    /** A write names the tag it has read, or {@code *} to overwrite whatever is there. */
    private AdminResponse weigh(AdminRequest request) {
        String condition = request.header("If-Match")
                .orElseThrow(() -> new AdminException(428, "say If-Match, with the tag you have read or *"));
        Optional<String> fingerprint = condition.equals("*") ? Optional.empty() : Optional.of(unquoted(condition));
        return withTag(balancer.weigh(
                request.header(WRITER).orElse(""),
                request.path("route"),
                fingerprint,
                request.body(Weights.class).weights()));
    }

    private AdminResponse admit(AdminRequest request) {
        return withTag(
                balancer.admit(request.path("route"), request.body(Path.class).prefix()));
    }

    private AdminResponse stick(AdminRequest request) {
        return withTag(balancer.stick(
                request.path("route"), request.body(Stickiness.class).seconds()));
    }

    private AdminResponse metrics(AdminRequest request) {
        int seconds = request.query("seconds").map(Integer::valueOf).orElse(10);
        return AdminResponse.ok(balancer.metrics(request.path("route"), seconds));
    }

    private AdminResponse groupMetrics(AdminRequest request) {
        long since = request.query("since").map(Long::valueOf).orElse(0L);
        return AdminResponse.ok(balancer.groupMetrics(request.path("group"), since));
    }

    private void register(AdminRequest request) {
        Registration registration = request.body(Registration.class);
        balancer.register(request.path("group"), request.path("target"), registration.owner(), registration.port());
    }

    private static AdminResponse withTag(RouteView route) {
        return AdminResponse.ok(route).withHeader("ETag", "\"" + route.fingerprint() + "\"");
    }

    private static String unquoted(String tag) {
        return tag.startsWith("\"") && tag.endsWith("\"") && tag.length() > 1
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }
}
