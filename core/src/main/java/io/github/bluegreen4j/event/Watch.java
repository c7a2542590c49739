package io.github.bluegreen4j.event;

/** Something in the outside world that the engine watches during certain stages. */
public enum Watch {
    /** Until green has production weight: green runs its desired count, is steady, and is healthy at the floor. */
    GREEN_READY,
    /** From green's first production weight: green has enough healthy targets to carry production. */
    GREEN_HEALTH,
    /** No watched alarm is in ALARM. */
    ALARMS,
    /** Green is not worse than blue within the margin, as far as the metrics of the current step show. */
    ANALYSIS,
    /** The production routes read as the deployment left them. */
    ROUTES;

    /** The last result of a watch. */
    public enum Condition {
        /** The watched condition is true. */
        GOOD,
        /** The watched condition is false. */
        BAD,
        /** The reading is missing or too old. Unknown blocks the way forward but never a rollback. */
        UNKNOWN
    }
}
