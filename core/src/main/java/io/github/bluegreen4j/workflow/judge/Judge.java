package io.github.bluegreen4j.workflow.judge;

import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy.Margin;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Judgement.Answer;
import io.github.bluegreen4j.model.Judgement.Metric;
import io.github.bluegreen4j.model.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges green by the points of both groups, one period after the other. It keeps no history and costs the same in
 * every period. Not thread-safe.
 *
 * <p><b>Errors</b> are counted as they are. <b>Latency</b> becomes a count, too, as in the tests of quantiles by S.
 * Howard and A. Ramdas, "Sequential estimation of quantiles" (arXiv 1906.09712), and of M. Lindon, C. Sanden and V.
 * Shirikian, "Rapid Regression Detection in Software Deployments through Sequential Testing" (arXiv 2205.14762): the
 * requests that took longer than a limit. The limit is blue's 99th percentile in the periods before, and for green it
 * is that percentile plus the margin. If green's latencies are at most blue's plus the margin, green has at most blue's
 * share of slow requests, whatever the limit is and however slow the day. A limit from earlier periods does not depend
 * on the counts of this one.
 *
 * <p><b>Two bets for each metric.</b> One, against "green is at most a factor above blue", runs through the whole
 * deployment and must reach {@code 2 / falseRollbacks} for {@code WORSE}. The other, against "green is worse than the
 * margin allows", begins anew with every step, because green may break under a greater load; it must reach {@link
 * #NOT_WORSE_AT}.
 */
public final class Judge {
    /** How many periods before the first step are read: they show how slow blue usually is. */
    public static final int BEFORE = 10;

    /** How strong evidence must be for NOT_WORSE: a step goes ahead wrongly with a probability of at most 5 %. */
    static final double NOT_WORSE_AT = 20;

    private static final int METRICS = 2;
    private static final double TAIL = 0.99;
    /** As many periods are remembered for blue's percentile, and for the values that are shown. */
    private static final int RECENT = 10;

    /** Green's odds that are tried against "not worse", and those against "worse". */
    private static final double[] WORSE = {1.8, 4, 9, 30};

    private static final double[] BETTER = {0.05, 0.1, 0.2, 0.35, 0.5, 0.7};

    /** How much the logarithm of the odds differs between equal groups from period to period. */
    private static final double ERROR_SPREAD = 0.3;

    private static final double LATENCY_SPREAD = 0.5;

    /** If more periods than this are unknown at the end, green may be worse by now. */
    private static final int MOST_MISSING = 5;

    private static final double FIRST = 0.8;

    private final AnalysisPolicy policy;
    private final Comparison errors;
    private final Comparison latency;
    private final Deque<Double> limits = new ArrayDeque<>();
    private int step;
    private int points;

    /**
     * Begins without evidence.
     *
     * @param policy the margins, and how often to be wrong
     */
    public Judge(AnalysisPolicy policy) {
        this.policy = policy;
        double enough = METRICS * 1000.0 / policy.falseRollbacks().tenths();
        errors = new Comparison(Metric.ERRORS, policy.errors(), enough);
        latency = new Comparison(Metric.LATENCY, policy.latency(), enough);
    }

    /**
     * Judges green by everything that is known now.
     *
     * @param policy the margins, and how often to be wrong
     * @param windows when both served, by step
     * @param period the length of a period
     * @param blue the points of blue in the order of time; those before the first window show blue alone
     * @param green the points of green in the order of time
     * @param until the end of the last period that is complete
     * @return the answer. If the last periods are unknown, the answer is not "not worse"
     */
    public static Judgement judge(
            AnalysisPolicy policy,
            List<Judgement.Window> windows,
            Duration period,
            List<MetricPoint> blue,
            List<MetricPoint> green,
            Instant until) {
        Judge judge = new Judge(policy);
        Map<Instant, MetricPoint> greens = new HashMap<>();
        green.forEach(point -> greens.put(point.start(), point));
        Instant begin = windows.isEmpty() ? until : windows.get(0).from();
        for (MetricPoint point : blue) {
            if (!point.start().plus(period).isAfter(begin)) {
                judge.before(point);
            }
        }
        Instant last = Instant.MIN;
        Instant end = until;
        for (Judgement.Window window : windows) {
            judge.step = window.step() - 1;
            judge.step();
            end = window.to().filter(until::isAfter).orElse(until);
            for (MetricPoint point : blue) {
                MetricPoint other = greens.get(point.start());
                boolean within = !point.start().isBefore(window.from())
                        && !point.start().plus(period).isAfter(end);
                if (within && other != null) {
                    judge.add(point, other);
                    last = point.start();
                }
            }
        }
        boolean current = last.isAfter(end.minus(period.multipliedBy(MOST_MISSING + 1)));
        return current ? judge.judgement() : judge.judgement().notCurrent();
    }

    /** Before green serves production: blue's latencies become the measure. */
    public void before(MetricPoint blue) {
        remember(blue);
    }

    /** A step begins: the points that follow are from other weights. */
    public void step() {
        step++;
        points = 0;
        errors.step();
        latency.step();
    }

