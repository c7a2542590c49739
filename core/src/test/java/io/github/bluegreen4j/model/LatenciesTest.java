package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final Latencies SOME = Latencies.of(List.of(0.1, 0.2, 0.4), List.of(90.0, 9.0, 1.0));

    @Test
    void requestsAboveABoundAreThoseOfTheBucketsAboveIt() {
        assertThat(SOME.requests()).isEqualTo(100);
        assertThat(SOME.above(0.1)).isCloseTo(10, within(1e-9));
        assertThat(SOME.above(0.2)).isCloseTo(1, within(1e-9));
        assertThat(SOME.above(0.4)).isZero();
        assertThat(SOME.above(Duration.ofMinutes(1))).isZero();
        assertThat(SOME.above(0)).isCloseTo(100, within(1e-9));
    }

    @Test
    void withinABucketRequestsAreSpreadByTheLogarithm() {
        assertThat(SOME.above(Math.sqrt(0.1 * 0.2))).isCloseTo(1 + 4.5, within(1e-9));
        assertThat(SOME.above(0.05)).isCloseTo(10 + 45, within(1e-9));
    }

    @Test
    void aQuantileIsTheInverse() {
        for (double share : new double[] {0.01, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            assertThat(SOME.above(SOME.quantile(share))).isCloseTo(100 * (1 - share), within(1e-6));
        }
        assertThat(Latencies.NONE.quantile(0.99)).isZero();
    }

    @Test
    void percentilesBecomeAHistogramThatHasThem() {
        TreeMap<Double, Duration> percentiles = new TreeMap<>();
        percentiles.put(50.0, Duration.ofMillis(20));
        percentiles.put(99.0, Duration.ofMillis(80));
        percentiles.put(100.0, Duration.ofMillis(500));
        Latencies latencies = Latencies.ofPercentiles(1000, percentiles);

        assertThat(latencies.requests()).isCloseTo(1000, within(1e-9));
        assertThat(latencies.quantile(0.5)).isCloseTo(0.020, within(1e-9));
        assertThat(latencies.quantile(0.99)).isCloseTo(0.080, within(1e-9));
        assertThat(latencies.above(0.08)).isCloseTo(10, within(1e-9));
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        assertThatThrownBy(() -> Latencies.of(List.of(0.2, 0.1), List.of(1.0, 1.0)))
                .isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> Latencies.of(List.of(0.2), List.of(-1.0))).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> Latencies.of(List.of(0.2), List.of())).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> new MetricPoint(Instant.EPOCH, 1, 2, Latencies.NONE))
                .isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> new MetricPoint(Instant.EPOCH, Double.NaN, 0, Latencies.NONE))
                .isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void equalHistogramsAreEqual() {
        assertThat(Latencies.of(List.of(0.1, 0.2, 0.4), List.of(90.0, 9.0, 1.0)))
                .isEqualTo(SOME)
                .hasSameHashCodeAs(SOME)
                .isNotEqualTo(Latencies.NONE);
        assertThat(SOME).hasToString("100 requests, p50 0.056 s, p99 0.200 s");
    }
}
