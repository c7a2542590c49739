package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.http.AdminServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The real load balancer behind its real control plane, without a data plane in front: the test says how health checks
 * end, what is answered, and what time it is.
 */
public final class LoadBalancerWorld implements AutoCloseable {

    static {
        // Read once, when the first server is made; without it each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> failing = new HashSet<>();
    private final LoadBalancer balancer = new LoadBalancer(
            new Settings(Duration.ofMillis(250), Duration.ofSeconds(2), 2, 2, Duration.ofSeconds(10)), nanos::get);
    private final AdminServer server = new ControlPlane(balancer).server();
    private final DataPlaneClient client = new DataPlaneClient(new AdminClient(server.start()));

    /** A client of the control plane. */
    public DataPlaneClient client() {
        return client;
    }

    public void createRoute(String name) {
        balancer.createRoute(name, 1);
    }

    /** From now on a target fails its health checks. */
    public synchronized void fail(String target) {
        failing.add(target);
    }

    /** Lets as much time pass as two rounds of health checks take. */
    public synchronized void checkHealth() {
        for (int round = 0; round < 2; round++) {
            balancer.toCheck().forEach(check -> balancer.checked(check, !failing.contains(check.id())));
        }
    }

    /** Lets so much time pass that no metric remembers anything. */
    public void forget() {
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    }

    /** A target of the route answers that many requests. */
    public void answer(String route, int requests, int status) {
        for (int i = 0; i < requests; i++) {
            balancer.end(balancer.begin(route).orElseThrow(), status);
        }
    }

    /** That many requests of the route find no target. */
    public void refuse(String route, int requests) {
        for (int i = 0; i < requests; i++) {
            if (balancer.begin(route).isPresent()) {
                throw new IllegalStateException("there is a target");
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
