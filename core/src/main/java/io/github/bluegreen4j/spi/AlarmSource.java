package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RequestCost;
import java.util.List;
import java.util.Set;

/** Where alarms are read. Implementations must be safe for use by many threads. */
@FunctionalInterface
public interface AlarmSource {

    /**
     * Reads the states of alarms. The source splits large sets into several requests by itself.
     *
     * @param names the names of the alarms
     * @return the states of those that exist; a missing name is unknown
     * @throws PortException if nothing could be read
     */
    AlarmReading read(Set<String> names);

    /**
     * {@return how many alarms the engine may combine into one call} By default 100, the limit of CloudWatch's {@code
     * DescribeAlarms}.
     */
    default int readBatch() {
        return 100;
    }

    /**
     * {@return the place of an alarm: the account and Region, for example} The engine reads alarms of different places in different
     * calls, so a place that is slow, unreachable or throttled does not hide the alarms of another one. A class that wraps another
     * AlarmSource passes the call on. The default is one place for all, with an empty name.
     *
     * <p>The engine asks once for each alarm, when it reads a deployment from the journal, on the thread of that call. The deployment does
     * not start before the answer, so compute it from the name. The same alarm is always in the same place. An exception counts as the
     * empty name.
     *
     * @param name the name of the alarm
     */
    default String place(String name) {
        return "";
    }

    /**
     * {@return this source for calls of one urgency} By default the same object.
     *
     * @param urgency how urgent the calls are
     */
    default AlarmSource at(CallRunner.Urgency urgency) {
        return this;
    }

    /**
     * {@return what one call usually costs of the rate limits that this source knows} For plans. By default nothing.
     *
     * @param operation one of the operations of this port; others cost nothing here
     */
    default List<RequestCost> costs(CallRunner.Operation operation) {
        return List.of();
    }

    /**
     * {@return the checks that this port brings for the preflight of every deployment} A class that wraps another AlarmSource
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }

    /** {@return a source without alarms} */
    static AlarmSource none() {
        return NoAlarms.INSTANCE;
    }
}
