package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One kind of work: what it looks at, and what it makes of it. */
interface Assertion {

    /**
     * What to read, in this order, always anew.
     *
     * @param acted whether this is to confirm what has just been done
     */
    List<Call> observe(boolean acted);

    /** What to do about it. Nothing that was read is gone, unless {@link #gone} lets it pass. */
    Move compare(Readings readings);

    /**
     * Readings that were begun before may be older than what this deployment has done itself. They do not prove that nothing is left to do.
     */
    default Instant provenFrom() {
        return Instant.MIN;
    }

    /** What to do about such readings. */
    default Move compareUnproven(Readings readings) {
        return compare(readings);
    }

    /** What to do when something that was read does not exist: by default, the work has ended. */
    default Optional<Move> gone(Readings readings) {
        return readings.gone().map(what -> new Move.Done(new Outcome.Gone(what)));
    }

    /** What to do when something can't be read: by default, try again for as long as the work is wanted. */
    default Move unreadable(Call call, Problem problem, int tries) {
        return new Move.Await(Gate.READABLE, Verdict.bad(problem.toString(), "an answer"));
    }

    /** Whether it may only judge by what was read a short time ago. */
    default boolean needsFreshness() {
        return false;
    }
}
