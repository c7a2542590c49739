package io.github.bluegreen4j.event;

/** What work may wait for, or be ended by. */
public enum Gate {
    /** Green's own targets are healthy at the floor, on a reading at most 10 s old. */
    CAPACITY,
    /** No watched alarm is in ALARM, and every one is known. */
    ALARMS,
    /** The route reads as the deployment left it. */
    DRIFT,
    /** What was done reads back: a written split, a revision that is gone. */
    READ_BACK,
    /** Every route gives the revision that is to be reduced no weight. */
    NO_WEIGHT,
    /** The idle target group has no target left. */
    IDLE_GROUP_EMPTY,
    /** Blue is asked to run as many tasks as it should, whoever scaled it meanwhile. */
    BLUE_SCALE,
    /** Both: blue is asked to run as many tasks as it should, and has any healthy target. */
    BLUE_SCALE_ALIVE,
    /** Blue is healthy enough to take production back. */
    BLUE_CAPACITY,
    /** Blue has any healthy target at all to take production back. */
    BLUE_ALIVE,
    /** Green, which serves, is still there: nobody has deleted it. */
    GREEN_EXISTS,
    /** Nobody else's route gives a target group weight that is to be emptied. */
    OTHER_ROUTES,
    /**
     * What is asked first is answered at all: not throttled, not out of reach. While all work waits so, the limits of the engine's
     * own work stand still.
     */
    REACHABLE,
    /** The world can be read. */
    READABLE,
    /** A call is accepted. */
    ACCEPTED
}
