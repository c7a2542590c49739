package io.github.bluegreen4j.event;

/** A standing interest in the world while a deployment is in certain stages. */
public enum Watch {
    /** Until green has production weight: green runs what it should, steady and healthy at the floor. */
    GREEN_READY,
    /** From green's first production weight: green has healthy targets enough to carry production. */
    GREEN_HEALTH,
    /** No watched alarm is in ALARM. */
    ALARMS,
    /** The production routes read as the deployment left them. */
    ROUTES;

    /** What a watch last showed. Unknown is a value: it blocks going forward and never blocks going back. */
    public enum Condition {
        GOOD,
        BAD,
        UNKNOWN
    }
}
