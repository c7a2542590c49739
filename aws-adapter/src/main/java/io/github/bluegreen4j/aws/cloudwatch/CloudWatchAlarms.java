package io.github.bluegreen4j.aws.cloudwatch;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
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
 * Reads metric and composite alarms of CloudWatch by name, up to 100 per request ("DescribeAlarms" in the CloudWatch API
 * reference). An alarm that does not exist is absent from the reading. Thread-safe.
 */
public final class CloudWatchAlarms implements AlarmSource {
    private static final int NAMES = 100;

    /** The maximum number of requests that a call reserves at once, because a small budget never has more tokens. */
    private static final int MOST_AT_ONCE = 2;

    private final CloudWatchClient client;
    private final ApiCalls calls;

    private CloudWatchAlarms(CloudWatchClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /**
     * Creates a source with the default budget.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @return the source
     */
    public static CloudWatchAlarms create(CloudWatchClient client) {
        return create(client, ApiBudget.ofDefaults());
    }

    /**
     * Creates a source.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param budget limits the rate of requests; adapters may share one
     * @return the source
     */
    public static CloudWatchAlarms create(CloudWatchClient client, ApiBudget budget) {
        SdkClients.reportRetries(client);
        return new CloudWatchAlarms(client, ApiCalls.of(client, budget));
    }

    @Override
    public int readBatch() {
        return NAMES;
    }

    @Override
    public AlarmSource at(Urgency urgency) {
        return new CloudWatchAlarms(client, calls.at(urgency));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return operation == CallRunner.Operation.READ_ALARMS
                ? calls.costs(Map.of(ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS, 1))
                : List.of();
    }

    /**
     * {@inheritDoc}
     *
     * <p>More than 100 names take several requests. If the budget has no room for them, the call fails as unavailable and
     * states when to retry.
     */
    @Override
    public AlarmReading read(Set<String> names) {
        List<String> all = List.copyOf(new TreeSet<>(names));
        if (all.isEmpty()) {
            return AlarmReading.of(Map.of());
        }
        int requests = (all.size() + NAMES - 1) / NAMES;
        return calls.within(
                "cloudwatch:DescribeAlarms",
                text(all),
                Map.of(ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS, Math.min(requests, MOST_AT_ONCE)),
                within -> read(within, all));
    }

    private AlarmReading read(ApiCalls within, List<String> all) {
        Map<String, AlarmReading.State> states = new TreeMap<>();
        for (int from = 0; from < all.size(); from += NAMES) {
            read(within, all.subList(from, Math.min(all.size(), from + NAMES)), states);
        }
        return AlarmReading.of(states);
    }

    private static String text(List<String> names) {
        return names.size() <= 3
                ? names.toString()
                : names.size() + " alarms, " + names.get(0) + " to " + names.get(names.size() - 1);
    }

    private void read(ApiCalls within, List<String> names, Map<String, AlarmReading.State> states) {
        Optional<String> next = Optional.empty();
        do {
            Optional<String> from = next;
            // Without the types, CloudWatch omits composite alarms.
            DescribeAlarmsResponse page = within.read(
                    ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS,
                    "cloudwatch:DescribeAlarms",
                    text(names),
                    () -> client.describeAlarms(request -> request.alarmNames(names)
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                            .maxRecords(NAMES)
                            .nextToken(from.orElse(null))));
            ApiCalls.checked(page, "cloudwatch:DescribeAlarms", text(names), Problem.Kind.UNAVAILABLE);
            page.metricAlarms().forEach(alarm -> put(states, alarm.alarmName(), alarm.stateValue()));
            page.compositeAlarms().forEach(alarm -> put(states, alarm.alarmName(), alarm.stateValue()));
            next = Optional.ofNullable(page.nextToken()).filter(token -> !token.isEmpty());
        } while (next.isPresent());
    }

    /** Maps a state; one that this version of the SDK does not know is unknown. */
    private static void put(Map<String, AlarmReading.State> states, String name, StateValue value) {
        switch (value) {
            case OK -> states.put(name, AlarmReading.State.OK);
            case ALARM -> states.put(name, AlarmReading.State.ALARM);
            case INSUFFICIENT_DATA -> states.put(name, AlarmReading.State.INSUFFICIENT_DATA);
            case UNKNOWN_TO_SDK_VERSION -> states.remove(name);
        }
    }
}
