package io.github.bluegreen4j.examples.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How long the judge of attendance finds a service without an engine. Moments are in milliseconds. */
class AttendanceTest {

    private static final List<Attendance.Busy> ALWAYS = List.of(new Attendance.Busy(0, ProcessFault.NEVER));

    private final Map<String, List<Told>> told = new TreeMap<>();
    private final List<ProcessFault> faults = new ArrayList<>();

    @Test
    void anotherEngineTakesTheServiceAfterADeadHost() {
        tell("a", claimed(1, 0), renewed(900));
        tell("b", renewed(900), renewed(1_600), claimed(2, 3_100));
        fault(ProcessFault.Kind.DEAD_HOST, "a", 1_000, ProcessFault.NEVER);

        assertThat(millis(ALWAYS)).containsExactly(2_100L);
    }

    @Test
    void whoseEngineWasNotHitHasNoAbsence() {
        tell("a", claimed(1, 0), renewed(900));
        tell("b", renewed(900));
        fault(ProcessFault.Kind.DEAD_HOST, "b", 1_000, ProcessFault.NEVER);

        assertThat(millis(ALWAYS)).isEmpty();
    }

    @Test
    void anAnswerThatWasOnItsWayWhenTheNetworkFailedDoesNotCount() {
        tell("a", claimed(1, 0), answered(Told.What.RENEWED, "", 0, 950, 1_050), renewed(6_500));
        tell("b");
        fault(ProcessFault.Kind.PARTITION, "a", 1_000, 6_000);

        assertThat(millis(ALWAYS)).containsExactly(5_500L);
    }

    @Test
    void whoHasALowerFenceDoesNotActWhateverItRenews() {
        tell("a", claimed(1, 0), renewed(5_000), renewed(6_000));
        tell("b", claimed(2, 3_000));
        fault(ProcessFault.Kind.STOP, "a", 1_000, 4_000);
        fault(ProcessFault.Kind.DEAD_HOST, "b", 4_500, ProcessFault.NEVER);
        tell("c", claimed(3, 7_000));

        assertThat(millis(ALWAYS)).containsExactly(2_000L, 2_500L);
    }

    @Test
    void whoIsNeverActedForAgainIsAbsentForever() {
        tell("a", claimed(1, 0));
        fault(ProcessFault.Kind.DEAD_HOST, "a", 1_000, ProcessFault.NEVER);

        assertThat(millis(ALWAYS))
                .singleElement()
                .satisfies(long_ -> assertThat(long_).isGreaterThan(1_000_000L));
    }

    @Test
    void itCountsFromTheServersReturn() {
        tell("a", claimed(1, 0), renewed(4_600));
        fault(ProcessFault.Kind.SERVER_RESTART, "", 1_000, 4_000);

        assertThat(millis(ALWAYS)).containsExactly(600L);
    }

    @Test
    void itCountsFromWhenThereWasSomethingToDo() {
        tell("a", claimed(1, 0));
        tell("b", claimed(2, 9_000));
        fault(ProcessFault.Kind.DEAD_HOST, "a", 1_000, ProcessFault.NEVER);

        assertThat(millis(List.of(new Attendance.Busy(0, 500_000), new Attendance.Busy(8_500_000, ProcessFault.NEVER))))
                .containsExactly(500L);
    }

    @Test
    void whoHasReleasedTheServiceDoesNotActForIt() {
        tell("a", claimed(1, 0), answered(Told.What.RELEASING, "cart", 0, 500, 500), renewed(1_000));
        fault(ProcessFault.Kind.DEAD_HOST, "b", 700, ProcessFault.NEVER);

        assertThat(new Attendance(told, faults).after("cart", 600_000)).isEmpty();
    }

    @Test
    void anEngineGoesOnWhenAllFaultsThatHitItAreOver() {
        tell("a", renewed(500), renewed(4_000), renewed(7_000));
        tell("b", renewed(500), renewed(6_100));
        fault(ProcessFault.Kind.PARTITION, "a", 1_000, 6_000);
        fault(ProcessFault.Kind.SERVER_RESTART, "", 5_000, 6_500);

        assertThat(returns()).containsExactly(500L, 500L, ProcessFault.NEVER / 1_000 - 6_500);
    }

    @Test
    void whoDiesBeforeItGoesOnNeedNot() {
        tell("a", renewed(500));
        fault(ProcessFault.Kind.PARTITION, "a", 1_000, 6_000);
        fault(ProcessFault.Kind.DEAD_HOST, "a", 6_100, ProcessFault.NEVER);

        assertThat(returns()).isEmpty();
    }

    private List<Long> returns() {
        return new Attendance(told, faults)
                .returns().stream().map(back -> back.micros() / 1_000).toList();
    }

    private List<Long> millis(List<Attendance.Busy> busy) {
        return new Attendance(told, faults)
                .absences("cart", busy).stream()
                        .map(absence -> absence.micros() / 1_000)
                        .toList();
    }

    private void tell(String engine, Told... lines) {
        told.put(engine, List.of(lines));
    }

    private void fault(ProcessFault.Kind kind, String engine, long from, long until) {
        faults.add(new ProcessFault(kind, engine, from * 1_000, until == ProcessFault.NEVER ? until : until * 1_000));
    }

    private static Told renewed(long at) {
        return answered(Told.What.RENEWED, "", 0, at, at);
    }

    private static Told claimed(long fence, long at) {
        return answered(Told.What.CLAIMED, "cart", fence, at, at);
    }

    private static Told answered(Told.What what, String service, long number, long from, long until) {
        return new Told(what, service, number, "", from * 1_000, until * 1_000);
    }
}
