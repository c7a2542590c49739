package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** R3: every deadline has a terminal consequence. */
class DeadlineRulesTest {
    private static Story rolledBackWith(StoryFaults.Kind kind, Class<? extends Call> call) {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.faults.always(StoryFaults.calls(call), kind);
            story.tell(Stories.ROLL_BACK);
        });
        return story.run();
    }

    private static Duration rollbackTook(Story story) {
        return story.timeOf(ProgressEvent.ClosingStarted.class)
                .minus(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void aRollbackThatCannotRestoreTrafficEndsRollbackFailedAfterAnHourNamingTheRoutes() {
        for (StoryFaults.Kind kind : StoryFaults.Kind.values()) {
            if (kind == StoryFaults.Kind.LOST_ANSWER || kind == StoryFaults.Kind.LANDS_LATE) {
                continue;
            }
            Story story = rolledBackWith(kind, Call.WriteRoute.class).endedAs(ROLLBACK_FAILED);

            assertThat(rollbackTook(story)).isEqualTo(hours(1));
            assertThat(story.ended().leftOvers())
                    .anyMatch(name -> name.contains("route web"))
                    .anyMatch(name -> name.contains("(green)"));
            assertThat(story.world.green()).as("nothing is scaled in").isNotNull();
        }
    }

    @Test
    void aRollbackWhoseAnswersAreLostSucceedsBecauseItReadsBack() {
        rolledBackWith(StoryFaults.Kind.LOST_ANSWER, Call.WriteRoute.class).endedAs(ROLLBACK_SUCCESSFUL);
        rolledBackWith(StoryFaults.Kind.LANDS_LATE, Call.WriteRoute.class).endedAs(ROLLBACK_SUCCESSFUL);
    }

    @Test
    void productionRestoredButGreenNotRetiredInTimeIsARollbackThatSucceededWithLeftOvers() {
        Story story = rolledBackWith(StoryFaults.Kind.UNAVAILABLE, Call.RetireRevision.class)
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(rollbackTook(story)).isEqualTo(hours(1));
        assertThat(story.ended().leftOvers()).containsExactly("revision rev-2 (green) is not retired");
    }

    @Test
    void theRollbackDeadlineIsThePolicys() {
        Story story = story(spec().rollback(RollbackPolicy.DEFAULT.withDeadline(minutes(7))));
        story.faults.always(
                call -> StoryFaults.writes(StoryWorld.WEB).test(call)
                        && !story.of(ProgressEvent.RollbackStarted.class).isEmpty(),
                StoryFaults.Kind.UNAVAILABLE);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_FAILED);

        assertThat(rollbackTook(story)).isEqualTo(minutes(7));
    }

    @Test
    void cleanUpHasOneHourPlusItsDrain() {
        Story story = story(spec().limits(DeploymentLimits.DEFAULTS.withDrain(minutes(10))));
        story.faults.always(StoryFaults.calls(Call.RetireRevision.class), StoryFaults.Kind.REFUSED);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.CleanUpOverdue.class)
                        .minus(story.timeOf(ProgressEvent.CleanUpGateOpened.class)))
                .isEqualTo(minutes(70));
        assertThat(story.ended().leftOvers()).containsExactly("revision rev-1 (blue) is not retired");
    }

    @Test
    void cleanUpOutOfTimeWithoutGreenEverywhereStopsAndKeepsBlue() {
        Story story = story(spec());
        story.on(entered(story, CLEAN_UP), seconds(1), () -> story.world.route(StoryWorld.WEB, 100, 0));
        story.run().endedAs(STOPPED);

        assertThat(story.ended().reason()).contains("web reads tg-1=100 tg-2=0");
        assertThat(story.world.blue()).isNotNull();
    }

    @Test
    void cleanUpOutOfTimeThatCannotEvenReadStopsWithinTheLimitOfTheDeployment() {
        Story story = story(spec().limits(DeploymentLimits.DEFAULTS.withDeployment(hours(2))));
        story.on(
                entered(story, CLEAN_UP),
                seconds(1),
                () -> story.faults.always(call -> true, StoryFaults.Kind.UNAVAILABLE));
        story.run().endedAs(STOPPED);

        assertThat(story.ended().leftOvers())
                .anyMatch(name -> name.contains("(blue)"))
                .anyMatch(name -> name.startsWith("scale-in"));
    }

    @Test
    void releasingHasFiveMinutesAndThenNamesWhatIsStillSuspended() {
        Story story = story(spec());
        story.faults.always(StoryFaults.calls(Call.RestoreScaleIn.class), StoryFaults.Kind.UNAVAILABLE);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.ClosingOverdue.class)
                        .minus(story.timeOf(ProgressEvent.ClosingStarted.class)))
                .isEqualTo(minutes(5));
        assertThat(story.ended().leftOvers()).containsExactly("scale-in of prod/shop is still suspended");
    }

    @Test
    void aServiceThatCannotBeInspectedStopsAfterTheStageLimit() {
        Story story = story(spec());
        story.faults.always(StoryFaults.calls(Call.DescribeService.class), StoryFaults.Kind.UNAVAILABLE);
        story.patiently().run().endedAs(STOPPED);

        assertThat(story.timeOf(ProgressEvent.DeploymentEnded.class)).isEqualTo(hours(24));
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aDeploymentWhoseTurnNeverComesStopsAfterThirtyDays() {
        Story story = story(spec()).order();
        story.run().endedAs(STOPPED);

        assertThat(story.timeOf(ProgressEvent.DeploymentEnded.class)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void aReadThatIsNeverAnsweredHoldsTheLimitsForAsLongAsTheDeploymentMayTake() {
        Story story = story(
                spec().limits(DeploymentLimits.DEFAULTS.withDeployment(hours(3)).withStage(hours(1))));
        story.faults.always(StoryFaults.calls(Call.RunChecks.class), StoryFaults.Kind.UNAVAILABLE);
        story.patiently().run().endedAs(STOPPED);

        assertThat(story.timeOf(ProgressEvent.DeploymentEnded.class)).isEqualTo(hours(3));
        assertThat(story.ended().reason()).contains("the deployment took too long", "UNAVAILABLE: RunChecks");
    }

    @Test
    void withEveryCallFailingForEverItEndsWithinTheSumOfItsLimits() {
        for (StoryFaults.Kind kind :
                new StoryFaults.Kind[] {StoryFaults.Kind.UNAVAILABLE, StoryFaults.Kind.LOST_CALL}) {
            for (int minute : new int[] {0, 1, 3, 6, 7}) {
                Story story = story(spec().canary(10, minutes(2))
                        .limits(DeploymentLimits.DEFAULTS
                                .withDeployment(hours(3))
                                .withStage(hours(1))));
                story.at(minutes(minute), () -> story.faults.always(call -> true, kind));
                story.patiently().run();

                Duration limits = hours(3) // the deployment
                        .plus(hours(1)) // the rollback, or CLEAN_UP
                        .plus(minutes(5 + 5 + 1)); // closing, to look once more at the end, quiet resources
                assertThat(story.timeOf(ProgressEvent.DeploymentEnded.class)).isLessThanOrEqualTo(limits);
            }
        }
    }
}
