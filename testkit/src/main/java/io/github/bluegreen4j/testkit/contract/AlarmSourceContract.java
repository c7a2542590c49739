package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link AlarmSource}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class AlarmSourceContract extends ContractSuite<AlarmSourceFixture> {

    private void reads(Set<String> names, Map<String, AlarmReading.State> expected) {
        eventually(() -> {
            AlarmReading reading = fixture.alarms().read(names);
            assertThat(reading).as("the reading of %s", names).isNotNull();
            assertThat(reading.states()).as("the states of %s", names).isEqualTo(expected);
        });
    }

    /** Prevents a missed rollback, or one without a reason, because a state was mistaken for another. */
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

    /** Prevents a mistyped alarm name that counts as a healthy alarm. */
    @Test
    public final void aNameThatDoesNotExistIsAbsentAndHidesNoOther() {
        fixture.set("fine", AlarmReading.State.OK);
        reads(Set.of("fine", "no-such-alarm"), Map.of("fine", AlarmReading.State.OK));
    }

    /** Prevents a rollback because of another deployment's alarm. */
    @Test
    public final void onlyWhatIsAskedForIsRead() {
        fixture.set("ours", AlarmReading.State.OK);
        fixture.set("theirs", AlarmReading.State.ALARM);
        reads(Set.of("ours"), Map.of("ours", AlarmReading.State.OK));
    }

    /** Prevents a cached state that hides an alarm. */
    @Test
    public final void aChangeIsSeenByTheNextReadings() {
        fixture.set("errors", AlarmReading.State.OK);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.OK));
        fixture.set("errors", AlarmReading.State.ALARM);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.ALARM));
        fixture.set("errors", AlarmReading.State.OK);
        reads(Set.of("errors"), Map.of("errors", AlarmReading.State.OK));
    }

    /** Prevents alarms that are dropped silently by a limit of one request or by a second page. */
    @Test
    public final void asManyAsAreAskedForAreRead() {
        Map<String, AlarmReading.State> expected = new TreeMap<>();
        for (int i = 0; i < fixture.many(); i++) {
            expected.put("alarm-" + i, i % 7 == 0 ? AlarmReading.State.ALARM : AlarmReading.State.OK);
        }
        expected.forEach(fixture::set);
        reads(expected.keySet(), expected);
    }

    /** Prevents a request without names, which CloudWatch answers with all alarms of the account. */
    @Test
    public final void toAskForNothingReadsNothing() {
        fixture.set("fine", AlarmReading.State.OK);
        reads(Set.of(), Map.of());
    }

    /** Prevents an outage of the source that looks like missing or healthy alarms. */
    @Test
    public final void whatCanNotBeReadIsThrown() {
        fixture.set("fine", AlarmReading.State.OK);
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.alarms().read(Set.of("fine")));
    }
}
