package io.github.bluegreen4j.examples.local.task;

/**
 * What a task counts of its {@code POST /work} requests, and when.
 *
 * <p>A process can be killed between any two instructions, so no single moment is right for every question. Counting a
 * success after its last byte was handed over would miss the client's success when the kill comes in between; therefore
 * {@link #PROMISED} is counted just before the first byte. Every success that a client saw was promised once before it,
 * so with no failed request the clients' count equals the sum of the promises exactly, kills included. A promise that
 * the kill broke shows up as a failed request at the client, and as {@code PROMISED > DELIVERED} here.
 */
public enum Counter {
    /** The request was read whole. More of these than requests sent means that somebody sent a request twice. */
    RECEIVED(0),
    /** The answer 200 is about to be written. */
    PROMISED(8),
    /** The last byte of that answer was handed to the operating system. */
    DELIVERED(16),
    /** An answer other than 200 is about to be written. */
    REFUSED(24);

    /** The length of a file of counters, in bytes. */
    static final int FILE_LENGTH = 32;

    private final int offset;

    Counter(int offset) {
        this.offset = offset;
    }

    /** Where the counter is in the file. */
    int offset() {
        return offset;
    }
}
