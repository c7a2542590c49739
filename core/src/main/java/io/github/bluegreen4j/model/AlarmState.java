package io.github.bluegreen4j.model;

/** The state of an alarm. {@code INSUFFICIENT_DATA} is not {@code ALARM}. */
public enum AlarmState {
    OK,
    ALARM,
    INSUFFICIENT_DATA
}
