package io.github.bluegreen4j.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.MetricSource.Query;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.contract.MetricSourceContract;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest extends MetricSourceContract {
    private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(BEGIN);

    private PrometheusMetrics.Builder builder(FakePrometheus prometheus) {
        return PrometheusMetrics.builder(prometheus.base())
                .requests(FakePrometheus.REQUESTS)
                .errors(FakePrometheus.ERRORS)
                .latency(FakePrometheus.LATENCY)
                .time(time);
    }

    @Override
    protected MetricSourceFixture fixture() {
        FakePrometheus prometheus = new FakePrometheus();
        MetricSource metrics = builder(prometheus).build();
        return new MetricSourceFixture() {
            @Override
            public MetricSource metrics() {
                return metrics;
            }

            @Override
            public Instant now() {
                return time.wall();
            }

            @Override
            public TargetGroupRef group(String name) {
                return new TargetGroupRef(name);
            }

            @Override
            public TargetGroupRef unknown() {
                return new TargetGroupRef("no-such-group");
            }

            @Override
            public void publish(TargetGroupRef group, MetricPoint point) {
                prometheus.put(group.id(), point);
            }

            @Override
            public void goOutOfReach() {
                prometheus.close();
            }

            @Override
            public void pause() {
                time.advance(Duration.ofSeconds(10));
            }

            @Override
            public int many() {
                return 25;
            }

            @Override
            public void close() {
                prometheus.close();
            }
        };
    }

    private static MetricPoint point(double requests, double errors) {
        return new MetricPoint(BEGIN, requests, errors, Latencies.of(List.of(0.1), List.of(requests)));
    }

    @Test
    void theQueriesNameTheGroupThePeriodAndWholePeriods() {
        try (FakePrometheus prometheus = new FakePrometheus()) {
            time.advance(Duration.ofMinutes(5).plusSeconds(29));
            builder(prometheus)
                    .label(group -> "say \"" + group.id() + "\"")
                    .period(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer secret")
                    .build()
                    .read(List.of(new Query(new TargetGroupRef("green"), BEGIN.plusSeconds(10))));

            assertThat(prometheus.asked()).hasSize(1); // without requests nothing else is asked
            assertThat(prometheus.asked().get(0))
                    .containsEntry("query", "requests{group=\"say \\\"green\\\"\"}[30s]")
                    .containsEntry("start", Long.toString(BEGIN.plusSeconds(60).getEpochSecond()))
                    .containsEntry("end", Long.toString(BEGIN.plusSeconds(270).getEpochSecond()))
                    .containsEntry("step", "30");
            assertThat(prometheus.authorizations()).containsExactly("Bearer secret");
        }
    }

    @Test
    void withoutAQueryOfLatenciesTheyAreUnknown() {
        try (FakePrometheus prometheus = new FakePrometheus()) {
            prometheus.put("green", point(100, 2));
            time.advance(Duration.ofMinutes(3));
            Query query = new Query(new TargetGroupRef("green"), BEGIN);
            MetricSource source = PrometheusMetrics.builder(prometheus.base())
                    .requests(FakePrometheus.REQUESTS)
                    .errors(FakePrometheus.ERRORS)
                    .time(time)
                    .build();

            assertThat(source.read(List.of(query)).get(query).points())
                    .containsExactly(new MetricPoint(BEGIN, 100, 2, Latencies.NONE));
        }
    }

    /** A judgement reads everything since the first step: a bake of nine days has more minutes than Prometheus answers at once. */
    @Test
    void aLongComparisonIsReadInPartsWithoutLosingOrRepeatingAMinute() {
        try (FakePrometheus prometheus = new FakePrometheus()) {
            int minutes = 9 * 24 * 60;
            List<MetricPoint> points = new ArrayList<>();
            for (int minute = 0; minute < minutes; minute++) {
                points.add(new MetricPoint(BEGIN.plus(Duration.ofMinutes(minute)), minute, 0, Latencies.NONE));
            }
            points.forEach(point -> prometheus.put("green", point));
            time.advance(Duration.ofMinutes(minutes + 1L));
            Query query = new Query(new TargetGroupRef("green"), BEGIN);
            MetricSource source = PrometheusMetrics.builder(prometheus.base())
                    .requests(FakePrometheus.REQUESTS)
                    .errors(FakePrometheus.ERRORS)
                    .time(time)
                    .build();

            assertThat(source.read(List.of(query)).get(query).points()).isEqualTo(points);
        }
    }

    @Test
    void aQueryThatPrometheusRefusesIsToldWithItsWords() {
        try (FakePrometheus prometheus = new FakePrometheus()) {
            time.advance(Duration.ofMinutes(3));
            Query query = new Query(new TargetGroupRef("green"), BEGIN);

            prometheus.failsWith(400);
            assertThatThrownBy(() -> builder(prometheus).build().read(List.of(query)))
                    .isInstanceOfSatisfying(PortException.class, thrown -> {
                        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
                        assertThat(thrown.problem().message()).isEqualTo("status 400, bad_data: the fake says so");
                    });

            prometheus.failsWith(503);
            assertThatThrownBy(() -> builder(prometheus).build().read(List.of(query)))
                    .isInstanceOfSatisfying(
                            PortException.class,
                            thrown -> assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        URI base = URI.create("http://127.0.0.1:1");
        assertThatThrownBy(() -> PrometheusMetrics.builder(base).requests("up").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("errors: is missing; allowed: a query in PromQL");
        assertThatThrownBy(() -> PrometheusMetrics.builder(base).period(Duration.ofMillis(1500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("period: \"PT1.5S\" is not allowed");
        assertThatThrownBy(() -> PrometheusMetrics.builder(base).delay(Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delay: \"PT1H\" is not allowed");
        assertThat(PrometheusMetrics.builder(base)
                        .client(HttpClient.newHttpClient(), Duration.ofSeconds(1))
                        .requests("up")
                        .errors("up")
                        .build()
                        .period())
                .isEqualTo(Duration.ofMinutes(1));
    }
}
