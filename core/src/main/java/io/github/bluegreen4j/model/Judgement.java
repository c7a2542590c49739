package io.github.bluegreen4j.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the metrics say about green, compared with blue in the same periods.
 *
 * @param step the step that was judged last, from 1; 0 if nothing was compared
 * @param points how many periods of that step were compared
 * @param metrics the judgement of each metric
 */
public record Judgement(int step, int points, List<OfMetric> metrics) {
    /** Nothing was compared yet. */
    public static final Judgement NONE = new Judgement(0, 0, List.of());

    /**
     * Checks the values.
     *
     * @param step the step that was judged last
     * @param points how many periods of that step were compared
     * @param metrics the judgement of each metric
     * @throws InvalidSpecException if a value is missing or negative
     */
    public Judgement {
        metrics = Given.list("judgement.metrics", metrics);
        SpecFaults.check(step >= 0, "judgement.step", step, "0 or more");
        SpecFaults.check(points >= 0, "judgement.points", points, "0 or more");
    }

    /**
     * A time in which blue and green served production with the same weights.
     *
     * @param step the production step, from 1
     * @param from its start, when the weights were confirmed and had settled
     * @param to its end; empty while it lasts
     */
    public record Window(int step, Instant from, Optional<Instant> to) {
        /**
         * Checks that nothing is missing.
         *
         * @param step the production step
         * @param from its start
         * @param to its end
         * @throws InvalidSpecException if a value is missing
         */
        public Window {
            SpecFaults.check(step >= 1, "window.step", step, "1 or more");
            Given.value("window.from", from);
            Given.value("window.to", to);
        }
    }

    /** What is compared. */
    public enum Metric {
        /** The share of requests that fail. */
        ERRORS,
        /** The time that the slowest 1 % of blue's requests take at least. */
        LATENCY
    }

    /** The three answers. */
    public enum Answer {
        /** Green is worse than blue. */
        WORSE,
        /** Green is not worse than blue by more than the margin. */
        NOT_WORSE,
        /** There is not enough evidence for either. */
        UNKNOWN
    }

    /**
     * The judgement of one metric.
     *
     * @param metric the metric
     * @param answer the answer
     * @param blue the value of blue in the current step: a share of requests, or seconds
     * @param green the value of green in the current step
     * @param requests how many requests of green were compared in the current step
     * @param worse how strong the evidence is that green is worse, at most 1 if it is not
     * @param worseAt at which evidence green counts as worse
     * @param notWorse how strong the evidence is that green is not worse by more than the margin
     * @param notWorseAt at which evidence green counts as not worse
     */
    public record OfMetric(
            Metric metric,
            Answer answer,
            double blue,
            double green,
            double requests,
            double worse,
            double worseAt,
            double notWorse,
            double notWorseAt) {
        /**
         * Checks that nothing is missing.
         *
         * @param metric the metric
         * @param answer the answer
         * @param blue the value of blue
         * @param green the value of green
         * @param requests how many requests of green were compared
         * @param worse how strong the evidence is that green is worse
         * @param worseAt at which evidence green counts as worse
         * @param notWorse how strong the evidence is that green is not worse
         * @param notWorseAt at which evidence green counts as not worse
         * @throws InvalidSpecException if a value is missing
         */
        public OfMetric {
            Given.value("judgement.metric", metric);
            Given.value("judgement.answer", answer);
        }

        /** {@code errors: green 1.02% of 580 requests, blue 0.11%; evidence for worse 310 of 200}. */
        @Override
        public String toString() {
            String values = metric == Metric.ERRORS
                    ? String.format(
                            Locale.ROOT,
                            "errors: green %.2f%% of %.0f requests, blue %.2f%%",
                            100 * green,
                            requests,
                            100 * blue)
                    : String.format(
                            Locale.ROOT,
                            "p99 latency: green %.0f ms over %.0f requests, blue %.0f ms",
                            1000 * green,
                            requests,
                            1000 * blue);
            return values
                    + switch (answer) {
                        case WORSE -> ": worse (evidence " + strength(worse) + ", " + strength(worseAt) + " is enough)";
                        case NOT_WORSE ->
                            ": not worse (evidence " + strength(notWorse) + ", " + strength(notWorseAt) + " is enough)";
                        case UNKNOWN ->
                            ": not known yet (evidence for worse " + strength(worse) + " of "
                                    + strength(worseAt) + ", for not worse " + strength(notWorse) + " of "
                                    + strength(notWorseAt) + ")";
                    };
        }

        private static String strength(double evidence) {
            if (evidence >= 1e6) {
                return "over 1,000,000";
            }
            return evidence >= 10
                    ? String.format(Locale.ROOT, "%,.0f", evidence)
                    : String.format(Locale.ROOT, "%.1f", evidence);
        }
    }

    /**
     * {@return the answer of all metrics together} One that is worse makes green worse; green is not worse if no
     * metric is, and each is known.
     */
    public Answer answer() {
        boolean known = !metrics.isEmpty();
        for (OfMetric each : metrics) {
            if (each.answer() == Answer.WORSE) {
                return Answer.WORSE;
            }
            known &= each.answer() == Answer.NOT_WORSE;
        }
        return known ? Answer.NOT_WORSE : Answer.UNKNOWN;
    }

    /** {@return the same without the answer "not worse"} The latest periods are unknown, so green may be worse by now. */
    public Judgement notCurrent() {
        return new Judgement(
                step,
                points,
                metrics.stream()
                        .map(each -> each.answer() == Answer.NOT_WORSE
                                ? new OfMetric(
                                        each.metric(),
                                        Answer.UNKNOWN,
                                        each.blue(),
                                        each.green(),
                                        each.requests(),
                                        each.worse(),
                                        each.worseAt(),
                                        each.notWorse(),
                                        each.notWorseAt())
                                : each)
                        .toList());
    }

    /** {@return the judgements of those metrics by which green is worse; empty if there are none} */
    public String worse() {
        return text(
                metrics.stream().filter(each -> each.answer() == Answer.WORSE).toList());
    }

    /** The judgements of the metrics, one after the other. */
    @Override
    public String toString() {
        return metrics.isEmpty() ? "nothing compared yet" : text(metrics);
    }

    private static String text(List<OfMetric> some) {
        StringBuilder text = new StringBuilder();
        for (OfMetric each : some) {
            text.append(text.isEmpty() ? "" : "; ").append(each);
        }
        return text.toString();
    }
}
