package io.github.bluegreen4j.verification.judgement;

import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.metrics.MetricRun;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Simulated deployments in great numbers: how often each judge rolls back a green that is as good as blue, and how many
 * minutes it takes to roll back one that is worse. Run {@link #main} for the whole measurement.
 */
public final class JudgementTrials {
    /** Minutes of blue alone before the first step. */
    private static final int BEFORE = 10;

    /** The steps: 5 % for 20 minutes, 25 % for 15, 50 % for 15. */
    private static final double[] SHARES = {0.05, 0.25, 0.5};

    private static final int[] MINUTES = {20, 15, 15};

    private static final List<TrialJudge.Kind> KINDS = List.of(TrialJudge.Kind.values());

    private JudgementTrials() {}

    private static Result ours(Map<TrialJudge.Kind, Result> results) {
        return Objects.requireNonNull(results.get(TrialJudge.Kind.ANALYSIS));
    }

    /**
     * One kind of deployment.
     *
     * @param name its name
     * @param conditions the day, by the seed
     * @param green how green differs from blue
     * @param canaryOnly true: 5 % for an hour instead of the steps
     */
    record Trial(String name, LongFunction<MetricConditions> conditions, GreenBehaviour green, boolean canaryOnly) {
        Trial(String name, MetricConditions conditions) {
            this(name, seed -> conditions, GreenBehaviour.SAME, false);
        }

        Trial(String name, GreenBehaviour green) {
            this(name, seed -> MetricConditions.ORDINARY, green, true);
        }
    }

    private static final MetricConditions ORDINARY = MetricConditions.ORDINARY;
    private static final MetricConditions SHOCKED = ORDINARY.withShocksPerHour(2);

    /** Deployments of a green that is as good as blue: every rollback is false. */
    static final List<Trial> SAME = List.of(
            new Trial("100 requests a second", ORDINARY),
            new Trial("10 requests a second", ORDINARY.withRequestsPerSecond(10)),
            new Trial("1,000 requests a second", ORDINARY.withRequestsPerSecond(1_000)),
            new Trial("two shocks an hour", SHOCKED),
            new Trial("two shocks an hour, 1,000 a second", SHOCKED.withRequestsPerSecond(1_000)),
            new Trial("both fail 1.2 %", ORDINARY.withErrorRate(0.012)),
            new Trial(
                    "both fail 10 % and are slow", ORDINARY.withErrorRate(0.1).withLatency(Duration.ofMillis(400), 1)),
            new Trial("load swings by 80 % a day", ORDINARY.withSwing(0.8)),
            new Trial("clients try 3 times", ORDINARY.withAttempts(3)),
            new Trial("anything", JudgementTrials::any, GreenBehaviour.SAME, false));

    /** A green that is worse, on 5 % of 100 requests a second, of which 0.1 % fail. */
    static final List<Trial> WORSE = List.of(
            new Trial("ten times the errors", new GreenBehaviour(10, 0, 1)),
            new Trial("five times the errors", new GreenBehaviour(5, 0, 1)),
            new Trial("3 % more errors", new GreenBehaviour(1, 0.03, 1)),
            new Trial("three times slower", new GreenBehaviour(1, 0, 3)),
            new Trial("half as slow again", new GreenBehaviour(1, 0, 1.5)));

    /** A green that is just outside the margin: no step may go ahead because of it. */
    static final List<Trial> OUTSIDE = List.of(
            new Trial("errors at the margin", new GreenBehaviour(1.2, 0.005, 1)),
            new Trial("twice the margin of errors", new GreenBehaviour(1.2, 0.01, 1)),
            new Trial("latency at the margin", new GreenBehaviour(1, 0, 1.45)));

    private static MetricConditions any(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        return ORDINARY.withRequestsPerSecond(10 * Math.pow(100, random.nextDouble()))
                .withErrorRate(0.0001 * Math.pow(1_000, random.nextDouble()))
                .withLatency(Duration.ofMillis(5 + random.nextInt(500)), 0.3 + 0.9 * random.nextDouble())
                .withSwing(0.9 * random.nextDouble())
                .withNoise(0.3 * random.nextDouble())
                .withShocksPerHour(random.nextBoolean() ? 0 : 3 * random.nextDouble())
                .withAttempts(1 + random.nextInt(2));
    }

    /** What became of many deployments under one judge. */
    static final class Result {
        private final int[] minutes;
        private final int[] waited;

        /**
         * @param minutes for each deployment the minute of the rollback; 0 if there was none
         * @param waited for each deployment in how many minutes the first step might end; 0 if never
         */
        Result(int[] minutes, int[] waited) {
            this.minutes = minutes;
            this.waited = waited;
        }

        int[] minutes() {
            return minutes;
        }

        double rolledBack() {
            return share(minutes, Integer.MAX_VALUE);
        }

        double within(int limit) {
            return share(minutes, limit);
        }

        /** The minute by which half of all were rolled back; 0 if fewer were. */
        int median() {
            return median(minutes);
        }

        /** In how many of all the first step went ahead. */
        double wentOn() {
            return share(waited, Integer.MAX_VALUE);
        }

        int medianWait() {
            return median(waited);
        }

        private static double share(int[] all, int limit) {
            return Arrays.stream(all)
                            .filter(minute -> minute > 0 && minute <= limit)
                            .count()
                    / (double) all.length;
        }

        private static int median(int[] all) {
            int[] sorted = Arrays.stream(all)
                    .map(minute -> minute == 0 ? Integer.MAX_VALUE : minute)
                    .sorted()
                    .toArray();
            int middle = sorted[(sorted.length - 1) / 2];
            return middle == Integer.MAX_VALUE ? 0 : middle;
        }
    }

    /** Runs so many deployments of a kind, all judges on the same metrics. */
    static Map<TrialJudge.Kind, Result> run(Trial trial, int deployments, long firstSeed) {
        int kinds = TrialJudge.Kind.values().length;
        int[][] minutes = new int[kinds][deployments];
        int[] waited = new int[deployments];
        LongStream.range(0, deployments)
                .parallel()
                .forEach(i -> deploy(trial, firstSeed + i, (int) i, minutes, waited));
        Map<TrialJudge.Kind, Result> results = new EnumMap<>(TrialJudge.Kind.class);
        for (TrialJudge.Kind kind : TrialJudge.Kind.values()) {
            results.put(kind, new Result(minutes[KINDS.indexOf(kind)], waited));
        }
        return results;
    }

    private static void deploy(Trial trial, long seed, int at, int[][] minutes, int[] waited) {
        MetricRun metrics = new MetricRun(trial.conditions().apply(seed), Instant.EPOCH, seed);
        TrialJudge[] judges = Arrays.stream(TrialJudge.Kind.values())
                .map(TrialJudge.Kind::make)
                .toArray(TrialJudge[]::new);
        for (int i = 0; i < BEFORE; i++) {
            MetricRun.Both minute = metrics.next(0, GreenBehaviour.SAME);
            for (TrialJudge judge : judges) {
                judge.before(minute.blue());
            }
        }
        int elapsed = 0;
        int steps = trial.canaryOnly() ? 1 : SHARES.length;
        for (int step = 0; step < steps; step++) {
            for (TrialJudge judge : judges) {
                judge.step();
            }
            int length = trial.canaryOnly() ? 60 : MINUTES[step];
            for (int i = 0; i < length; i++) {
                MetricRun.Both minute = metrics.next(SHARES[step], trial.green());
                elapsed++;
                boolean anybodyLeft = false;
                for (int j = 0; j < judges.length; j++) {
                    if (minutes[j][at] == 0) {
                        if (judges[j].rollsBack(minute)) {
                            minutes[j][at] = elapsed;
                        } else if (j == 0 && step == 0 && waited[at] == 0 && judges[j].mayGoOn()) {
                            waited[at] = elapsed;
                        }
                    }
                    anybodyLeft |= minutes[j][at] == 0;
                }
                if (!anybodyLeft) {
                    return;
                }
            }
        }
    }

    /** Prints the tables of {@code docs/analysis.md}. */
    static void print(PrintStream out, int deployments, long firstSeed) {
        out.printf(
                Locale.ROOT,
                "Green is as good as blue; %,d deployments each, seeds from %d%n%n",
                deployments,
                firstSeed);
        out.println("| Conditions | analysis | threshold alarm | Mann-Whitney | first step may end after (median) |");
        out.println("| --- | --: | --: | --: | --: |");
        for (Trial trial : SAME) {
            Map<TrialJudge.Kind, Result> results = run(trial, deployments, firstSeed);
            out.printf(Locale.ROOT, "| %s |", trial.name());
            results.values().forEach(result -> out.printf(Locale.ROOT, " %.2f %% |", 100 * result.rolledBack()));
            int wait = ours(results).medianWait();
            out.println(wait == 0 ? " over 20 min |" : " " + wait + " min |");
        }
        out.printf(
                Locale.ROOT,
                "%nGreen is worse, on 5 %% of 100 requests a second; %,d deployments each%n%n",
                deployments);
        out.println("| Green has | analysis | threshold alarm | Mann-Whitney |");
        out.println("| --- | --: | --: | --: |");
        for (Trial trial : WORSE) {
            out.printf(Locale.ROOT, "| %s |", trial.name());
            run(trial, deployments, firstSeed)
                    .values()
                    .forEach(result -> out.printf(
                            Locale.ROOT,
                            " %s, %.1f %% in 10 min, %.1f %% in 60 |",
                            result.median() == 0 ? "over 60 min" : result.median() + " min",
                            100 * result.within(10),
                            100 * result.rolledBack()));
            out.println();
        }
        out.printf(
                Locale.ROOT, "%nGreen is outside the margin; %,d deployments each, an hour at 5 %%%n%n", deployments);
        out.println("| Green has | the step went ahead | rolled back in the hour |");
        out.println("| --- | --: | --: |");
        for (Trial trial : OUTSIDE) {
            Result ours = ours(run(trial, deployments, firstSeed));
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f %% | %.1f %% |%n",
                    trial.name(),
                    100 * ours.wentOn(),
                    100 * ours.rolledBack());
        }
    }

    /**
     * Prints the measurement.
     *
     * @param args how many deployments of each kind, by default 100,000, and the first seed, by default 1
     */
    public static void main(String[] args) {
        int deployments = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        long firstSeed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        print(System.out, deployments, firstSeed);
    }
}
