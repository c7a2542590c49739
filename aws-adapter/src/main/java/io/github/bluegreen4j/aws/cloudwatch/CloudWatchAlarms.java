package io.github.bluegreen4j.aws.cloudwatch;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Metric and composite alarms of CloudWatch by their names: a hundred in one request, as many as CloudWatch takes. An alarm that does
 * not exist is not in a reading. Safe for use by many threads.
 */
public final class CloudWatchAlarms implements AlarmSource {
    private static final int NAMES = 100;

    private final CloudWatchClient client;
    private final ApiCalls calls;

    private CloudWatchAlarms(CloudWatchClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /** Alarms with the default budget. */
    public static CloudWatchAlarms create(CloudWatchClient client) {
        return create(client, ApiBudget.ofDefaults());
    }

    /** Alarms with a budget of their own. */
    public static CloudWatchAlarms create(CloudWatchClient client, ApiBudget budget) {
        SdkClients.reportRetries(client);
        return new CloudWatchAlarms(client, ApiCalls.of(client, budget));
    }

    @Override
    public AlarmReading read(Set<String> names) {
        Map<String, AlarmReading.State> states = new TreeMap<>();
        List<String> all = List.copyOf(new TreeSet<>(names));
        for (int from = 0; from < all.size(); from += NAMES) {
            read(all.subList(from, Math.min(all.size(), from + NAMES)), states);
        }
        return AlarmReading.of(states);
    }

    private void read(List<String> names, Map<String, AlarmReading.State> states) {
        Optional<String> next = Optional.empty();
        do {
            Optional<String> from = next;
            // Without the types composite alarms are left out.
            DescribeAlarmsResponse page = calls.read(
                    ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS,
                    "cloudwatch:DescribeAlarms",
                    names,
                    () -> client.describeAlarms(request -> request.alarmNames(names)
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                            .maxRecords(NAMES)
                            .nextToken(from.orElse(null))));
            ApiCalls.checked(page, "cloudwatch:DescribeAlarms", names, Problem.Kind.UNAVAILABLE);
            page.metricAlarms().forEach(alarm -> put(states, alarm.alarmName(), alarm.stateValue()));
            page.compositeAlarms().forEach(alarm -> put(states, alarm.alarmName(), alarm.stateValue()));
            next = Optional.ofNullable(page.nextToken()).filter(token -> !token.isEmpty());
        } while (next.isPresent());
    }

    /** A state that this SDK does not know is unknown. */
    private static void put(Map<String, AlarmReading.State> states, String name, StateValue value) {
        switch (value) {
            case OK -> states.put(name, AlarmReading.State.OK);
            case ALARM -> states.put(name, AlarmReading.State.ALARM);
            case INSUFFICIENT_DATA -> states.put(name, AlarmReading.State.INSUFFICIENT_DATA);
            case UNKNOWN_TO_SDK_VERSION -> states.remove(name);
        }
    }
}
