package io.github.bluegreen4j.testkit.history;

import java.util.Optional;

/**
 * One call and its answer.
 *
 * @param engine the engine that made the call
 * @param what the question
 * @param answer the answer
 * @param calledAt when the call started, in nanoseconds of the monotonic clock
 * @param answeredAt when the answer came, in nanoseconds of the monotonic clock
 */
record RecordedCall(String engine, Question what, Answer answer, long calledAt, long answeredAt) {

    /** The kind of call. */
    enum Kind {
        OPEN,
        APPEND,
        /** An append that ends the deployment. */
        END,
        CLAIM,
        RELEASE
    }

    /**
     * A question to the journal.
     *
     * @param version the expected version, of an append or an order; 0 otherwise
     * @param fence the fence of the claim, of an append; 0 otherwise
     */
    record Question(Kind kind, long version, long fence) {}

    /**
     * The journal's answer.
     *
     * @param done whether the journal appended, opened or granted
     * @param version the version of the deployment, of an append or an order
     * @param fence the fence of the service, of an append or of a claim that was granted
     * @param isKnown false if the call failed without an answer
     */
    record Answer(boolean done, long version, long fence, boolean isKnown) {
        static final Answer NONE = new Answer(false, 0, 0, false);
        static final Answer ACCEPTED = new Answer(true, 0, 0, true);
    }

    @Override
    public String toString() {
        Optional<Answer> known = answer.isKnown() ? Optional.of(answer) : Optional.empty();
        return calledAt / 1_000 + ".." + answeredAt / 1_000 + " us  " + engine + " " + what.kind() + "(version "
                + what.version() + ", fence " + what.fence() + ") -> "
                + known.map(one -> (one.done() ? "done" : "refused") + ", version " + one.version() + ", fence "
                                + one.fence())
                        .orElse("no answer");
    }
}
