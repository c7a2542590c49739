package io.github.bluegreen4j.testkit.contract;

import static io.github.bluegreen4j.testkit.contract.Expectations.eventually;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AlarmSource} has to keep. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
public abstract class AlarmSourceContract {
    private AlarmSourceFixture fixture;

    /** A fresh world for each test. */
    protected abstract AlarmSourceFixture fixture();

    @BeforeEach
    final void prepare() {
        fixture = fixture();
    }

    @AfterEach
    final void tearDown() {
        fixture.close();
    }

    private void reads(Set<String> names, Map<String, AlarmReading.State> expected) {
        eventually(fixture, () -> {
            AlarmReading reading = fixture.alarms().read(names);
            assertThat(reading).as("the reading of %s", names).isNotNull();
            assertThat(reading.states()).as("the states of %s", names).isEqualTo(expected);
        });
    }

    /** Protects from an alarm that is taken for another state: a missed rollback, or one without a reason. */
    @Test
    public final void everyStateIsReadAsItIs() {
        fixture.set("fine", AlarmReading.State.OK);
        fixture.set("burning", AlarmReading.State.ALARM);
        fixture.set("silent", AlarmReading.State.INSUFFICIENT_DATA);
        reads(
                Set.of("fine", "burning", "silent"),
                Map.of(
                        "fine",
                        AlarmReading.State.OK,
                        "burning",
                        AlarmReading.State.ALARM,
                        "silent",
                        AlarmReading.State.INSUFFICIENT_DATA));
    }

    /** Protects from a mistyped alarm that counts as good and watches nothing. */
    @Test
    public final void aNameThatDoesNotExistIsAbsentAndHidesNoOther() {
        fixture.set("fine", AlarmReading.State.OK);
        reads(Set.of("fine", "no-such-alarm"), Map.of("fine", AlarmReading.State.OK));
    }

    /** Protects from readings of alarms that belong to other deployments. */
    @Test
    public final void onlyWhatIsAskedForIsRead() {
        fixture.set("ours", AlarmReading.State.OK);
        fixture.set("theirs", AlarmReading.State.ALARM);
        reads(Set.of("ours"), Map.of("ours", AlarmReading.State.OK));
    }

    /** Protects from a cached state that hides an alarm. */
    @Test
    public final void aChangeIsSeenByTheNextReadings() {
        fixture.set("errors", AlarmReading.State.OK);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.OK));
        fixture.set("errors", AlarmReading.State.ALARM);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.ALARM));
        fixture.set("errors", AlarmReading.State.OK);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.OK));
    }

    /** Protects from a limit of the source's requests, or a second page, that silently drops alarms. */
    @Test
    public final void asManyAsAreAskedForAreRead() {
        Map<String, AlarmReading.State> expected = new TreeMap<>();
        for (int i = 0; i < fixture.many(); i++) {
            expected.put("alarm-" + i, i % 7 == 0 ? AlarmReading.State.ALARM : AlarmReading.State.OK);
        }
        expected.forEach(fixture::set);
        reads(expected.keySet(), expected);
    }

    /** Protects from a request without names, to which CloudWatch answers with every alarm there is. */
    @Test
    public final void toAskForNothingReadsNothing() {
        fixture.set("fine", AlarmReading.State.OK);
        reads(Set.of(), Map.of());
    }

    /** Protects from an outage of the alarms that looks like alarms that do not exist, or that are fine. */
    @Test
    public final void whatCanNotBeReadIsThrown() {
        fixture.set("fine", AlarmReading.State.OK);
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.alarms().read(Set.of("fine")));
    }
}
