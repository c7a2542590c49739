package io.github.bluegreen4j.prometheus;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics over the HTTP API of Prometheus (also of Thanos, Mimir or VictoriaMetrics, which have the same). Three
 * queries in PromQL say what requests, errors and latencies of a target group are. In each, {@code $group} stands for the
 * target group and {@code $period} for the length of a period:
 *
 * <pre>{@code
 * PrometheusMetrics.builder(URI.create("http://prometheus:9090"))
 *         .requests("sum(increase(http_requests_total{target_group=\"$group\"}[$period]))")
 *         .errors("sum(increase(http_requests_total{target_group=\"$group\",code=~\"5..\"}[$period]))")
 *         .latency("sum by (le) (increase(http_request_duration_seconds_bucket{target_group=\"$group\"}[$period]))")
 *         .build();
 * }</pre>
 *
 * <p>The tasks of blue and green must differ by a label for which the name of the target group can stand; {@link
 * Builder#label} maps it. A range query is made for each group and each of the three. Thread-safe.
 */
public final class PrometheusMetrics implements MetricSource {
    /** After which time a period counts as complete, by default: 30 s. A scrape interval of 15 s fits. */
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(30);

    private static final String LE = "le";
    private static final int GROUPS_IN_A_CALL = 10;

    private final RangeQueries prometheus;
    private final String requests;
    private final String errors;
    private final @Nullable String latency;
    private final Function<TargetGroupRef, String> label;
    private final TimeSource time;
    private final Duration period;
    private final Duration delay;

    private PrometheusMetrics(Builder builder, String requests, String errors) {
        this.prometheus = new RangeQueries(builder.client, builder.base, Map.copyOf(builder.headers), builder.timeout);
        this.requests = requests;
        this.errors = errors;
        this.latency = builder.latency;
        this.label = builder.label;
        this.time = builder.time;
        this.period = builder.period;
        this.delay = builder.delay;
    }

    /**
     * {@return a builder}
     *
     * @param base the address of Prometheus, without {@code /api/v1}
     */
    public static Builder builder(URI base) {
        return new Builder(Given.value("base", base));
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public int readBatch() {
        return GROUPS_IN_A_CALL;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A value of {@code increase} at an instant counts what happened in the period before, so a point begins one period
     * earlier. Errors of which Prometheus knows no series are none.
     */
    @Override
    public Map<Query, Series> read(Collection<Query> queries) {
        Instant until = floor(time.wall().minus(delay));
        Map<Query, Series> series = new LinkedHashMap<>();
        for (Query query : queries) {
            Instant first = floor(query.from()).isBefore(query.from())
                    ? floor(query.from()).plus(period)
                    : query.from();
            Instant from = first.plus(period);
            List<MetricPoint> points = from.isAfter(until) ? List.of() : points(query.group(), from, until);
            series.put(query, new Series(points, until));
        }
        return series;
    }

    private Instant floor(Instant instant) {
        long length = period.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), length) * length);
    }

    private List<MetricPoint> points(TargetGroupRef group, Instant from, Instant until) {
        NavigableMap<Instant, Double> served = sum(ask(requests, group, from, until));
        if (served.isEmpty()) {
            return List.of();
        }
        NavigableMap<Instant, Double> failed = sum(ask(errors, group, from, until));
        Map<Instant, NavigableMap<Double, Double>> buckets =
                latency == null ? Map.of() : buckets(ask(latency, group, from, until));
        List<MetricPoint> points = new ArrayList<>();
        served.forEach((end, count) -> points.add(new MetricPoint(
                end.minus(period),
                count,
                Math.min(count, failed.getOrDefault(end, 0.0)),
                histogram(buckets.getOrDefault(end, new TreeMap<>())))));
        return points;
    }

    private List<RangeQueries.Line> ask(String template, TargetGroupRef group, Instant from, Instant until) {
        String name = label.apply(group).replace("\\", "\\\\").replace("\"", "\\\"");
        String promql = template.replace("$group", name).replace("$period", period.toSeconds() + "s");
        return prometheus.range(promql, from, until, period);
    }

    private static NavigableMap<Instant, Double> sum(List<RangeQueries.Line> lines) {
        NavigableMap<Instant, Double> sum = new TreeMap<>();
        lines.forEach(line -> line.values().forEach((at, value) -> sum.merge(at, Math.max(0, value), Double::sum)));
        return sum;
    }

    /** For each instant how many requests took at most each bound. */
    private static Map<Instant, NavigableMap<Double, Double>> buckets(List<RangeQueries.Line> lines) {
        Map<Instant, NavigableMap<Double, Double>> buckets = new TreeMap<>();
        for (RangeQueries.Line line : lines) {
            double bound = bound(line.labels().getOrDefault(LE, ""));
            if (bound > 0) {
                line.values()
                        .forEach((at, value) -> buckets.computeIfAbsent(at, any -> new TreeMap<>())
                                .merge(bound, value, Double::sum));
            }
        }
        return buckets;
    }

    private static double bound(String le) {
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        } catch (NumberFormatException noBound) {
            return 0;
        }
    }

    /** Prometheus counts up to each bound. What took longer than all of them counts as twice the last. */
    private static Latencies histogram(NavigableMap<Double, Double> upTo) {
        SortedMap<Double, Double> between = new TreeMap<>();
        double before = 0;
        double last = 0;
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            double bound = Double.isInfinite(bucket.getKey()) ? 2 * last : bucket.getKey();
            double count = Math.max(0, bucket.getValue() - before);
            if (bound > 0) {
                between.put(bound, count);
                last = bound;
            }
            before = Math.max(before, bucket.getValue());
        }
        return Latencies.of(List.copyOf(between.keySet()), List.copyOf(between.values()));
    }

    /** Builds a source. The queries of requests and errors are required. Not thread-safe. */
    public static final class Builder {
        private final URI base;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpClient client = HttpClient.newHttpClient();
        private Duration timeout = Duration.ofSeconds(8);
        private @Nullable String requests;
        private @Nullable String errors;
        private @Nullable String latency;
        private Function<TargetGroupRef, String> label = TargetGroupRef::id;
        private TimeSource time = TimeSource.system();
        private Duration period = Duration.ofMinutes(1);
        private Duration delay = DEFAULT_DELAY;

        private Builder(URI base) {
            this.base = base;
        }

        /**
         * Sets how requests are counted. Required.
         *
         * @param promql PromQL with {@code $group} and {@code $period}; several series are added up
         * @return this builder
         */
        public Builder requests(String promql) {
            requests = Given.value("requests", promql);
            return this;
        }

        /**
         * Sets how failed requests are counted. Required.
         *
         * @param promql PromQL with {@code $group} and {@code $period}; several series are added up
         * @return this builder
         */
        public Builder errors(String promql) {
            errors = Given.value("errors", promql);
            return this;
        }

        /**
         * Sets where latencies are. By default they are unknown, so that no step is ever known to be "not worse": use it, or
         * an analysis without a gate.
         *
         * @param promql PromQL with {@code $group} and {@code $period}; one series for each label {@code le}, in seconds, as of
         *     a classic histogram
         * @return this builder
         */
        public Builder latency(String promql) {
            latency = Given.value("latency", promql);
            return this;
        }

        /**
         * Sets what stands for a target group in the queries. By default its id.
         *
         * @param newLabel gives the text for {@code $group}; quotes and backslashes in it are escaped
         * @return this builder
         */
        public Builder label(Function<TargetGroupRef, String> newLabel) {
            label = Given.value("label", newLabel);
            return this;
        }

        /**
         * Adds a header to each request, for example {@code Authorization}.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder header(String name, String value) {
            headers.put(Given.value("header.name", name), Given.value("header.value", value));
            return this;
        }

        /**
         * Sets the length of a period. At least four scrapes should fall into it.
         *
         * @param newPeriod whole seconds, 1 s to 10 minutes; by default 1 minute
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder period(Duration newPeriod) {
            if (newPeriod.toSeconds() < 1
                    || newPeriod.toSeconds() > 600
                    || !newPeriod.equals(newPeriod.truncatedTo(ChronoUnit.SECONDS))) {
                throw new IllegalArgumentException(
                        "period: \"" + newPeriod + "\" is not allowed; allowed: whole seconds, 1 s to 10 minutes");
            }
            period = newPeriod;
            return this;
        }

        /**
         * Sets after which time a period counts as complete.
         *
         * @param newDelay 0 to 15 minutes; by default {@link #DEFAULT_DELAY}
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder delay(Duration newDelay) {
            if (newDelay.isNegative() || newDelay.compareTo(Duration.ofMinutes(15)) > 0) {
                throw new IllegalArgumentException(
                        "delay: \"" + newDelay + "\" is not allowed; allowed: 0 to 15 minutes");
            }
            delay = newDelay;
            return this;
        }

        /**
         * Sets the client, for example one with a proxy or a trust store of its own, and how long a request may take.
         *
         * @param newClient the client
         * @param newTimeout by default 8 s; the engine abandons a call after 10 s
         * @return this builder
         */
        public Builder client(HttpClient newClient, Duration newTimeout) {
            client = Given.value("client", newClient);
            timeout = Given.value("timeout", newTimeout);
            return this;
        }

        /**
         * Sets the clock. By default it is the system's.
         *
         * @param newTime tells which periods are over
         * @return this builder
         */
        public Builder time(TimeSource newTime) {
            time = Given.value("time", newTime);
            return this;
        }

        /**
         * {@return the source}
         *
         * @throws IllegalStateException if a query is missing
         */
        public PrometheusMetrics build() {
            if (requests == null || errors == null) {
                throw new IllegalStateException(
                        (requests == null ? "requests" : "errors") + ": is missing; allowed: a query in PromQL");
            }
            return new PrometheusMetrics(this, requests, errors);
        }
    }
}
