package io.github.bluegreen4j.workflow.judge;

/**
 * A bet against one claim about two rates. For each period it knows how many requests blue and green had, and how many
 * of them count (failed, or were slow). Its value is a test martingale: if the claim holds, it exceeds {@code x} at any
 * time, ever, with a probability of at most {@code 1/x} (Ville's inequality). So it may be read as often as one
 * likes.
 *
 * <p>The claim is "green's rate is at most {@code factor} times blue's rate plus {@code difference}" if the odds that
 * are tried lie above 1, and "at least" if they lie below 1. Blue's rate is not known, and may be another one in each
 * period.
 *
 * <p><b>The formula.</b> Let {@code kg} of {@code ng} requests of green count and {@code kb} of {@code nb} of blue. If
 * the rates are exactly {@code rg = factor * rb}, each request that counts is green's with the probability {@code p =
 * factor * ng / (factor * ng + nb)}, whatever {@code rb} is. If green's odds are {@code t} times those, the probability
 * is {@code t * p / d} with {@code d = t * p + 1 - p}. The likelihood ratio of a period is
 *
 * <pre>{@code (t / d)^kg * (1 / d)^kb * exp(-difference * ng * (t / d - 1))}</pre>
 *
 * where the last factor pays for the difference. This is the test of M. Lindon and A. Malek, "Anytime-Valid Inference
 * For Multinomial Count Data" (arXiv 2011.03567), on green's share of all that counts. Its expectation is at most 1 for
 * independent requests of any rates that fulfil the claim: the expectation of {@code x^k} over {@code n} requests is
 * {@code (1 + r(x - 1))^n <= exp(n r (x - 1))}, and with {@code x = t/d} for green and {@code 1/d} for blue the
 * exponents cancel where the claim just holds.
 *
 * <p><b>Mixtures.</b> Nobody knows by how much green is worse, nor since when. So the stake is divided among several
 * odds {@code t} and among the periods in which the bet begins. A mixture of test martingales is one. Beginning later
 * finds a green that was good at 5 % and breaks at 50 % (a change point, as in the e-detectors of J. Shin, A. Ramdas
 * and A. Rinaldo, arXiv 2203.03532).
 *
 * <p><b>Noise beyond chance.</b> Real rates of two groups of tasks differ a little in each period, also if the
 * revisions are equal: other hosts, other customers, clients that try again. With a spread of {@code s} in the
 * logarithm of the odds the variance of {@code kg} is about {@code 1 + k p (1 - p) s^2} times that of a binomial
 * count, {@code k = kg + kb} (D. A. Williams, "Extra-binomial variation in logistic linear models", Applied Statistics
 * 31, 1982). The exponent of each period is divided by this, which costs nothing where counts are small and keeps any
 * single busy period from deciding alone. Dividing never raises the expectation (Jensen's inequality), so the claim
 * above still holds. For the same reason each period counts at most {@link #MOST_OF_A_PERIOD}.
 */
final class Bet {
    /** At most this factor in a period: two periods at least are needed for a rollback. */
    static final double MOST_OF_A_PERIOD = 50;

    private static final double ENOUGH = 1e100;

    private final double[] odds;
    private final double factor;
    private final double difference;
    private final double spread;
    /** What each bet on one of the odds is worth now. */
    private final double[] worth;
    /** The part of the stake that is not placed yet. */
    private double left = 1;

    Bet(double[] odds, double factor, double difference, double spread) {
        this.odds = odds;
        this.factor = factor;
        this.difference = difference;
        this.spread = spread;
        this.worth = new double[odds.length];
    }

    /** Places a part of the stake on what follows, evenly on all odds. */
    void place(double stake) {
        double placed = Math.min(stake, left);
        left -= placed;
        for (int i = 0; i < worth.length; i++) {
            worth[i] += placed / worth.length;
        }
    }

    /** Plays one period. */
    void play(double blueCounted, double blueRequests, double greenCounted, double greenRequests) {
        if (blueRequests <= 0 || greenRequests <= 0) {
            return;
        }
        double counted = blueCounted + greenCounted;
        double p = factor * greenRequests / (factor * greenRequests + blueRequests);
        double exponent = 1 / (1 + counted * p * (1 - p) * spread * spread);
        for (int i = 0; i < odds.length; i++) {
            double d = odds[i] * p + 1 - p;
            double x = odds[i] / d;
            double log =
                    greenCounted * Math.log(odds[i]) - counted * Math.log(d) - difference * greenRequests * (x - 1);
            double ratio = Math.min(MOST_OF_A_PERIOD, Math.exp(log * exponent));
            worth[i] = Math.min(ENOUGH, worth[i] * ratio);
        }
    }

    /** What the bet is worth: the evidence against the claim. */
    double value() {
        double value = left;
        for (double each : worth) {
            value += each;
        }
        return value;
    }
}
