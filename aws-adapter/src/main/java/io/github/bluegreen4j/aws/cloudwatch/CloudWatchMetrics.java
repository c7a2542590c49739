package io.github.bluegreen4j.aws.cloudwatch;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/**
 * Reads the metrics that an Application Load Balancer publishes per target group: {@code RequestCount}, {@code
 * HTTPCode_Target_5XX_Count} and {@code TargetConnectionErrorCount}, and percentiles of {@code TargetResponseTime}, in periods
 * of one minute ("CloudWatch metrics for your Application Load Balancer" in the Elastic Load Balancing user guide). Many
 * deployments share a request of {@code GetMetricData}, which takes 500 metrics; a target group needs nine. Thread-safe.
 *
 * <p>A Network Load Balancer counts flows for the whole balancer, never for a target group ("CloudWatch metrics for your
 * Network Load Balancer"). An analysis of such a deployment fails the preflight check {@code analysis-metrics}.
 *
 * <p>CloudWatch has the points of a minute after one to two minutes, so a minute counts as complete after {@link
 * #DEFAULT_DELAY}. Points that come later are read with the next reading: it reads all again.
 */
public final class CloudWatchMetrics implements MetricSource {
    /** After which time a minute counts as complete, by default: 2 minutes. */
    public static final Duration DEFAULT_DELAY = Duration.ofMinutes(2);

    private static final String OPERATION = "cloudwatch:GetMetricData";
    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final int PERIOD = 60;
    private static final int MOST_QUERIES = 500;
    private static final int MOST_GROUPS = 20;
    private static final String REQUESTS = "RequestCount";
    private static final List<String> ERRORS = List.of("HTTPCode_Target_5XX_Count", "TargetConnectionErrorCount");
    private static final String LATENCY = "TargetResponseTime";
    private static final Map<String, Double> PERCENTILES = percentiles();
    private static final int OF_A_GROUP = 1 + ERRORS.size() + PERCENTILES.size();
    private static final int AT_ONCE = MOST_QUERIES / OF_A_GROUP;

    private final CloudWatchClient client;
    private final ElasticLoadBalancingV2Client balancers;
    private final ApiCalls calls;
    private final TimeSource time;
    private final Duration delay;
    /** The load balancer of each group, as CloudWatch names it. It does not change while a group is attached. */
    private final Map<TargetGroupRef, String> balancerOf;

    private CloudWatchMetrics(
            CloudWatchClient client,
            ElasticLoadBalancingV2Client balancers,
            ApiCalls calls,
            TimeSource time,
            Duration delay,
            Map<TargetGroupRef, String> balancerOf) {
        this.client = client;
        this.balancers = balancers;
        this.calls = calls;
        this.time = time;
        this.delay = delay;
        this.balancerOf = balancerOf;
    }

    /**
     * Creates a source with the default budget and delay.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param balancers finds the load balancer of a target group; it makes one attempt per call
     * @return the source
     */
    public static CloudWatchMetrics create(CloudWatchClient client, ElasticLoadBalancingV2Client balancers) {
        return create(client, balancers, ApiBudget.ofDefaults(), TimeSource.system(), DEFAULT_DELAY);
    }

