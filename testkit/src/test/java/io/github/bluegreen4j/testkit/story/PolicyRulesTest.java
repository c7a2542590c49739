package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.explain.Explainer;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Green gets more weight only if every policy says yes right before the write. */
class PolicyRulesTest {
    private static final String FROZEN = "freeze: Christmas is a freeze window";

    /** The limit of a stage is half an hour, so that a wait of hours exceeds it. */
    private static Story asking(DeploymentSpec.Builder spec) {
        DeploymentLimits limits =
                DeploymentLimits.DEFAULTS.withStage(minutes(30)).withPoll(seconds(30));
        return new Story(
                spec.limits(limits).build(),
                StoryWorld.standard(),
                Workflow.standard().askingPolicies());
    }

    private static List<WorkEvent.WorkWaiting> held(Story story) {
        return story.of(WorkEvent.WorkWaiting.class).stream()
                .filter(waiting -> waiting.gate() == Gate.POLICY)
                .toList();
    }

    @Test
    void theyAreAskedLastBeforeEachWriteThatGivesGreenMoreWeight() {
        Story story = asking(spec().canary(10, minutes(1))).by("alice").run().endedAs(SUCCESSFUL);

        assertThat(story.world.asked)
                .extracting(asked -> asked.route() + " " + asked.greenShare() + " " + asked.step())
                .containsExactly("test 100% 0", "web 10% 1", "web 100% 2");
        assertThat(story.world.asked).extracting(PolicyRequest::production).containsExactly(false, true, true);
        assertThat(story.world.asked)
                .allSatisfy(asked ->
                        assertThat(asked.orderedBy().orElseThrow().actor()).isEqualTo("alice"));
        for (int i = 0; i < story.oracle.calls.size(); i++) {
            if (story.oracle.calls.get(i).call() instanceof Call.WriteRoute) {
                assertThat(story.oracle.calls.get(i - 1).call()).isInstanceOf(Call.AskPolicies.class);
            }
        }
    }

    @Test
    void aNoIsAWaitForHoursThatNoLimitOfTheStageEnds() {
        Story story = asking(spec()).patiently();
        story.on(event -> event instanceof WorkEvent.RouteShifted, () -> story.world.refusals = List.of(FROZEN));
        story.at(hours(4), () -> story.world("the policies say yes", () -> story.world.refusals = List.of()));
        story.run().endedAs(SUCCESSFUL);

        assertThat(held(story)).singleElement().satisfies(waiting -> {
            assertThat(waiting.seen()).isEqualTo(FROZEN);
            assertThat(waiting.wanted()).isEqualTo("a yes of every policy, and a line that runs");
        });
        Transcripts.verify(
                "happy-freeze-window",
                "A policy says no for four hours, much longer than the limit of the stage",
                story);
    }

    /** The limit of the stage goes on where it stood: it must not fire for the time of the wait. */
    @Test
    void afterAWaitTheStageHasTheTimeThatWasLeft() {
        Story story = asking(spec().alarm("5xx")).patiently();
        story.world.alarms.put("5xx", AlarmReading.State.OK);
        story.on(event -> event instanceof WorkEvent.RouteShifted, () -> story.world.refusals = List.of(FROZEN));
        story.at(hours(1), () -> {
            story.world.alarms.clear(); // nobody knows, so green waits for the alarms instead
            story.world.refusals = List.of();
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        ProgressEvent.RollbackStarted back = story.the(ProgressEvent.RollbackStarted.class);
        assertThat(back.cause()).as(story.transcript()).isEqualTo(RollbackCause.STAGE_TIMED_OUT);
        assertThat(back.at()).isAfterOrEqualTo(Stories.at(minutes(85))).isBefore(Stories.at(minutes(95)));
    }

    @Test
    void anAnswerThatNobodyGotIsNoYes() {
        Story story = asking(spec()).patiently();
        story.world.policiesAreAway = true;
        story.at(hours(3), () -> story.world.policiesAreAway = false);
        story.run().endedAs(SUCCESSFUL);

        assertThat(held(story)).isNotEmpty();
        assertThat(story.of(WorkEvent.RouteShifted.class))
                .allMatch(shifted -> !shifted.at().isBefore(Stories.at(hours(3))));
    }

    @Test
    void aRollbackAsksNobody() {
        Story story = asking(spec().canary(10, minutes(5)));
        story.on(
                event -> event instanceof WorkEvent.RouteShifted shifted
                        && shifted.reading().route().equals(StoryWorld.WEB),
                minutes(1),
                () -> {
                    story.world.refusals = List.of(FROZEN);
                    story.world.asked.clear();
                    story.tell(Stories.ROLL_BACK);
                });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.world.asked).isEmpty();
    }

    @Test
    void theWaitIsExplained() {
        Story story = asking(spec());
        story.world.refusals = List.of(FROZEN);
        story.runUntil(told -> !held(told).isEmpty());
        Explanation explanation = Explainer.of(
                Workflow.standard(),
                Story.ID,
                Stories.SERVICE,
                story.state(),
                new Explainer.Context(Optional.empty(), Map.of(), List.of()));

        assertThat(explanation.sentence())
                .contains("it waits for a yes of every policy, and a line that runs (last seen: " + FROZEN + ")");
        assertThat(explanation.waits().get(0).unblock())
                .isEqualTo("every policy lets green get more weight, and the line runs");
    }

    @Test
    void anEngineThatTakesOverAsksAgain() {
        Story story = asking(spec()).patiently();
        story.world.refusals = List.of(FROZEN);
        story.at(hours(2), () -> story.crash(minutes(10)));
        story.at(hours(4), () -> story.world.refusals = List.of());

        story.run().endedAs(SUCCESSFUL);
    }

    /** Whoever stops the line may want to go back: blue stays until it runs again, for longer than the gate's limit. */
    @Test
    void blueIsNotRetiredWhileTheLineIsStopped() {
        Story story = asking(spec()).patiently();
        story.on(
                event -> event instanceof ProgressEvent.BakeEnded,
                () -> story.world.refusals = List.of("the line is stopped by alice"));
        story.runFor(hours(3));
        assertThat(story.state().status()).isEqualTo(DeploymentStatus.IN_PROGRESS);
        assertThat(held(story)).hasSize(1);
        assertThat(story.changes()).noneMatch(change -> change.startsWith("RetireRevision"));
        story.world.refusals = List.of();

        story.run().endedAs(SUCCESSFUL);
    }
}
