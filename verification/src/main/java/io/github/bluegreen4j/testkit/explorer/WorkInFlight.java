package io.github.bluegreen4j.testkit.explorer;

import java.util.Set;

/**
 * The work in flight.
 *
 * @param active scripts with their pending call
 * @param withdrawn changes that nobody waits for any more, and that nobody has answered yet
 * @param late changes that will not be answered, and may still land
 */
record WorkInFlight(Set<PendingCall> active, Set<SentChange> withdrawn, Set<SentChange> late) {

    /** Work in flight that is kept once. */
    record Kept(WorkInFlight work, int id) {}
}
