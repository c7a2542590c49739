package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * Whether and how the engine compares green with blue while both serve production. It compares the share of failed
 * requests and the 99th percentile of latency, both in the same periods, so that a day on which both are bad is no
 * rollback. {@code docs/analysis.md} explains the statistics, how often they are wrong, and how to choose margins.
 *
 * <p>There are three answers. If green is worse, the deployment rolls back (or stops). Before each further production
 * step the engine waits until green is not worse within the margin. While the answer is not known, nothing happens,
 * until {@code evidenceLimit}.
 *
 * @param enabled whether green is compared at all; by default not
 * @param falseRollbacks how often at most a green that is as good as blue is rolled back, over the whole deployment,
 *     all metrics and steps together; 0.1 % to 10 %, by default 1 %. Both metrics get half of it
 * @param errors what counts as worse, and as not worse, for errors
 * @param latency what counts as worse, and as not worse, for latency
 * @param gate true: each production step after the first waits until green is not worse within the margin; false:
 *     steps do not wait. By default true
 * @param evidenceLimit how long a step waits for evidence at most; 1 minute to 24 hours, by default 1 hour
 * @param afterLimit what happens then: the deployment rolls back, or the step goes ahead without evidence; by default
 *     it rolls back
 * @param rollback true: a worse green rolls the deployment back; false: the deployment stops and stays as it is. By
 *     default true
 */
public record AnalysisPolicy(
        boolean enabled,
        Percent falseRollbacks,
        Margin errors,
        Margin latency,
        boolean gate,
        Duration evidenceLimit,
        TimeoutAction afterLimit,
        boolean rollback) {

    /**
     * By how much green may differ from blue.
     *
     * @param factor green is only worse if it is more than this factor above blue; 1 to 10
     * @param negligible a difference up to this never counts as worse: a share of requests (0 to 1), or seconds
     * @param allowed green is not worse if it is shown to be at most {@code factor} times blue plus this: a share of
     *     requests (0 to 1), or seconds. At least {@code negligible}. The smaller it is, the longer steps wait
     */
    public record Margin(double factor, double negligible, double allowed) {
        /**
         * Checks the ranges.
         *
         * @param factor the factor
         * @param negligible the difference that never counts as worse
         * @param allowed the difference that counts as not worse
         * @throws InvalidSpecException with every value that is out of range
         */
        public Margin {
            SpecFaults faults = new SpecFaults();
            faults.require(factor >= 1 && factor <= 10, "analysis.margin.factor", factor, "1 to 10");
            faults.require(negligible >= 0 && negligible <= 60, "analysis.margin.negligible", negligible, "0 or more");
            faults.require(
                    allowed > 0 && allowed >= negligible && allowed <= 60,
                    "analysis.margin.allowed",
                    allowed,
                    "above 0, at least \"negligible\"");
            faults.throwIfAny();
        }
    }

    private static final DurationRange LIMIT = DurationRange.seconds(Duration.ofMinutes(1), Duration.ofHours(24));
    private static final Percent LEAST = new Percent(1);
    private static final Percent MOST = new Percent(100);

    /** Errors: a factor of 1.2; 0.1 percentage points are negligible, 0.5 are allowed. */
    public static final Margin DEFAULT_ERRORS = new Margin(1.2, 0.001, 0.005);

    /** Latency: a factor of 1.2; 10 ms are negligible, 50 ms are allowed. */
    public static final Margin DEFAULT_LATENCY = new Margin(1.2, 0.010, 0.050);

    /** Green is not compared. */
    public static final AnalysisPolicy NONE = new AnalysisPolicy(
            false,
            new Percent(10),
            DEFAULT_ERRORS,
            DEFAULT_LATENCY,
            true,
            Duration.ofHours(1),
            TimeoutAction.ROLLBACK,
            true);

    /** Green is compared, with the defaults. */
    public static final AnalysisPolicy STANDARD = NONE.withEnabled(true);

    /**
     * Checks the ranges.
     *
     * @param enabled whether green is compared at all
     * @param falseRollbacks how often at most a green that is as good as blue is rolled back
     * @param errors what counts as worse, and as not worse, for errors
     * @param latency what counts as worse, and as not worse, for latency
     * @param gate whether steps wait for evidence
     * @param evidenceLimit how long a step waits for evidence at most
     * @param afterLimit what happens then
     * @param rollback whether a worse green rolls the deployment back
     * @throws InvalidSpecException with every value that is missing or out of range
     */
    public AnalysisPolicy {
        SpecFaults faults = new SpecFaults();
        faults.percent("analysis.falseRollbacks", falseRollbacks, LEAST, MOST);
        faults.present("analysis.errors", errors);
        faults.present("analysis.latency", latency);
        faults.duration("analysis.evidenceLimit", evidenceLimit, LIMIT);
        faults.present("analysis.afterLimit", afterLimit);
        if (errors != null) {
            faults.require(errors.allowed() <= 1, "analysis.errors.allowed", errors.allowed(), "0 to 1");
        }
        faults.throwIfAny();
    }

    /**
     * {@return a copy that compares green, or does not}
     *
     * @param newEnabled whether green is compared
     */
    public AnalysisPolicy withEnabled(boolean newEnabled) {
        return new AnalysisPolicy(
                newEnabled, falseRollbacks, errors, latency, gate, evidenceLimit, afterLimit, rollback);
    }

    /**
     * {@return a copy that is wrong at most this often}
     *
     * @param newFalseRollbacks 0.1 % to 10 %
     */
    public AnalysisPolicy withFalseRollbacks(Percent newFalseRollbacks) {
        return new AnalysisPolicy(
                enabled, newFalseRollbacks, errors, latency, gate, evidenceLimit, afterLimit, rollback);
    }

    /**
     * {@return a copy with another margin for errors}
     *
     * @param newErrors the margin; shares of requests
     */
    public AnalysisPolicy withErrors(Margin newErrors) {
        return new AnalysisPolicy(
                enabled, falseRollbacks, newErrors, latency, gate, evidenceLimit, afterLimit, rollback);
    }

    /**
     * {@return a copy with another margin for latency}
     *
     * @param newLatency the margin; seconds
     */
    public AnalysisPolicy withLatency(Margin newLatency) {
        return new AnalysisPolicy(
                enabled, falseRollbacks, errors, newLatency, gate, evidenceLimit, afterLimit, rollback);
    }

    /**
     * {@return a copy whose steps wait for evidence, or do not}
     *
     * @param newGate whether steps wait for evidence
     */
    public AnalysisPolicy withGate(boolean newGate) {
        return new AnalysisPolicy(
                enabled, falseRollbacks, errors, latency, newGate, evidenceLimit, afterLimit, rollback);
    }

    /**
     * {@return a copy whose steps wait for evidence for another time}
     *
     * @param newEvidenceLimit 1 minute to 24 hours
     * @param newAfterLimit what happens then
     */
    public AnalysisPolicy withEvidenceLimit(Duration newEvidenceLimit, TimeoutAction newAfterLimit) {
        return new AnalysisPolicy(
                enabled, falseRollbacks, errors, latency, gate, newEvidenceLimit, newAfterLimit, rollback);
    }

    /**
     * {@return a copy that rolls back a worse green, or stops}
     *
     * @param newRollback true to roll back, false to stop and stay as it is
     */
    public AnalysisPolicy withRollback(boolean newRollback) {
        return new AnalysisPolicy(
                enabled, falseRollbacks, errors, latency, gate, evidenceLimit, afterLimit, newRollback);
    }
}
