package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmReading.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class AlarmsTest {
    private final WireShop shop = new WireShop();

    AlarmsTest() {
        shop.world.alarm("errors", State.OK);
        shop.world.alarm("latency", State.ALARM);
        shop.world.alarm("all", State.INSUFFICIENT_DATA);
        shop.aws.cloudWatch().composite("all");
    }

    @Test
    void alarmsAreDescribedWithTheirStatesAndUnknownNamesLeftOut() {
        DescribeAlarmsResponse answer =
                shop.cloudWatch.describeAlarms(request -> request.alarmNames("errors", "latency", "none"));

        assertThat(answer.metricAlarms()).extracting(MetricAlarm::alarmName).containsExactly("errors", "latency");
        assertThat(answer.metricAlarms())
                .extracting(MetricAlarm::stateValue)
                .containsExactly(StateValue.OK, StateValue.ALARM);
        assertThat(answer.metricAlarms().get(0).alarmArn())
                .isEqualTo("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors");
        assertThat(answer.metricAlarms().get(0).stateUpdatedTimestamp()).isEqualTo(shop.time.now());
    }

    @Test
    void compositeAlarmsAreLeftOutUnlessTheirTypeIsAskedFor() {
        assertThat(shop.cloudWatch.describeAlarms(request -> request.alarmNames("all", "errors")))
                .satisfies(answer -> {
                    assertThat(answer.compositeAlarms()).isEmpty();
                    assertThat(answer.metricAlarms()).hasSize(1);
                });
        DescribeAlarmsResponse both = shop.cloudWatch.describeAlarms(request ->
                request.alarmNames("all", "errors").alarmTypes(AlarmType.COMPOSITE_ALARM, AlarmType.METRIC_ALARM));
        assertThat(both.compositeAlarms())
                .extracting(CompositeAlarm::stateValue)
                .containsExactly(StateValue.INSUFFICIENT_DATA);
        assertThat(both.metricAlarms()).hasSize(1);
    }

    @Test
    void theyComeInPages() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "alarm-" + i).toList();
        names.forEach(name -> shop.world.alarm(name, State.OK));

        DescribeAlarmsResponse page = shop.cloudWatch.describeAlarms(request -> request.alarmNames(names));
        assertThat(page.metricAlarms()).hasSize(50);
        assertThat(page.nextToken()).isNotNull();
        assertThat(shop.cloudWatch
                        .describeAlarmsPaginator(request -> request.alarmNames(names))
                        .metricAlarms())
                .hasSize(100);
        assertThat(shop.cloudWatch
                        .describeAlarms(request -> request.alarmNames(names).maxRecords(100))
                        .metricAlarms())
                .hasSize(100);
        List<String> tooMany =
                IntStream.range(0, 101).mapToObj(i -> "alarm-" + i).toList();
        refused(() -> shop.cloudWatch.describeAlarms(request -> request.alarmNames(tooMany)), "ValidationError", "100");
    }

    @Test
    void anAlarmThatIsRemovedIsLeftOut() {
        shop.world.removeAlarm("errors");

        assertThat(shop.cloudWatch
                        .describeAlarms(request -> request.alarmNames("errors"))
                        .metricAlarms())
                .isEmpty();
    }
}
