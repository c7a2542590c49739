package io.github.bluegreen4j.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The states of alarms by name.
 *
 * @param states the alarms that exist; a name that was asked for and is not here does not exist, or was not returned
 */
public record AlarmReading(SortedMap<String, State> states) {
    public AlarmReading {
        Given.entries("alarms", states);
        states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
    }

    public static AlarmReading of(Map<String, State> states) {
        Given.entries("alarms", states);
        return new AlarmReading(new TreeMap<>(states));
    }

    /** The state of that alarm; empty when it is unknown. */
    public Optional<State> of(String name) {
        return Optional.ofNullable(states.get(name));
    }

    /** What it says of those alarms. */
    public AlarmReading only(Collection<String> names) {
        SortedMap<String, State> some = new TreeMap<>();
        for (String name : names) {
            of(name).ifPresent(state -> some.put(name, state));
        }
        return some.size() == states.size() ? this : new AlarmReading(some);
    }

    /** The state of an alarm. {@code INSUFFICIENT_DATA} is not {@code ALARM}. */
    public enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA
    }
}