    /** The points of both groups in one period in which both served with the weights of the current step. */
    public void add(MetricPoint blue, MetricPoint green) {
        if (step == 0) {
            step();
        }
        points++;
        errors.play(stake(), blue.requests(), blue.errors(), green.requests(), green.errors(), green.errors());
        errors.values(blue.errors(), green.errors());
        if (!limits.isEmpty()) {
            double limit = median();
            Margin margin = policy.latency();
            double worseThan = Math.max(limit * margin.factor(), limit + margin.negligible());
            double allowed = limit * margin.factor() + margin.allowed();
            latency.play(
                    stake(),
                    blue.latencies().requests(),
                    blue.latencies().above(limit),
                    green.latencies().requests(),
                    green.latencies().above(worseThan),
                    green.latencies().above(allowed));
        }
        latency.values(
                blue.latencies().requests() * blue.latencies().quantile(TAIL),
                green.latencies().requests() * green.latencies().quantile(TAIL));
        remember(blue);
    }

    /**
     * The part of the stake that is placed on a change in this period: most on the first step, and of each step most
     * on its first period, where a green that is worse usually begins to be; the rest on all that follow, ever less. The
     * parts add up to 1 however many steps and periods there are.
     */
    private double stake() {
        double ofStep = step == 1 ? FIRST : (1 - FIRST) / (step * (step - 1.0));
        double ofPeriod = points == 1 ? FIRST : (1 - FIRST) / (points * (points - 1.0));
        return ofStep * ofPeriod;
    }

    private void remember(MetricPoint blue) {
        if (blue.latencies().requests() > 0) {
            limits.addLast(blue.latencies().quantile(TAIL));
            if (limits.size() > RECENT) {
                limits.removeFirst();
            }
        }
    }

    private double median() {
        double[] sorted = limits.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** {@return what the points so far say} */
    public Judgement judgement() {
        return new Judgement(step, points, List.of(errors.judgement(), latency.judgement()));
    }

    /** Both bets on one metric. */
    private static final class Comparison {
        private final Metric metric;
        private final Margin margin;
        private final double enough;
        private final Bet worse;
        private Bet notWorse;
        private boolean isWorse;
        private double worseEvidence;
        private double blueRequests;
        private double greenRequests;
        private double blueSum;
        private double greenSum;
        private final Deque<double[]> recent = new ArrayDeque<>();

        Comparison(Metric metric, Margin margin, double enough) {
            this.metric = metric;
            this.margin = margin;
            this.enough = enough;
            // The factor of latency is part of its limits.
            this.worse = new Bet(WORSE, factor(), 0, spread());
            this.notWorse = begin();
        }

        private double factor() {
            return metric == Metric.ERRORS ? margin.factor() : 1;
        }

        private double spread() {
            return metric == Metric.ERRORS ? ERROR_SPREAD : LATENCY_SPREAD;
        }

        private Bet begin() {
            Bet bet = new Bet(BETTER, factor(), metric == Metric.ERRORS ? margin.allowed() : 0, spread());
            bet.place(1);
            return bet;
        }

        void step() {
            notWorse = begin();
            recent.clear();
            blueRequests = 0;
            greenRequests = 0;
            blueSum = 0;
            greenSum = 0;
        }

        void play(
                double stake,
                double blueCount,
                double blueCounted,
                double greenCount,
                double greenCounted,
                double greenBeyondAllowed) {
            worse.place(stake);
            worse.play(blueCounted, blueCount, greenCounted, greenCount);
            notWorse.play(blueCounted, blueCount, greenBeyondAllowed, greenCount);
            blueRequests += blueCount;
            greenRequests += greenCount;
            recent.addLast(new double[] {blueCounted, blueCount, greenCounted, greenCount});
            if (recent.size() > RECENT) {
                recent.removeFirst();
            }
            worseEvidence = Math.max(worseEvidence, worse.value());
            if (worse.value() >= enough && matters()) {
                isWorse = true;
            }
        }

        /** Values to show: errors, or percentiles weighted by requests. */
        void values(double blue, double green) {
            blueSum += blue;
            greenSum += green;
        }

        /** Whether the difference of the last periods is one that matters. The limit of latency sees to it itself. */
        private boolean matters() {
            if (metric == Metric.LATENCY) {
                return true;
            }
            double[] sum = new double[4];
            for (double[] each : recent) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += each[i];
                }
            }
            return sum[2] / sum[3] - sum[0] / sum[1] > margin.negligible();
        }

        Judgement.OfMetric judgement() {
            Answer answer =
                    isWorse ? Answer.WORSE : notWorse.value() >= NOT_WORSE_AT ? Answer.NOT_WORSE : Answer.UNKNOWN;
            return new Judgement.OfMetric(
                    metric,
                    answer,
                    blueRequests > 0 ? blueSum / blueRequests : 0,
                    greenRequests > 0 ? greenSum / greenRequests : 0,
                    greenRequests,
                    worseEvidence,
                    enough,
                    notWorse.value(),
                    NOT_WORSE_AT);
        }
    }
}
