package io.github.bluegreen4j.model;

/** Which way a deployment goes. */
public enum Direction {
    FORWARD,
    ROLLBACK
}
