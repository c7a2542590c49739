package io.github.bluegreen4j.workflow.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Judgement.Answer;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final double[] ODDS = {2, 5, 20};

    /** The sum over all outcomes of two groups of independent requests, each with its probability. */
    private static double expectation(double odds, double factor, double difference, double blue, double green) {
        int blueRequests = 60;
        int greenRequests = 20;
        double sum = 0;
        for (int b = 0; b <= blueRequests; b++) {
            for (int g = 0; g <= greenRequests; g++) {
                Bet fresh = new Bet(new double[] {odds}, factor, difference, 0);
                fresh.place(1);
                fresh.play(b, blueRequests, g, greenRequests);
                sum += binomial(blueRequests, b, blue) * binomial(greenRequests, g, green) * fresh.value();
            }
        }
        return sum;
    }

    private static double binomial(int n, int k, double p) {
        double log = 0;
        for (int i = 1; i <= k; i++) {
            log += Math.log((n - k + i) / (double) i);
        }
        return Math.exp(log) * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }

    @Test
    void aBetAgainstATrueClaimIsNotWorthMoreThanItsStake() {
        for (double blue : new double[] {0.001, 0.02, 0.2, 0.6}) {
            for (double odds : ODDS) {
                assertThat(expectation(odds, 1, 0, blue, blue)).isLessThanOrEqualTo(1 + 1e-9);
                assertThat(expectation(odds, 1.5, 0, blue, 1.5 * blue)).isLessThanOrEqualTo(1 + 1e-9);
                assertThat(expectation(odds, 1.5, 0, blue, blue)).isLessThanOrEqualTo(1 + 1e-9);
            }
            for (double odds : new double[] {0.1, 0.5}) {
                double green = 1.25 * blue + 0.05;
                assertThat(expectation(odds, 1.25, 0.05, blue, green)).isLessThanOrEqualTo(1 + 1e-9);
            }
        }
    }

    @Test
    void aBetAgainstAFalseClaimGrows() {
        assertThat(expectation(5, 1, 0, 0.02, 0.2)).isGreaterThan(3);
        assertThat(expectation(0.1, 1, 0.2, 0.02, 0.02)).isGreaterThan(3);
    }

    @Test
    void noSinglePeriodDecides() {
        Bet bet = new Bet(ODDS, 1, 0, 0);
        bet.place(1);
        bet.play(0, 100_000, 5_000, 5_000);

        assertThat(bet.value()).isLessThanOrEqualTo(Bet.MOST_OF_A_PERIOD);
    }

    @Test
    void aPeriodInWhichOneGroupHadNoRequestsIsNoEvidence() {
        Bet bet = new Bet(ODDS, 1, 0, 0);
        bet.place(1);
        bet.play(0, 0, 50, 100);
        bet.play(10, 100, 0, 0);

        assertThat(bet.value()).isCloseTo(1, within(1e-12));
    }

    @Test
    void theStakeIsNeverMoreThanOne() {
        Judge judge = new Judge(AnalysisPolicy.STANDARD);
        for (int step = 0; step < 30; step++) {
            judge.step();
            for (int i = 0; i < 30; i++) {
                // Without any error the bet on more errors loses a little: it can never exceed its stake.
                judge.add(point(i, 1000, 0, 50), point(i, 1000, 0, 50));
            }
        }

        assertThat(judge.judgement().metrics().get(0).worse()).isLessThanOrEqualTo(1 + 1e-9);
    }

    @Test
    void equalGroupsAreNotWorse() {
        assertThat(after(30, 1, 0.05).judgement().answer()).isEqualTo(Answer.NOT_WORSE);
    }

    @Test
    void withoutTrafficNothingIsKnown() {
        Judge judge = new Judge(AnalysisPolicy.STANDARD);
        judge.step();
        for (int i = 0; i < 100; i++) {
            judge.add(point(i, 0, 0, 50), point(i, 0, 0, 50));
        }

        assertThat(judge.judgement().answer()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aGreenThatFailsIsWorse() {
        assertThat(after(5, 30, 0.05).judgement().answer()).isEqualTo(Answer.WORSE);
    }

    /** A long good time at a small share must not hide what breaks at a greater one. */
    @Test
    void aGreenThatBreaksInALaterStepIsFoundAsSoon() {
        Judge judge = after(200, 1, 0.05);
        judge.step();
        int minutes = 0;
        while (judge.judgement().answer() != Answer.WORSE && minutes < 100) {
            judge.add(point(minutes, 3000, 3, 50), point(minutes, 3000, 90, 50));
            minutes++;
        }

        assertThat(minutes).isLessThanOrEqualTo(5);
    }

    @Test
    void evidenceForNotWorseBeginsAnewWithEachStep() {
        Judge judge = after(30, 1, 0.05);
        assertThat(judge.judgement().answer()).isEqualTo(Answer.NOT_WORSE);
        judge.step();

        assertThat(judge.judgement().answer()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aDifferenceThatDoesNotMatterIsNotWorse() {
        Judge judge = new Judge(AnalysisPolicy.STANDARD);
        judge.step();
        for (int i = 0; i < 60; i++) {
            // 0.05 % against 0.01 % of many requests: certain, and of no importance.
            judge.add(point(i, 100_000, 10, 50), point(i, 100_000, 50, 50));
        }

        assertThat(judge.judgement().answer()).isEqualTo(Answer.NOT_WORSE);
    }

    /** 6,000 requests a minute with 0.1 % errors; green has {@code factor} times as many. */
    private static Judge after(int minutes, double factor, double share) {
        Judge judge = new Judge(AnalysisPolicy.STANDARD);
        judge.before(point(0, 6000, 6, 50));
        judge.step();
        for (int i = 1; i <= minutes; i++) {
            double green = 6000 * share;
            judge.add(point(i, 6000 - green, 6, 50), point(i, green, green * 0.001 * factor, 50));
        }
        return judge;
    }

    private static MetricPoint point(int minute, double requests, double errors, long medianMillis) {
        TreeMap<Double, Duration> percentiles = new TreeMap<>();
        percentiles.put(50.0, Duration.ofMillis(medianMillis));
        percentiles.put(90.0, Duration.ofMillis(2 * medianMillis));
        percentiles.put(99.0, Duration.ofMillis(4 * medianMillis));
        percentiles.put(100.0, Duration.ofMillis(8 * medianMillis));
        return new MetricPoint(
                Instant.EPOCH.plus(Duration.ofMinutes(minute)),
                requests,
                errors,
                Latencies.ofPercentiles(requests, percentiles));
    }
}
