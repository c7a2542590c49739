package io.github.bluegreen4j.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The states of alarms, by name.
 *
 * @param states the alarms that exist, by name. An alarm that was asked for but is missing here does not exist or was
 *     not returned
 */
public record AlarmReading(SortedMap<String, State> states) {
    /**
     * Checks that nothing is missing.
     *
     * @param states the alarms that exist, by name
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public AlarmReading {
        Given.entries("alarms", states);
        states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
    }

    /**
     * {@return a reading with these states}
     *
     * @param states the states by name
     */
    public static AlarmReading of(Map<String, State> states) {
        Given.entries("alarms", states);
        return new AlarmReading(new TreeMap<>(states));
    }

    /**
     * {@return the state of one alarm; empty if it is unknown}
     *
     * @param name the name of the alarm
     */
    public Optional<State> of(String name) {
        return Optional.ofNullable(states.get(name));
    }

    /**
     * {@return the part of this reading about some alarms}
     *
     * @param names their names
     */
    public AlarmReading only(Collection<String> names) {
        SortedMap<String, State> some = new TreeMap<>();
        for (String name : names) {
            of(name).ifPresent(state -> some.put(name, state));
        }
        return some.size() == states.size() ? this : new AlarmReading(some);
    }

    /** The state of a CloudWatch alarm. */
    public enum State {
        /** The metric is within its threshold. */
        OK,
        /** The metric is outside its threshold. */
        ALARM,
        /** There is not enough data for a state. The engine does not treat this as {@code ALARM}. */
        INSUFFICIENT_DATA
    }
}
