package io.github.bluegreen4j.event;

/** A condition that must be true before work continues. */
public enum Gate {
    /** Green's own targets are healthy at the floor, by a reading at most 10 s old. */
    CAPACITY,
    /** Every watched alarm is known, and none is in ALARM. */
    ALARMS,
    /**
     * Every policy of the engine lets green get more weight, by an answer at most 10 s old. While work waits for this gate, the limit of
     * its stage stands still.
     */
    POLICY,
    /** The route reads as the deployment left it. */
    DRIFT,
    /** The result of the work is visible: the written split, or the absence of the revision. */
    READ_BACK,
    /** No route gives weight to the revision that is to be reduced. */
    NO_WEIGHT,
    /** The idle target group has no targets. */
    IDLE_GROUP_EMPTY,
    /** Blue's desired count is what it should be, whoever changed it meanwhile. */
    BLUE_SCALE,
    /** Blue's desired count is what it should be, and blue has at least one healthy target. */
    BLUE_SCALE_ALIVE,
    /** Blue is healthy enough to serve production again. */
    BLUE_CAPACITY,
    /** Blue has at least one healthy target. */
    BLUE_ALIVE,
    /** Green, which serves, still exists. */
    GREEN_EXISTS,
    /** No foreign route gives weight to the target group that is to be emptied. */
    OTHER_ROUTES,
    /**
     * The first read is answered: neither throttled nor unreachable. While all work waits for this gate, the limits
     * of the engine's own work stand still.
     */
    REACHABLE,
    /** The outside world can be read. */
    READABLE,
    /** A call is accepted. */
    ACCEPTED
}
