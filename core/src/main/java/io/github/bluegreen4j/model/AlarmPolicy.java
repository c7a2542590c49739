package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alarms are watched from the first test shift to the end of the bake, and what follows when one of them is in ALARM
 * ("How CloudWatch alarms detect Amazon ECS deployment failures" in the ECS developer guide).
 *
 * @param names the alarms, at most 100, each once, 1 to 255 characters; none switches the watch off
 * @param atStart what becomes of an alarm that is in ALARM when the deployment starts
 * @param rollback whether an alarm rolls the deployment back; otherwise it stops and is frozen as it stands
 * @param interval how often the states are read, 1 to 60 s; 10 s by default
 */
public record AlarmPolicy(List<String> names, AtStart atStart, boolean rollback, Duration interval) {

    /** What becomes of an alarm that is in ALARM when the deployment starts. */
    public enum AtStart {
        /** That alarm is ignored, with a warning, until it has once been OK: the default. */
        IGNORE_UNTIL_OK,
        /** All alarms are ignored for the whole deployment, as ECS does. */
        ECS_COMPAT,
        /** The deployment is refused. */
        FAIL_FAST
    }

    private static final int MAX_ALARMS = 100;
    private static final int MAX_NAME = 255;
    private static final DurationRange INTERVAL = DurationRange.seconds(Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** 10 s. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** No alarms. */
    public static final AlarmPolicy NONE = new AlarmPolicy(List.of(), AtStart.IGNORE_UNTIL_OK, true, DEFAULT_INTERVAL);

    /** Checks names and interval. */
    public AlarmPolicy {
        Faults faults = new Faults();
        if (faults.present("alarms.names", names)) {
            checkNames(faults, names);
        }
        faults.present("alarms.atStart", atStart);
        faults.duration("alarms.interval", interval, INTERVAL);
        faults.throwIfAny();
        names = List.copyOf(names);
    }

    /** Watches these alarms; any of them rolls back. */
    public static AlarmPolicy of(String... names) {
        return NONE.withNames(Arrays.asList(Given.value("alarms.names", names)));
    }

    /** The same policy for other alarms. */
    public AlarmPolicy withNames(List<String> newNames) {
        return new AlarmPolicy(newNames, atStart, rollback, interval);
    }

    /** The same alarms, treated differently at the start. */
    public AlarmPolicy withAtStart(AtStart newAtStart) {
        return new AlarmPolicy(names, newAtStart, rollback, interval);
    }

    /** The same alarms, with or without rolling back. */
    public AlarmPolicy withRollback(boolean newRollback) {
        return new AlarmPolicy(names, atStart, newRollback, interval);
    }

    /** The same alarms, read more or less often. */
    public AlarmPolicy withInterval(Duration newInterval) {
        return new AlarmPolicy(names, atStart, rollback, newInterval);
    }

    /** Whether no alarm is watched. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    static void checkNames(Faults faults, List<@Nullable String> names) {
        faults.require(
                names.size() <= MAX_ALARMS,
                "alarms.names",
                names.size() + " names",
                "at most " + MAX_ALARMS + " names");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String field = "alarms.names[" + i + "]";
            String allowed = "the name of an alarm, 1 to " + MAX_NAME + " characters";
            if (faults.text(field, name, MAX_NAME, allowed) && name != null) {
                faults.require(seen.add(name), field, name, "each alarm once");
            }
        }
    }
}
