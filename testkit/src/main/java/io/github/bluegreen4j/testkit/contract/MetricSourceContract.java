package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link MetricSource}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class MetricSourceContract extends ContractSuite<MetricSourceFixture> {
    private static final Latencies FAST = Latencies.of(List.of(0.025, 0.05, 0.1), List.of(60.0, 38.0, 2.0));
    private static final Latencies SLOW = Latencies.of(List.of(0.1, 0.2, 0.4), List.of(60.0, 38.0, 2.0));
    private static final int PERIODS = 5;

    private Optional<Instant> begin = Optional.empty();

    private Duration period() {
        Duration period = fixture.metrics().period();
        assertThat(period).as("the length of a period").isNotNull().isPositive();
        return period;
    }

    /** The start of a period, counted from five periods ago. */
    private Instant start(int period) {
        if (begin.isEmpty()) {
            long length = period().toSeconds();
            begin = Optional.of(Instant.ofEpochSecond(fixture.now().getEpochSecond() / length * length)
                    .minusSeconds(PERIODS * length));
        }
        return begin.get().plus(period().multipliedBy(period));
    }

    /** The series of a query, which must be there. */
    private static MetricSource.Series series(
            Map<MetricSource.Query, MetricSource.Series> read, MetricSource.Query query) {
        assertThat(read).as("what was read").isNotNull().containsKey(query);
        return Objects.requireNonNull(read.get(query));
    }

    private MetricPoint point(int period, double errors, Latencies latencies) {
        return new MetricPoint(start(period), latencies.requests(), errors, latencies);
    }

    private MetricSource.Query since(TargetGroupRef group, int period) {
        return new MetricSource.Query(group, start(period));
    }

    private void shows(MetricSource.Query query, MetricPoint... expected) {
        eventually(() -> {
            Map<MetricSource.Query, MetricSource.Series> read =
                    fixture.metrics().read(List.of(query));
            assertThat(read).as("the series of %s", query).containsOnlyKeys(query);
            MetricSource.Series series = series(read, query);
            List<MetricPoint> complete = series.points().stream()
                    .filter(point -> point.requests() > 0)
                    .filter(point -> !point.start().plus(period()).isAfter(series.completeUntil()))
                    .toList();
            assertThat(complete).as("the complete points of %s", query).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                MetricPoint seen = complete.get(i);
                assertThat(seen.start()).as("the start of point %s", i).isEqualTo(expected[i].start());
                assertThat(seen.requests())
                        .as("the requests of %s", seen)
                        .isCloseTo(expected[i].requests(), within(0.5));
                assertThat(seen.errors()).as("the errors of %s", seen).isCloseTo(expected[i].errors(), within(0.5));
                same(seen.latencies(), expected[i].latencies(), 0.5);
                same(seen.latencies(), expected[i].latencies(), 0.99);
            }
        });
    }

    /** A source may know percentiles only, so the values may differ by a quarter. */
    private static void same(Latencies seen, Latencies expected, double share) {
        double wanted = expected.quantile(share);
        assertThat(seen.quantile(share))
                .as("the quantile %s of %s", share, seen)
                .isBetween(wanted / 1.25, wanted * 1.25);
    }

    /** Prevents a judgement on numbers that mean something else. */
    @Test
    public final void aPointIsReadAsItIs() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 3, FAST));
        fixture.publish(group, point(1, 7, SLOW));
        shows(since(group, 0), point(0, 3, FAST), point(1, 7, SLOW));
    }

    /** Prevents errors of blue that count as green's. */
    @Test
    public final void groupsAreToldApart() {
        TargetGroupRef one = fixture.group("one");
        TargetGroupRef other = fixture.group("other");
        fixture.publish(one, point(0, 0, FAST));
        fixture.publish(other, point(0, 20, SLOW));
        shows(since(one, 0), point(0, 0, FAST));
        shows(since(other, 0), point(0, 20, SLOW));
    }

    /** Prevents a period without errors that counts as unknown: some sources publish no zero. */
    @Test
    public final void requestsWithoutErrorsHaveNone() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 0, FAST));
        fixture.publish(group, point(1, 1, FAST));
        fixture.publish(group, point(2, 0, FAST));
        shows(since(group, 0), point(0, 0, FAST), point(1, 1, FAST), point(2, 0, FAST));
    }

    /** Prevents a gap that counts as a period without errors. */
    @Test
    public final void aPeriodWithoutAPointIsLeftOut() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 1, FAST));
        fixture.publish(group, point(3, 1, FAST));
        shows(since(group, 0), point(0, 1, FAST), point(3, 1, FAST));
    }

    /** Prevents a judgement by numbers that were still incomplete. */
    @Test
    public final void aCorrectedPointIsSeenByTheNextReadings() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 1, FAST));
        shows(since(group, 0), point(0, 1, FAST));
        fixture.publish(group, point(0, 9, FAST));
        shows(since(group, 0), point(0, 9, FAST));
    }

    /** Prevents an incomplete period that looks like one with few errors. */
    @Test
    public final void whatCountsAsCompleteIsOver() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 1, FAST));
        eventually(() -> {
            MetricSource.Series series = series(fixture.metrics().read(List.of(since(group, 0))), since(group, 0));
            assertThat(series.completeUntil())
                    .as("the end of the last complete period")
                    .isBeforeOrEqualTo(fixture.now())
                    .isAfter(fixture.now().minus(Duration.ofMinutes(30)));
        });
    }

    /** Prevents groups that are dropped silently by a limit of one request or by a second page. */
    @Test
    public final void asManyGroupsAsAreAskedForAreRead() {
        List<MetricSource.Query> queries = new ArrayList<>();
        for (int i = 0; i < fixture.many(); i++) {
            TargetGroupRef group = fixture.group("group-" + i);
            fixture.publish(group, point(0, i % 10, FAST));
            queries.add(since(group, 0));
        }
        eventually(() -> {
            Map<MetricSource.Query, MetricSource.Series> read =
                    fixture.metrics().read(queries);
            assertThat(read).containsOnlyKeys(queries);
            for (int i = 0; i < queries.size(); i++) {
                assertThat(series(read, queries.get(i)).points())
                        .as("the points of %s", queries.get(i))
                        .isNotEmpty()
                        .allSatisfy(point -> assertThat(point.requests()).isPositive());
                assertThat(series(read, queries.get(i)).points().get(0).errors())
                        .isCloseTo(i % 10, within(0.5));
            }
        });
    }

    /** Prevents a deleted group of another deployment that hides everybody's metrics. */
    @Test
    public final void aGroupThatDoesNotExistHidesNoOther() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 3, FAST));
        eventually(() -> {
            Map<MetricSource.Query, MetricSource.Series> read =
                    fixture.metrics().read(List.of(since(group, 0), since(fixture.unknown(), 0)));
            assertThat(read).containsKey(since(group, 0));
            assertThat(series(read, since(group, 0)).points()).isNotEmpty();
            MetricSource.Series none = read.get(since(fixture.unknown(), 0));
            assertThat(none == null || none.points().isEmpty())
                    .as("a group that does not exist has no points")
                    .isTrue();
        });
    }

    /** Prevents a request for everything there is. */
    @Test
    public final void toAskForNothingReadsNothing() {
        fixture.publish(fixture.group("one"), point(0, 3, FAST));
        assertThat(fixture.metrics().read(List.of())).isNotNull().isEmpty();
        shows(since(fixture.group("one"), 0), point(0, 3, FAST));
    }

    /** Prevents an outage of the source that looks like a service without errors. */
    @Test
    public final void whatCanNotBeReadIsThrown() {
        TargetGroupRef group = fixture.group("one");
        fixture.publish(group, point(0, 3, FAST));
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.metrics().read(List.of(since(group, 0))));
    }
}
