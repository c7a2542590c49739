package io.github.bluegreen4j.verification.judgement;

import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.testkit.metrics.MetricRun;
import io.github.bluegreen4j.workflow.judge.Judge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Something that decides, minute by minute, whether green is rolled back. */
interface TrialJudge {

    /** A minute before green serves production. */
    default void before(MetricPoint blue) {}

    /** The weights change. */
    default void step() {}

    /** Whether the deployment is rolled back after this minute. */
    boolean rollsBack(MetricRun.Both minute);

    /** Whether the step may end; always, without a judge that knows. */
    default boolean mayGoOn() {
        return true;
    }

    /** Who is compared. */
    enum Kind {
        ANALYSIS("analysis"),
        ALARM("threshold alarm"),
        MANN_WHITNEY("Mann-Whitney");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        TrialJudge make() {
            return switch (this) {
                case ANALYSIS -> new Ours();
                case ALARM -> new Alarm();
                case MANN_WHITNEY -> new MannWhitney();
            };
        }
    }

    /** The analysis with its defaults. */
    final class Ours implements TrialJudge {
        private final Judge judge = new Judge(AnalysisPolicy.STANDARD);
        private Judgement last = Judgement.NONE;

        @Override
        public void before(MetricPoint blue) {
            judge.before(blue);
        }

        @Override
        public void step() {
            judge.step();
        }

        @Override
        public boolean rollsBack(MetricRun.Both minute) {
            judge.add(minute.blue(), minute.green());
            last = judge.judgement();
            return last.answer() == Judgement.Answer.WORSE;
        }

        @Override
        public boolean mayGoOn() {
            return last.answer() == Judgement.Answer.NOT_WORSE;
        }
    }

    /**
     * What people configure: more than 1 % errors of green, or a 99th percentile of more than twice the usual 200 ms, in 3
     * minutes in a row.
     */
    final class Alarm implements TrialJudge {
        private static final int IN_A_ROW = 3;
        private int errors;
        private int slow;

        @Override
        public boolean rollsBack(MetricRun.Both minute) {
            MetricPoint green = minute.green();
            errors = green.errors() > 0.01 * green.requests() ? errors + 1 : 0;
            slow = green.latencies().quantile(0.99) > 0.4 ? slow + 1 : 0;
            return errors >= IN_A_ROW || slow >= IN_A_ROW;
        }
    }

    /**
     * What automated canary analysis does: from the fifth minute on, a one-sided Mann-Whitney test of the minutes of both
     * groups since the last step, with a confidence of 99 % and a ratio of the means of at least 1.25, repeated each minute.
     */
    final class MannWhitney implements TrialJudge {
        private static final int LEAST = 5;
        private static final double Z = 2.326;
        private static final double RATIO = 1.25;

        private final List<double[]> errors = new ArrayList<>();
        private final List<double[]> latency = new ArrayList<>();

        @Override
        public void step() {
            errors.clear();
            latency.clear();
        }

        @Override
        public boolean rollsBack(MetricRun.Both minute) {
            MetricPoint blue = minute.blue();
            MetricPoint green = minute.green();
            if (blue.requests() > 0 && green.requests() > 0) {
                errors.add(new double[] {blue.errors() / blue.requests(), green.errors() / green.requests()});
                latency.add(new double[] {
                    blue.latencies().quantile(0.99), green.latencies().quantile(0.99)
                });
            }
            return isWorse(errors) || isWorse(latency);
        }

        private static boolean isWorse(List<double[]> minutes) {
            int n = minutes.size();
            if (n < LEAST) {
                return false;
            }
            double[] blue = new double[n];
            double[] green = new double[n];
            for (int i = 0; i < n; i++) {
                blue[i] = minutes.get(i)[0];
                green[i] = minutes.get(i)[1];
            }
            if (Arrays.stream(green).sum() < RATIO * Arrays.stream(blue).sum()) {
                return false;
            }
            double u = 0;
            for (double g : green) {
                for (double b : blue) {
                    u += g > b ? 1 : g == b ? 0.5 : 0;
                }
            }
            double[] all = Arrays.copyOf(blue, 2 * n);
            System.arraycopy(green, 0, all, n, n);
            Arrays.sort(all);
            double ties = 0;
            int run = 1;
            for (int i = 1; i <= all.length; i++) {
                if (i < all.length && all[i] == all[i - 1]) {
                    run++;
                } else {
                    ties += (double) run * run * run - run;
                    run = 1;
                }
            }
            double m = 2.0 * n;
            double variance = n * (double) n / 12 * (m + 1 - ties / (m * (m - 1)));
            return variance > 0 && (u - n * (double) n / 2 - 0.5) / Math.sqrt(variance) > Z;
        }
    }
}
