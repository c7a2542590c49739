package io.github.bluegreen4j.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class CloudWatchAlarmsTest extends AlarmSourceContract {
    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final AlarmSource alarms = CloudWatchAlarms.create(
            FakeClients.of(aws, CloudWatchClient.builder()), AwsShop.generous(AwsShop.timeOf(world)));

    @Override
    protected AlarmSourceFixture fixture() {
        return new AlarmSourceFixture() {
            @Override
            public AlarmSource alarms() {
                return alarms;
            }

            @Override
            public void set(String name, AlarmReading.State state) {
                world.alarm(name, state);
            }

            @Override
            public void goOutOfReach() {
                aws.faults().on("cloudwatch:*").always().happens(WireFault.UNAVAILABLE);
            }

            @Override
            public void pause() {
                time.advance(Duration.ofSeconds(1));
            }
        };
    }

    @Test
    void compositeAlarmsAreReadToo() {
        world.alarm("any-of-them", AlarmReading.State.ALARM);
        aws.cloudWatch().composite("any-of-them");

        assertThat(alarms.read(Set.of("any-of-them")).of("any-of-them")).contains(AlarmReading.State.ALARM);
    }

    @Test
    void aHundredAlarmsAreOneRequest() {
        Set<String> names = IntStream.range(0, 250).mapToObj(i -> "alarm-" + i).collect(Collectors.toSet());
        names.forEach(name -> world.alarm(name, AlarmReading.State.OK));

        assertThat(alarms.read(names).states()).hasSize(250);
        assertThat(aws.requests("cloudwatch:DescribeAlarms")).hasSize(3);
        assertThat(alarms.read(Set.of()).states()).isEmpty();
        assertThat(aws.requests("cloudwatch:DescribeAlarms")).hasSize(3);
    }
}