    /**
     * Creates a source.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param balancers finds the load balancer of a target group; it makes one attempt per call
     * @param budget limits the rate of requests; adapters may share one
     * @param time tells which minutes are over; CloudWatch's clock may differ by some seconds
     * @param delay after which time a minute counts as complete; 0 to 15 minutes
     * @return the source
     * @throws IllegalArgumentException if the delay is out of range
     */
    public static CloudWatchMetrics create(
            CloudWatchClient client,
            ElasticLoadBalancingV2Client balancers,
            ApiBudget budget,
            TimeSource time,
            Duration delay) {
        if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException("delay: \"" + delay + "\" is not allowed; allowed: 0 to 15 minutes");
        }
        SdkClients.reportRetries(client);
        SdkClients.reportRetries(balancers);
        return new CloudWatchMetrics(
                client, balancers, ApiCalls.of(client, budget), time, delay, new ConcurrentHashMap<>());
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", 50.0);
        percentiles.put("p90", 90.0);
        percentiles.put("p95", 95.0);
        percentiles.put("p99", 99.0);
        percentiles.put("p99.9", 99.9);
        percentiles.put("Maximum", 100.0);
        return percentiles;
    }

    @Override
    public int readBatch() {
        return AT_ONCE / 2 * 2;
    }

    @Override
    public MetricSource at(Urgency urgency) {
        return new CloudWatchMetrics(client, balancers, calls.at(urgency), time, delay, balancerOf);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return operation == CallRunner.Operation.READ_METRICS
                ? calls.costs(Map.of(ApiGroup.CLOUDWATCH_GET_METRIC_DATA, 1))
                : List.of();
    }

    /** {@inheritDoc} An analysis needs an Application Load Balancer. */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(new PreflightCheck() {
            @Override
            public String name() {
                return "analysis-metrics";
            }

            @Override
            public List<Finding> check(DeploymentSpec spec) {
                return spec.analysis().enabled() ? findings(name(), spec) : List.of();
            }
        });
    }

    private List<Finding> findings(String check, DeploymentSpec spec) {
        List<TargetGroupRef> groups =
                List.of(spec.targetGroups().first(), spec.targetGroups().second());
        findBalancers(calls, groups);
        List<Finding> findings = new ArrayList<>();
        for (TargetGroupRef group : groups) {
            String balancer = balancerOf.get(group);
            if (balancer != null && balancer.startsWith("net/")) {
                findings.add(Finding.error(
                                check,
                                "analysis",
                                group.id(),
                                "has no metrics: a Network Load Balancer counts neither requests nor errors per target group",
                                "a target group of an Application Load Balancer, or no analysis")
                        .mend("Leave the analysis out, or read metrics from the service itself: PrometheusMetrics."));
            }
        }
        return findings.isEmpty()
                ? List.of(Finding.passed(check, "analysis", "enabled", "can read its metrics from CloudWatch"))
                : findings;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Every 55 target groups take a request, and each 20 new ones a request of Elastic Load Balancing. If the budget has no
     * room, the call fails as unavailable and states when to retry.
     */
    @Override
    public Map<Query, Series> read(Collection<Query> queries) {
        List<Query> all = List.copyOf(queries);
        if (all.isEmpty()) {
            return Map.of();
        }
        String what = text(all);
        findBalancers(calls, all.stream().map(Query::group).toList());
        Map<Query, Series> series = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            read(all.subList(from, Math.min(all.size(), from + AT_ONCE)), what, series);
        }
        return series;
    }

    private static String text(List<Query> all) {
        return all.size() <= 2
                ? all.stream().map(query -> query.group().id()).toList().toString()
                : all.size() + " target groups, " + all.get(0).group() + " and others";
    }

    private void findBalancers(ApiCalls within, List<TargetGroupRef> groups) {
        List<TargetGroupRef> unknown = groups.stream()
                .filter(group -> !balancerOf.containsKey(group))
                .distinct()
                .toList();
        for (int from = 0; from < unknown.size(); from += MOST_GROUPS) {
            List<TargetGroupRef> some = unknown.subList(from, Math.min(unknown.size(), from + MOST_GROUPS));
            if (!find(within, some)) {
                // One that does not exist fails the request for all of them.
                some.forEach(group -> find(within, List.of(group)));
            }
        }
    }

    private boolean find(ApiCalls within, List<TargetGroupRef> groups) {
        List<String> arns = groups.stream().map(TargetGroupRef::id).toList();
        String operation = "elasticloadbalancing:DescribeTargetGroups";
        Optional<List<TargetGroup>> described = within.read(ApiGroup.ELB_READ, operation, arns, () -> {
            try {
                return Optional.of(balancers
                        .describeTargetGroups(request -> request.targetGroupArns(arns))
                        .targetGroups());
            } catch (TargetGroupNotFoundException missing) {
                return Optional.empty();
            }
        });
        described.ifPresent(all -> all.forEach(group -> group.loadBalancerArns().stream()
                .findFirst()
                .map(arn -> arn.substring(arn.indexOf("loadbalancer/") + "loadbalancer/".length()))
                .ifPresent(name -> balancerOf.put(new TargetGroupRef(group.targetGroupArn()), name))));
        return described.isPresent();
    }

    /** The values of one group, by metric and by the start of their minute. */
    private static final class Values {
        private final Map<String, SortedMap<Instant, Double>> of = new HashMap<>();

        void put(String metric, Instant start, double value) {
            of.computeIfAbsent(metric, any -> new TreeMap<>()).put(start, value);
        }

        Optional<Double> at(String metric, Instant start) {
            return Optional.ofNullable(of.getOrDefault(metric, new TreeMap<>()).get(start));
        }

        List<MetricPoint> points() {
            List<MetricPoint> points = new ArrayList<>();
            for (Map.Entry<Instant, Double> each :
                    of.getOrDefault(REQUESTS, new TreeMap<>()).entrySet()) {
                Instant start = each.getKey();
                double requests = each.getValue();
                // CloudWatch has no point where there was no error.
                double errors = ERRORS.stream()
                        .mapToDouble(metric -> at(metric, start).orElse(0.0))
                        .sum();
                points.add(new MetricPoint(start, requests, Math.min(errors, requests), latencies(start, requests)));
            }
            return points;
        }

        private Latencies latencies(Instant start, double requests) {
            SortedMap<Double, Duration> known = new TreeMap<>();
            PERCENTILES.forEach((statistic, percent) -> at(statistic, start)
                    .filter(seconds -> seconds > 0)
                    .ifPresent(seconds -> known.put(percent, Duration.ofNanos(Math.round(seconds * 1e9)))));
            return known.isEmpty() ? Latencies.NONE : Latencies.ofPercentiles(requests, known);
        }
    }

    private void read(List<Query> some, String what, Map<Query, Series> series) {
        Instant now = time.wall();
        Instant until = Instant.ofEpochSecond(Math.floorDiv(now.minus(delay).getEpochSecond(), (long) PERIOD) * PERIOD);
        Instant from = some.stream().map(Query::from).min(Instant::compareTo).orElse(now);
        Map<String, Values> byId = new HashMap<>();
        List<MetricDataQuery> asked = new ArrayList<>();
        Map<Query, Values> values = new LinkedHashMap<>();
        for (Query query : some) {
            String balancer = balancerOf.get(query.group());
            if (balancer != null) {
                String id = "g" + values.size();
                Values of = new Values();
                values.put(query, of);
                byId.put(id, of);
                ask(asked, id, query.group(), balancer);
            }
        }
        if (asked.isEmpty() || !from.isBefore(now)) {
            values.forEach((query, of) -> series.put(query, new Series(List.of(), until)));
            return;
        }
        Optional<String> next = Optional.empty();
        do {
            Optional<String> page = next;
            GetMetricDataResponse answer = calls.read(
                    ApiGroup.CLOUDWATCH_GET_METRIC_DATA,
                    OPERATION,
                    what,
                    () -> client.getMetricData(request -> request.metricDataQueries(asked)
                            .startTime(floor(from))
                            .endTime(now)
                            .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                            .nextToken(page.orElse(null))));
            ApiCalls.checked(answer, OPERATION, what, Problem.Kind.UNAVAILABLE);
            answer.metricDataResults().forEach(result -> take(result, byId, what));
            next = Optional.ofNullable(answer.nextToken()).filter(token -> !token.isEmpty());
        } while (next.isPresent());
        values.forEach((query, of) -> series.put(query, new Series(since(query, of.points()), until)));
    }

    private static Instant floor(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), (long) PERIOD) * PERIOD);
    }

    private static List<MetricPoint> since(Query query, List<MetricPoint> points) {
        return points.stream()
                .filter(point -> !point.start().isBefore(query.from()))
                .toList();
    }

    private static void ask(List<MetricDataQuery> asked, String id, TargetGroupRef group, String balancer) {
        List<Dimension> dimensions = List.of(
                dimension("TargetGroup", group.id().substring(group.id().indexOf(":targetgroup/") + 1)),
                dimension("LoadBalancer", balancer));
        asked.add(query(id + "_r", REQUESTS, "Sum", dimensions));
        for (int i = 0; i < ERRORS.size(); i++) {
            asked.add(query(id + "_e" + i, ERRORS.get(i), "Sum", dimensions));
        }
        int number = 0;
        for (String statistic : new TreeSet<>(PERCENTILES.keySet())) {
            asked.add(query(id + "_l" + number++, LATENCY, statistic, dimensions));
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static MetricDataQuery query(String id, String metric, String statistic, List<Dimension> dimensions) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(Metric.builder()
                                .namespace(NAMESPACE)
                                .metricName(metric)
                                .dimensions(dimensions)
                                .build())
                        .period(PERIOD)
                        .stat(statistic))
                .returnData(true)
                .build();
    }

    private static void take(MetricDataResult result, Map<String, Values> byId, String what) {
        if (result.statusCode() == StatusCode.INTERNAL_ERROR || result.statusCode() == StatusCode.FORBIDDEN) {
            throw new PortException(new Problem(
                    Problem.Kind.UNAVAILABLE, OPERATION, what, "CloudWatch answered " + result.statusCodeAsString()));
        }
        int line = result.id().indexOf('_');
        Values values = byId.get(result.id().substring(0, line));
        String metric = metric(result.id().substring(line + 1));
        for (int i = 0; values != null && i < result.timestamps().size(); i++) {
            values.put(metric, result.timestamps().get(i), result.values().get(i));
        }
    }

    private static String metric(String suffix) {
        int number = suffix.length() > 1 ? Integer.parseInt(suffix.substring(1)) : 0;
        return switch (suffix.charAt(0)) {
            case 'r' -> REQUESTS;
            case 'e' -> ERRORS.get(number);
            default -> List.copyOf(new TreeSet<>(PERCENTILES.keySet())).get(number);
        };
    }
}
