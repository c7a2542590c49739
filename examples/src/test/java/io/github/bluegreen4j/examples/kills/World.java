package io.github.bluegreen4j.examples.kills;

import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.dataplane.RouteWrite;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.load.LoadClient;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import io.github.bluegreen4j.examples.local.task.Counts;
import io.github.bluegreen4j.examples.local.verdict.TrafficVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Three services under load, as processes that live longer than any engine: a load balancer, tasks and clients. */
final class World implements AutoCloseable {

    static final List<String> SERVICES = List.of("cart", "search", "stock");
    private static final Duration START = Duration.ofMinutes(3);
    private static final int REQUESTS_PER_SECOND = 25;

    private final LocalCluster cluster;
    private final Map<String, LoadClient> loads = new LinkedHashMap<>();

    /** Starts everything; the requests flow when this returns. */
    World(Path directory) {
        List<String> dataPlane = new ArrayList<>();
        SERVICES.forEach(
                service -> dataPlane.addAll(List.of("--route", "production-" + service, "--route", "test-" + service)));
        // A busy machine is no reason to take a task for ill.
        dataPlane.addAll(List.of("--check-interval", "PT0.2S", "--check-timeout", "PT10S", "--unhealthy-after", "5"));
        cluster = new LocalCluster(directory, dataPlane, List.of("--health-grace", "PT30S"));
        try {
            SERVICES.forEach(this::launchBlue);
            SERVICES.forEach(this::load);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void launchBlue(String service) {
        cluster.runner().define(Order.definition(service, true), Map.of());
        cluster.runner().define(Order.definition(service, false), Map.of("fail-smoke", "true"));
        cluster.launchBlue(
                service,
                Order.definition(service, true),
                1,
                List.of(service + "-first", service + "-second"),
                List.of("production-" + service, "test-" + service));
    }

    private void load(String service) {
        await().atMost(START)
                .until(() -> cluster.dataPlane().targets(service + "-first").stream()
                        .anyMatch(target -> target.state() == TargetState.HEALTHY));
        loads.put(service, cluster.startLoad("production-" + service, REQUESTS_PER_SECOND, 3));
    }

    /** What an engine has to know to act here. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--data-plane", String.valueOf(cluster.dataPlanePort("admin")),
                "--runner", String.valueOf(cluster.runnerPort())));
        SERVICES.forEach(service ->
                arguments.addAll(List.of("--test-port", service + "=" + cluster.dataPlanePort("test-" + service))));
        return arguments;
    }

    /** What engines wrote to the routes, in the order in which it took effect. */
    List<RouteWrite> writes() {
        return cluster.dataPlane().writes().stream()
                .filter(write -> !write.writer().isEmpty())
                .toList();
    }

    /** Ends the load, and returns what each service's clients have seen. */
    Map<String, LoadSummary> stopLoad() {
        Map<String, LoadSummary> ends = new LinkedHashMap<>();
        loads.forEach((service, load) -> ends.put(service, load.stop()));
        return ends;
    }

    /** The requests that were not answered exactly once. */
    List<String> lost(Map<String, LoadSummary> loads) {
        List<String> faults = new ArrayList<>();
        loads.forEach((service, load) -> faults.addAll(TrafficVerdict.of(load, counts(service)).faults().stream()
                .map(fault -> service + ": " + fault)
                .toList()));
        return faults;
    }

    /** What a service's tasks have counted, by revision. */
    Map<String, Counts> counts(String service) {
        return cluster.counts().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(service + "-"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The weights of groups that no revision of their service has. */
    Set<String> idleWeights() {
        Set<String> idle = new TreeSet<>();
        for (String service : SERVICES) {
            for (String route : List.of("production-" + service, "test-" + service)) {
                cluster.dataPlane().route(route).weights().forEach((group, weight) -> {
                    if (weight > 0) {
                        idle.add(route + " gives weight to " + group);
                    }
                });
            }
            // Read after the weights: what has none of the revisions now may have had one then, and is found to have no
            // weight next time.
            cluster.runner()
                    .describe(service)
                    .revisions()
                    .forEach(revision -> idle.removeIf(each -> each.endsWith(" " + revision.targetGroup())));
        }
        return idle;
    }

    /** What is not as it has to be after a deployment that succeeded: its revision alone, with all of production. */
    List<String> disorder(String service, String lastDeployment) {
        List<String> faults = new ArrayList<>();
        List<RevisionView> revisions = cluster.runner().describe(service).revisions();
        boolean alone = revisions.size() == 1
                && revisions.get(0).owner().equals(lastDeployment)
                && revisions.get(0).primary()
                && revisions.get(0).steady();
        if (!alone) {
            faults.add(service + ": after " + lastDeployment + " there are " + revisions);
            return faults;
        }
        for (String route : List.of("production-" + service, "test-" + service)) {
            Map<String, Integer> weights = cluster.dataPlane().route(route).weights();
            boolean led = weights.entrySet().stream()
                    .allMatch(entry -> entry.getValue() > 0
                            == entry.getKey().equals(revisions.get(0).targetGroup()));
            if (!led) {
                faults.add(route + " leads to " + weights + " after " + lastDeployment);
            }
        }
        return faults;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
