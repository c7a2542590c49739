package io.github.bluegreen4j.examples.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.demo.DemoScenario.Expected;
import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.LocalTaskView;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import io.github.bluegreen4j.examples.local.runner.TaskState;
import io.github.bluegreen4j.examples.local.task.Counts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The verdict on a whole run can be bad in every respect. */
class RunVerdictTest {

    private static final Expected BREAKS =
            Expected.rollback("ALARM").excusing(Set.of("HTTP 500"), "green answered with 500");

    @Test
    void aGoodRunIsGood() {
        assertThat(RunVerdict.of(Expected.success(), succeeded(Map.of())).faults())
                .isEmpty();
        assertThat(RunVerdict.of(BREAKS, rolledBack("ALARM", 3, Optional.of(0L), Optional.of(3L), 11))
                        .faults())
                .isEmpty();
    }

    @Test
    void aFailedRequestIsAFault() {
        assertThat(RunVerdict.of(Expected.success(), succeeded(Map.of("HTTP 502", 1L)))
                        .faults())
                .containsExactly("1 requests failed: HTTP 502");
    }

    @Test
    void theWrongEndAndTheWrongCauseAreFaults() {
        assertThat(RunVerdict.of(Expected.rollback("ALARM"), succeeded(Map.of()))
                        .faults())
                .contains(
                        "the deployment's status: SUCCESSFUL instead of ROLLBACK_SUCCESSFUL",
                        "what made it roll back: nothing instead of ALARM");
        assertThat(RunVerdict.of(BREAKS, rolledBack("DRIFT", 3, Optional.of(0L), Optional.of(3L), 11))
                        .faults())
                .containsExactly("what made it roll back: DRIFT instead of ALARM");
    }

    @Test
    void whatFailedBeforeTheMishapOrAfterTheRollbackIsAFault() {
        assertThat(RunVerdict.of(BREAKS, rolledBack("ALARM", 3, Optional.of(1L), Optional.of(3L), 11))
                        .faults())
                .hasSize(1);
        assertThat(RunVerdict.of(BREAKS, rolledBack("ALARM", 3, Optional.of(0L), Optional.of(2L), 11))
                        .faults())
                .hasSize(1);
        assertThat(RunVerdict.of(BREAKS, rolledBack("ALARM", 0, Optional.empty(), Optional.empty(), 11))
                        .faults())
                .hasSize(2);
    }

    @Test
    void aBlueThatWasRestartedIsAFault() {
        assertThat(RunVerdict.of(BREAKS, rolledBack("ALARM", 3, Optional.of(0L), Optional.of(3L), 12))
                        .faults())
                .containsExactly("blue's processes: [12] instead of [11]");
    }

    private static RunSummary succeeded(Map<String, Long> failed) {
        long lost = failed.values().stream().mapToLong(Long::longValue).sum();
        return new RunSummary(
                end("SUCCESSFUL", ""),
                new LoadSummary(30 + lost, answered(10, 20), new TreeMap<>(failed), 5, false),
                Map.of("checkout-1", counts(10, 0), "checkout-2", counts(20, 0)),
                "checkout-1",
                false,
                100,
                Set.of(11L),
                List.of(revision("checkout-2", DemoScenario.GREEN_DEFINITION, 21)),
                Optional.empty(),
                Optional.empty());
    }

    private static RunSummary rolledBack(
            String cause, long failed, Optional<Long> before, Optional<Long> restored, long pid) {
        return new RunSummary(
                end("ROLLBACK_SUCCESSFUL", cause),
                new LoadSummary(
                        30 + failed,
                        answered(10, 20),
                        new TreeMap<>(failed == 0 ? Map.of() : Map.of("HTTP 500", failed)),
                        5,
                        false),
                Map.of("checkout-1", counts(10, 0), "checkout-2", counts(20, failed)),
                "checkout-1",
                false,
                0,
                Set.of(11L),
                List.of(revision("checkout-1", DemoScenario.BLUE_DEFINITION, pid)),
                before,
                restored);
    }

    private static EngineView end(String status, String cause) {
        return new EngineView(status, "", cause, List.of(), -1, List.of(), List.of(), List.of(), true);
    }

    private static SortedMap<String, Long> answered(long blue, long green) {
        return new TreeMap<>(Map.of("checkout-1", blue, "checkout-2", green));
    }

    private static Counts counts(long promised, long refused) {
        return new Counts(promised + refused, promised, promised, refused);
    }

    private static RevisionView revision(String id, String definition, long pid) {
        return new RevisionView(
                id,
                "token",
                "",
                definition,
                Map.of(),
                "group",
                true,
                false,
                1,
                0,
                1,
                0,
                true,
                List.of(new LocalTaskView(id + "-1", pid, TaskState.RUNNING)));
    }
}
