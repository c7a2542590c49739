package io.github.bluegreen4j.awstestkit.cloudwatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.awstestkit.wire.Page;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Amazon CloudWatch with the world's alarms and their states, and with the metrics of an Application Load Balancer for each of
 * the world's target groups. As in AWS, unknown names are omitted from answers, and so are
 * composite alarms unless the request asks for their type. Get it from {@code FakeAws.cloudWatch()}. Thread-safe.
 */
public final class FakeCloudWatch implements FakeService {
    private static final int MOST_NAMES = 100;
    private static final int MOST = 100;
    private static final int USUAL = 50;
    private static final String COMPOSITE = "CompositeAlarm";
    private static final String METRIC = "MetricAlarm";

    private final Object lock;
    private final WorldView world;
    private final Arns arns;
    private final FakeMetrics metrics;
    private final Set<String> composites = new HashSet<>();

    /**
     * Creates the service of a world.
     *
     * @param world the world
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     */
    public FakeCloudWatch(SimulatedWorld world, Arns arns, Object lock) {
        this.world = world.view();
        this.metrics = new FakeMetrics(world);
        this.arns = arns;
        this.lock = lock;
    }

    @Override
    public Api api() {
        return Api.CLOUDWATCH;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "DescribeAlarms",
                new Operation(this::resources, this::describeAlarms),
                "GetMetricData",
                new Operation(input -> List.of("*"), metrics::getMetricData));
    }

    /**
     * Turns an alarm into a composite one. Its state is still that of the world's alarm.
     *
     * @param name the name of the alarm
     */
    public void composite(String name) {
        synchronized (lock) {
            composites.add(name);
        }
    }

    private List<String> resources(ObjectNode input) {
        List<String> names = Inputs.texts(input, "AlarmNames");
        return names.isEmpty() ? List.of("*") : names.stream().map(arns::alarm).toList();
    }

    private ObjectNode describeAlarms(ObjectNode input) {
        List<String> names = Inputs.texts(input, "AlarmNames");
        Optional<String> prefix = Inputs.text(input, "AlarmNamePrefix");
        Optional<String> state = Inputs.text(input, "StateValue");
        check(names, prefix);
        List<String> types = Inputs.texts(input, "AlarmTypes");
        List<Map.Entry<String, AlarmReading.State>> found = world.alarms().entrySet().stream()
                .filter(alarm -> names.isEmpty() || names.contains(alarm.getKey()))
                .filter(alarm -> prefix.isEmpty() || alarm.getKey().startsWith(prefix.get()))
                .filter(alarm ->
                        state.isEmpty() || state.get().equals(alarm.getValue().name()))
                .filter(alarm -> types.isEmpty()
                        ? !composites.contains(alarm.getKey())
                        : types.contains(composites.contains(alarm.getKey()) ? COMPOSITE : METRIC))
                .toList();
        int size = Inputs.number(input, "MaxRecords").orElse(USUAL);
        Page<Map.Entry<String, AlarmReading.State>> page = Page.of(found, Inputs.text(input, "NextToken"), size, MOST);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode metric = answer.putArray("MetricAlarms");
        ArrayNode composite = answer.putArray("CompositeAlarms");
        for (Map.Entry<String, AlarmReading.State> alarm : page.elements()) {
            boolean isComposite = composites.contains(alarm.getKey());
            describe(isComposite, alarm, (isComposite ? composite : metric).addObject());
        }
        page.next().ifPresent(next -> answer.put("NextToken", next));
        return answer;
    }

    private static void check(List<String> names, Optional<String> prefix) {
        if (names.size() > MOST_NAMES) {
            throw AwsRefusal.of(
                    "ValidationError",
                    "1 validation error detected: Value '" + names + "' at 'alarmNames' failed to satisfy constraint:"
                            + " Member must have length less than or equal to " + MOST_NAMES);
        }
        if (!names.isEmpty() && prefix.isPresent()) {
            throw AwsRefusal.of("ValidationError", "AlarmNamePrefix and AlarmNames may not both be specified");
        }
    }

    private void describe(boolean composite, Map.Entry<String, AlarmReading.State> alarm, ObjectNode node) {
        node.put("AlarmName", alarm.getKey()).put("AlarmArn", arns.alarm(alarm.getKey()));
        node.put("StateValue", alarm.getValue().name());
        node.put("StateReason", "The world says so").put("ActionsEnabled", true);
        node.put("StateUpdatedTimestamp", world.now().toString());
        if (composite) {
            node.put("AlarmRule", "ALARM(\"" + alarm.getKey() + "-child\")");
        } else {
            node.put("Namespace", "AWS/ApplicationELB").put("MetricName", "HTTPCode_Target_5XX_Count");
            node.put("Statistic", "Sum")
                    .put("Period", 60)
                    .put("EvaluationPeriods", 1)
                    .put("Threshold", 1.0);
            node.put("ComparisonOperator", "GreaterThanOrEqualToThreshold");
        }
    }
}
