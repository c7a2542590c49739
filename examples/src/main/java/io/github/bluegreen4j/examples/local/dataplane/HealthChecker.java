package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.dataplane.LoadBalancer.ToCheck;
import io.github.bluegreen4j.examples.local.process.PeriodicThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;

/** Asks {@code GET /health} of every target of every used group, again and again, one question at a time for each. */
final class HealthChecker {

    private final LoadBalancer balancer;
    private final HttpClient http;
    private final Settings settings;
    private final Set<ToCheck> asked = ConcurrentHashMap.newKeySet();

    HealthChecker(LoadBalancer balancer, HttpClient http, Settings settings) {
        this.balancer = balancer;
        this.http = http;
        this.settings = settings;
    }

    void start() {
        PeriodicThread.start(
                "health-checks",
                settings.checkInterval(),
                () -> balancer.toCheck().stream().filter(asked::add).forEach(this::ask));
    }

    private void ask(ToCheck target) {
        http.newRequest("127.0.0.1", target.port())
                .path("/health")
                .timeout(settings.checkTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .send(result -> {
                    asked.remove(target);
                    balancer.checked(
                            target, result.isSucceeded() && result.getResponse().getStatus() == 200);
                });
    }
}
