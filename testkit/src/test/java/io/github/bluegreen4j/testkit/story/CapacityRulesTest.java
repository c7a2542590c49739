package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What nobody documents about failed tasks, scaling and capacity, decided. */
class CapacityRulesTest {
    @Test
    void aFailureWhoseMechanismHasRollbackOffFreezesLoudly() {
        Story story = story(spec().circuitBreaker(CircuitBreakerPolicy.DEFAULT.withRollback(false)));
        story.world.onLaunch = rev -> {
            rev.crashing = true;
            rev.failed = 3;
        };
        story.run().endedAs(STOPPED);

        assertThat(story.of(ProgressEvent.StopRequested.class)).hasSize(1);
        assertThat(story.ended().reason()).contains("CIRCUIT_BREAKER").contains("rollback is off");
        assertThat(story.world.green()).isNotNull();
    }

    @Test
    void theCircuitBreakerIsOnByDefaultAtHalfTheDesiredCount() {
        Story story = story(spec());
        story.world.desired = 10;
        story.world.blue().scale(10, StoryWorld.START);
        story.world.onLaunch = rev -> {
            rev.crashing = true;
            rev.failed = 4;
        };
        story.at(minutes(3), () -> story.world.green().failed = 5);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(minutes(3));
    }

    @Test
    void aTaskThatTurnsHealthySetsTheCountBack() {
        Story story = story(spec());
        story.world.onLaunch = rev -> {
            rev.healthyAtMost = 0;
            rev.failed = 2;
        };
        story.at(minutes(2), () -> story.world.green().healthyAtMost = 1);
        story.at(minutes(3), () -> story.world.green().failed = 4);
        story.at(minutes(4), () -> story.world.green().healthyAtMost = 3);

        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void failuresAddUpWhereThePolicySaysSo() {
        Story story = story(spec().circuitBreaker(CircuitBreakerPolicy.DEFAULT.withResetOnHealthyTask(false)));
        story.world.onLaunch = rev -> {
            rev.healthyAtMost = 0;
            rev.failed = 2;
        };
        story.at(minutes(2), () -> story.world.green().healthyAtMost = 1);
        story.at(minutes(3), () -> story.world.green().failed = 3);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(ProgressEvent.RollbackStarted.class)).isEqualTo(minutes(3));
    }

    @Test
    void aScaleOutBetweenTwoStepsIsSeenBeforeTheNextStep() {
        Story story = story(spec().canary(10, minutes(5)));
        story.on(a(ProgressEvent.BakeStarted.class), Duration.ofMillis(299_900), () -> story.world.desired = 5);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.changes()).contains("ScaleRevision rev-2 to 5");
        assertThat(story.of(WorkEvent.RouteShifted.class).get(2).at())
                .as("100 % only after five tasks are healthy")
                .isAfterOrEqualTo(story.first(WorkEvent.RevisionScaled.class)
                        .orElseThrow()
                        .at()
                        .plus(seconds(30)));
    }

    @Test
    void aRuntimeThatScalesRevisionsByItselfIsNotTold() {
        Story story = story(spec().canary(10, minutes(5)));
        story.world.scalesRevisions = true;
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> {
            story.world.desired = 5;
            story.world.green().scale(5, story.now());
        });
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.changes()).noneMatch(text -> text.startsWith("ScaleRevision"));
    }

    @Test
    void aRollbackRestoresBlueToTheLargerOfThenAndNow() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.desired = 5;
            story.world.blue().scale(1, StoryWorld.START);
            story.tell(Stories.ROLL_BACK);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.changes()).contains("ScaleRevision rev-1 to 5");
    }

    @Test
    void aDesiredCountOfZeroAtTheStartIsRefused() {
        Story story = story(spec());
        story.world.desired = 0;
        story.run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .anyMatch(fault -> fault.field().equals("service.desiredCount"));
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aBlueThatIsNoWorseThanGreenGetsProductionAtOnce() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().healthyAtMost = 1;
            story.world.green().healthyAtMost = 1;
            story.tell(Stories.ROLL_BACK);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void aBlueThatStaysWeakIsWaitedForFiveMinutesAndNoLonger() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().healthyAtMost = 1;
            story.tell(Stories.ROLL_BACK);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class).plus(minutes(5)));
    }
}
