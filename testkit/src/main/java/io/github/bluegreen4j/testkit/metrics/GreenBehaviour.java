package io.github.bluegreen4j.testkit.metrics;

/**
 * How green differs from blue.
 *
 * @param errorFactor by which factor its error rate is higher; 1 is as good as blue
 * @param addedErrors which share of its requests fails on top of that; 0 to 1
 * @param latencyFactor by which factor its requests take longer; 1 is as fast as blue
 */
public record GreenBehaviour(double errorFactor, double addedErrors, double latencyFactor) {
    /** Green is as good as blue. */
    public static final GreenBehaviour SAME = new GreenBehaviour(1, 0, 1);

    /**
     * Checks the ranges.
     *
     * @param errorFactor by which factor its error rate is higher
     * @param addedErrors which share of its requests fails on top of that
     * @param latencyFactor by which factor its requests take longer
     * @throws IllegalArgumentException if a value is out of range
     */
    public GreenBehaviour {
        if (!(errorFactor >= 0) || !(addedErrors >= 0 && addedErrors <= 1) || !(latencyFactor > 0)) {
            throw new IllegalArgumentException("no such green: error factor " + errorFactor + ", added errors "
                    + addedErrors + ", latency factor " + latencyFactor);
        }
    }
}
