package io.github.bluegreen4j.event;

/** What a watch last showed. Unknown is a value: it blocks going forward and never blocks going back. */
public enum Condition {
    GOOD,
    BAD,
    UNKNOWN
}
