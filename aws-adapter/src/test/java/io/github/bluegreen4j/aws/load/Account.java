package io.github.bluegreen4j.aws.load;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.place.AwsPlace;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.http.SdkHttpClient;

/** An account with many services and, unless stated, 2,000 alarms, with AWS's default rate limits on. */
final class Account {
    private static final int ALARMS = 2_000;
    private static final int RULES_PER_LISTENER = 50;

    private final FakeAws aws;
    private final Arns arns;
    private final boolean namedByArns;
    private final TimeSource time;
    private final Duration bake;
    private final int alarmsEach;
    private final List<String> closedGates = new CopyOnWriteArrayList<>();

    Account(TimeSource time, int services, Duration bake) {
        this(time, Arns.standard(), false, services, ALARMS / services, bake);
    }

    /**
     * One of several accounts.
     *
     * @param namedByArns whether specifications name clusters and alarms by their ARNs, because this is not the default place
     */
    Account(TimeSource time, Arns arns, boolean namedByArns, int services, int alarmsEach, Duration bake) {
        SimulatedWorld world = SimulatedWorld.create(time);
        this.aws = FakeAws.of(world, arns);
        this.arns = arns;
        this.namedByArns = namedByArns;
        this.time = time;
        this.bake = bake;
        this.alarmsEach = alarmsEach;
        for (int i = 0; i < services; i++) {
            world.addService(service(i), 1);
            world.addRoute(arns.rule(balancer(i), 443, rule(i)), TrafficSplit.allOn(first(i), second(i)));
            world.addRevision(service(i), "shop:1", first(i));
            alarms(i).forEach(name -> world.alarm(name, AlarmReading.State.OK));
        }
        aws.limitsRates(true);
    }

    private static String balancer(int service) {
        return "web-" + service / RULES_PER_LISTENER;
    }

    private static int rule(int service) {
        return 10 + service % RULES_PER_LISTENER;
    }

    static ServiceRef service(int number) {
        return new ServiceRef("prod", "service-" + number);
    }

    private TargetGroupRef first(int service) {
        return arns.targetGroup("first-" + service);
    }

    private TargetGroupRef second(int service) {
        return arns.targetGroup("second-" + service);
    }

    private List<String> alarms(int service) {
        return IntStream.range(0, alarmsEach)
                .mapToObj(alarm -> "alarm-" + service + "-" + alarm)
                .toList();
    }

    DeploymentSpec spec(int number) {
        ServiceRef service = service(number);
        return DeploymentSpec.blueGreen(
                        namedByArns ? new ServiceRef(arns.cluster(service.cluster()), service.name()) : service)
                .revision("shop:2")
                .productionRoute(arns.rule(balancer(number), 443, rule(number)))
                .targetGroups(first(number), second(number))
                .canary(10, bake)
                .bakeTime(bake)
                .alarms(AlarmPolicy.of(alarms(number).stream()
                        .map(name -> namedByArns ? arns.alarm(name) : name)
                        .toArray(String[]::new)))
                .build();
    }

    /** An engine's builder with the adapters on this account, within one budget of the default rates. */
    EngineBuilder engine(Journal journal) {
        return engine(journal, aws.httpClient());
    }

    /** The same with something between the clients and the fake. */
    EngineBuilder engine(Journal journal, SdkHttpClient between) {
        return engine(journal, between, Map.of());
    }

    /** The same with other rates. */
    EngineBuilder engine(Journal journal, SdkHttpClient between, Map<ApiGroup, Integer> rates) {
        EngineBuilder builder =
                DeploymentEngine.builder().journal(journal).listener((id, version, event) -> hear(id, event));
        new AwsShop(aws, between, time, ApiBudget.of(rates, time)).into(builder);
        return builder;
    }

    /** The adapters on this account, with a budget of its own. */
    AwsPlace place(Map<ApiGroup, Integer> rates) {
        return new AwsShop(aws, aws.httpClient(), time, ApiBudget.of(rates, time)).place();
    }

    /** A gate that waits for a reading, whatever for. */
    private void hear(DeploymentId id, DeploymentEvent event) {
        if (event instanceof WorkEvent.WorkWaiting waiting
                && (waiting.gate() == Gate.READABLE || waiting.gate() == Gate.REACHABLE)) {
            closedGates.add(id + ": " + waiting);
        }
    }

    /** Gates that stayed closed for lack of a reading. */
    List<String> closedGates() {
        return List.copyOf(closedGates);
    }

    List<Deployment> orderAll(DeploymentEngine engine, int services) {
        return orderAll(engine, "d-", services);
    }

    List<Deployment> orderAll(DeploymentEngine engine, String prefix, int services) {
        List<Deployment> orders = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            orders.add(engine.deploy(new DeploymentId(prefix + i), spec(i)));
        }
        return orders;
    }

    void raiseAlarm(int service) {
        aws.world().alarm(alarms(service).get(0), AlarmReading.State.ALARM);
    }

    FakeAws aws() {
        return aws;
    }

    static boolean areOver(List<Deployment> orders) {
        return orders.stream().allMatch(order -> order.status().isTerminal());
    }

    static Map<DeploymentStatus, Long> statuses(List<Deployment> orders) {
        return orders.stream().collect(Collectors.groupingBy(Deployment::status, TreeMap::new, Collectors.counting()));
    }

    /** What was asked of AWS: per action all requests, how many it throttled, the mean rate and the busiest second. */
    String usage() {
        List<AwsRequest> requests = aws.requests();
        Instant from = requests.get(0).at();
        double seconds = Math.max(
                1,
                Duration.between(from, requests.get(requests.size() - 1).at()).toMillis() / 1000.0);
        Map<String, List<AwsRequest>> byAction =
                requests.stream().collect(Collectors.groupingBy(AwsRequest::action, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byAction.forEach((action, some) -> {
            long throttled = some.stream()
                    .filter(request -> request.refusal().isPresent())
                    .count();
            long busiest = some.stream()
                    .collect(Collectors.groupingBy(
                            request -> Duration.between(from, request.at()).toSeconds(), Collectors.counting()))
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            text.append(String.format(
                    Locale.ROOT,
                    "%-45s %7d requests, %4d refused, %6.2f a second, busiest second %d%n",
                    action,
                    some.size(),
                    throttled,
                    some.size() / seconds,
                    busiest));
        });
        return text
                + String.format(Locale.ROOT, "all: %.1f a second over %.0f s%n", requests.size() / seconds, seconds);
    }
}
