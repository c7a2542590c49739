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
        return names.containsAll(states.keySet()) ? this : new AlarmReading(among(names));
    }

    private SortedMap<String, State> among(Collection<String> names) {
        SortedMap<String, State> some = new TreeMap<>(states);
        some.keySet().retainAll(names);
        return some;
    }

    /** The state of an alarm. {@code INSUFFICIENT_DATA} is not {@code ALARM}. */
    public enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA
    }
}
