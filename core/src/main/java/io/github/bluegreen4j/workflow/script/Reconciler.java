package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.rules.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One kind of work: what it reads, and what it does about the result. */
interface Reconciler {

    /**
     * What to read, in this order, in every round.
     *
     * @param acted whether this round verifies a change that was just made
     */
    List<Call> observe(boolean acted);

    /** What to do about the readings. Nothing that was read is gone, unless {@link #gone} allows it. */
    ReconcileAction compare(Readings readings);

    /**
     * Readings that were started before this instant may be older than a change by this deployment. They do not prove
     * that nothing is left to do.
     */
    default Instant provenFrom() {
        return Instant.MIN;
    }

    /** What to do about such readings. */
    default ReconcileAction compareUnproven(Readings readings) {
        return compare(readings);
    }

    /** What to do if something that was read does not exist. By default the work has ended. */
    default Optional<ReconcileAction> gone(Readings readings) {
        return readings.gone().map(what -> new Outcome.Gone(what));
    }

    /** What to do if something cannot be read. By default the engine retries as long as the work is wanted. */
    default ReconcileAction unreadable(Call call, Problem problem, int tries) {
        return new ReconcileAction.Await(Gate.READABLE, Verdict.bad(problem.toString(), "an answer"));
    }

    /** Whether the work needs recent readings. */
    default boolean needsFreshness() {
        return false;
    }
}
