package io.github.bluegreen4j.testkit.history;

import java.util.Optional;

/**
 * One call as it was made and answered.
 *
 * @param engine who made it
 * @param what what was asked
 * @param answer what was answered
 * @param calledAt when it began, by the monotonic clock
 * @param answeredAt when it was answered
 */
record Recorded(String engine, Question what, Answer answer, long calledAt, long answeredAt) {

    /** What is asked. */
    enum Kind {
        OPEN,
        APPEND,
        /** An append that ends the deployment. */
        END,
        CLAIM,
        RELEASE
    }

    /** @param version the expected one, of an append or an order, and {@code fence} the claim's, of an append; 0 otherwise */
    record Question(Kind kind, long version, long fence) {}

    /**
     * What is answered.
     *
     * @param done whether it was appended, opened, or claimed
     * @param version where the sequence stands, of an append or an order
     * @param fence the service's, of an append or a claim that was granted
     * @param isKnown whether there was an answer at all
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
