package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alarms the engine watches from the first test shift to the end of the bake, and what happens when one is in
 * ALARM. Source: "How CloudWatch alarms detect Amazon ECS deployment failures" in the ECS developer guide.
 *
 * @param names the names of the alarms; at most 100, each once, 1 to 512 characters: a CloudWatch alarm's name has at
 *     most 255, its ARN more. An empty list turns the watch off
 * @param atStart what happens if an alarm is in ALARM when the deployment starts
 * @param rollback true: an alarm rolls the deployment back; false: the deployment stops and stays as it is
 * @param interval how often the states are read; 1 to 60 s, by default 10 s
 */
public record AlarmPolicy(List<String> names, AtStart atStart, boolean rollback, Duration interval) {

    /** What happens if an alarm is in ALARM when the deployment starts. */
    public enum AtStart {
        /** The engine ignores that alarm, with a warning, until it was OK once. This is the default. */
        IGNORE_UNTIL_OK,
        /** The engine ignores all alarms for the whole deployment, as ECS does. */
        ECS_COMPAT,
        /** The deployment is refused. */
        FAIL_FAST
    }

    private static final int MAX_ALARMS = 100;
    private static final int MAX_NAME = 512;
    private static final DurationRange INTERVAL = DurationRange.seconds(Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** The default interval: 10 s. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** No alarms are watched. */
    public static final AlarmPolicy NONE = new AlarmPolicy(List.of(), AtStart.IGNORE_UNTIL_OK, true, DEFAULT_INTERVAL);

    /**
     * Checks names and interval.
     *
     * @param names the names of the alarms
     * @param atStart what happens if an alarm is in ALARM when the deployment starts
     * @param rollback true: an alarm rolls the deployment back
     * @param interval how often the states are read
     * @throws InvalidSpecException with every value that is not allowed
     */
    public AlarmPolicy {
        SpecFaults faults = new SpecFaults();
        if (faults.present("alarms.names", names)) {
            checkNames(faults, names);
        }
        faults.present("alarms.atStart", atStart);
        faults.duration("alarms.interval", interval, INTERVAL);
        faults.throwIfAny();
        names = List.copyOf(names);
    }

    /**
     * Watches alarms with the defaults: any of them in ALARM rolls the deployment back.
     *
     * @param names the names of the alarms
     * @return the policy
     * @throws InvalidSpecException if a name is not allowed
     */
    public static AlarmPolicy of(String... names) {
        return NONE.withNames(Arrays.asList(Given.value("alarms.names", names)));
    }

    /**
     * {@return a copy for other alarms}
     *
     * @param newNames their names; at most 100, each once, 1 to 512 characters
     */
    public AlarmPolicy withNames(List<String> newNames) {
        return new AlarmPolicy(newNames, atStart, rollback, interval);
    }

    /**
     * {@return a copy with another rule for alarms that are in ALARM at the start}
     *
     * @param newAtStart the rule
     */
    public AlarmPolicy withAtStart(AtStart newAtStart) {
        return new AlarmPolicy(names, newAtStart, rollback, interval);
    }

    /**
     * {@return a copy that rolls back on an alarm, or stops}
     *
     * @param newRollback true to roll back, false to stop and stay as it is
     */
    public AlarmPolicy withRollback(boolean newRollback) {
        return new AlarmPolicy(names, atStart, newRollback, interval);
    }

    /**
     * {@return a copy with another interval}
     *
     * @param newInterval how often the states are read; 1 to 60 s
     */
    public AlarmPolicy withInterval(Duration newInterval) {
        return new AlarmPolicy(names, atStart, rollback, newInterval);
    }

    /** {@return whether no alarm is watched} */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    static void checkNames(SpecFaults faults, List<@Nullable String> names) {
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
