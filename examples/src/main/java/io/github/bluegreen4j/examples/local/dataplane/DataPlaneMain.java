package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.Ready;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The load balancer's process. Arguments: {@code --route} with the name of each route (by default {@code production} and
 * {@code test}), {@code --check-interval}, {@code --check-timeout}, {@code --healthy-after}, {@code --unhealthy-after},
 * {@code --deregistration-delay}. It announces the port {@code admin} and one for each route. A route forwards to nobody
 * until it is given weights.
 */
public final class DataPlaneMain {

    /** Longer than the load ever pauses: a connection closed while its client writes would fail a good request. */
    private static final long CLIENTS_IDLE_MILLIS = 300_000;

    private DataPlaneMain() {}

    /** Runs until it is told to end, or its parent is gone. */
    public static void main(String... args) throws Exception {
        ParentWatch.exitWithParent();
        Arguments arguments = Arguments.parse(args);
        Settings settings = Settings.from(arguments);
        LoadBalancer balancer = new LoadBalancer(settings, System::nanoTime);

        HttpClient checks = new HttpClient();
        checks.setIdleTimeout(RouteProxy.TARGETS_IDLE_MILLIS);
        checks.start();
        new HealthChecker(balancer, checks, settings).start();

        Map<String, Integer> ports = new HashMap<>();
        List<String> routes = arguments.all("route");
        for (String route : routes.isEmpty() ? List.of("production", "test") : routes) {
            int port = listen(new RouteProxy(route, balancer));
            balancer.createRoute(route, port);
            ports.put(route, port);
        }
        ports.put("admin", new ControlPlane(balancer).server().start());
        Ready.with(ports).announce();
    }

    private static int listen(RouteProxy proxy) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(32);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(CLIENTS_IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(proxy);
        server.start();
        return connector.getLocalPort();
    }
}
