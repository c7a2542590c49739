package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.ImpossibleHistoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Histories that nobody wrote: of recorded ones, events are dropped, swapped and repeated. The fold says what is wrong, or nothing is. */
class ImpossibleHistoriesTest {
    private static final Workflow WORKFLOW = Workflow.standard();
    private static final int SEEDS = 60;

    private static final List<List<DeploymentEvent>> RECORDED = new ArrayList<>();

    @BeforeAll
    static void record() {
        List<Journal> journals = Collections.synchronizedList(new ArrayList<>());
        Campaign.ofAnything(scenario -> scenario.journal(journal -> {
                    journals.add(journal);
                    return journal;
                }))
                .seeds(SEEDS)
                .run();
        for (Journal journal : journals) {
            for (Journal.Head head : journal.list(Optional.empty())) {
                RECORDED.add(journal.read(head.deployment()).orElseThrow().events());
            }
        }
        assertThat(RECORDED).hasSizeGreaterThan(SEEDS / 2);
    }

    /** A rule that is too strict would keep a deployment from ever being taken up. */
    @Test
    void whatTheWorkflowHasWrittenIsPossibleUpToEachEvent() {
        for (List<DeploymentEvent> history : RECORDED) {
            for (int end = 1; end <= history.size(); end++) {
                WORKFLOW.fold(history.subList(0, end));
            }
        }
    }

    /** Nothing else is thrown, and where the fold has no objection its state has an agenda. */
    @Test
    void aMutilatedHistoryIsAStateOrSaysAtWhichVersionItIsImpossible() {
        Random random = new Random(20_260_301);
        int impossible = 0;
        int tries = 0;
        for (List<DeploymentEvent> history : RECORDED) {
            for (int i = 0; i < 200; i++) {
                List<DeploymentEvent> mutilated = mutilated(history, random);
                tries++;
                try {
                    DeploymentState state = WORKFLOW.fold(mutilated);
                    assertThat(WORKFLOW.agenda(state)).isNotNull();
                } catch (ImpossibleHistoryException told) {
                    impossible++;
                    assertThat(told.version()).isBetween(1L, (long) mutilated.size());
                    assertThat(told).hasMessageStartingWith("version " + told.version() + ", ");
                }
            }
        }
        assertThat(impossible).as("of " + tries).isGreaterThan(tries / 10);
    }

    private static List<DeploymentEvent> mutilated(List<DeploymentEvent> history, Random random) {
        List<DeploymentEvent> events = new ArrayList<>(history);
        int at = random.nextInt(events.size());
        switch (random.nextInt(4)) {
            case 0 -> events.remove(at);
            case 1 -> Collections.swap(events, at, random.nextInt(events.size()));
            case 2 -> events.add(random.nextInt(events.size()), events.get(at));
            default -> {
                List<DeploymentEvent> other = RECORDED.get(random.nextInt(RECORDED.size()));
                events.set(at, other.get(random.nextInt(other.size())));
            }
        }
        return events.isEmpty() ? List.copyOf(history) : events;
    }

    @Test
    void whatEveryHistoryNeedsIsMissedByItsVersion() {
        List<DeploymentEvent> history = RECORDED.stream()
                .filter(events -> events.stream().anyMatch(event -> name(event).equals("DeploymentEnded"))
                        && events.stream().anyMatch(event -> name(event).equals("StageEntered")))
                .findFirst()
                .orElseThrow();
        for (String needed : List.of("DeploymentCreated", "DeploymentStarted", "StageEntered", "ClosingStarted")) {
            int at =
                    history.stream().map(ImpossibleHistoriesTest::name).toList().indexOf(needed);
            List<DeploymentEvent> without = new ArrayList<>(history);
            without.remove(at);
            assertThatThrownBy(() -> WORKFLOW.fold(without)).as(needed).isInstanceOf(ImpossibleHistoryException.class);
        }
        List<DeploymentEvent> goesOn = new ArrayList<>(history);
        goesOn.add(history.get(history.size() - 2));
        assertThatThrownBy(() -> WORKFLOW.fold(goesOn))
                .isInstanceOf(ImpossibleHistoryException.class)
                .hasMessageStartingWith("version " + goesOn.size() + ", ")
                .hasMessageContaining("the deployment has ended before it");
    }

    private static String name(DeploymentEvent event) {
        return event.getClass().getSimpleName();
    }
}
