package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.proceed;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.decide.Input;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators' commands: R2, what wins over what, and that no command is lost or answered twice. */
class CommandRulesTest {
    private static ProgressEvent.CommandAnswered answer(Story story, int index) {
        return story.of(ProgressEvent.CommandAnswered.class).get(index);
    }

    @Test
    void r2EnteringCleanUpEndsTheRightToRollBack() {
        Story story = story(spec());
        story.on(entered(story, CLEAN_UP), seconds(1), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(SUCCESSFUL);

        assertThat(answer(story, 0).accepted()).isFalse();
        assertThat(answer(story, 0).answer()).contains("too late").contains("deploy the previous revision");
    }

    @Test
    void r2EnteringCleanUpEndsTheRightToStop() {
        Story story = story(spec());
        story.on(entered(story, CLEAN_UP), seconds(1), () -> story.tell(Stories.ABORT));
        story.on(
                entered(story, CLEAN_UP), seconds(2), () -> story.apply(new Input.Superseded(new DeploymentId("d-2"))));
        story.run().endedAs(SUCCESSFUL);

        assertThat(answer(story, 0).accepted()).isFalse();
    }

    @Test
    void aRollbackAtTheCleanUpGateIsStillAccepted() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(4), () -> story.world.green().healthyAtMost = 2);
        story.on(a(ProgressEvent.BakeEnded.class), minutes(1), () -> story.tell(Stories.ROLL_BACK));

        story.run().endedAs(ROLLBACK_SUCCESSFUL);
    }

    @Test
    void oneThatRollsBackIsNeverSuperseded() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), () -> story.tell(Stories.ROLL_BACK));
        story.on(
                a(ProgressEvent.RollbackStarted.class),
                () -> story.apply(new Input.Superseded(new DeploymentId("d-2"))));

        story.run().endedAs(ROLLBACK_SUCCESSFUL);
    }

    @Test
    void aPendingDeploymentIsStoppedByARollback() {
        Story story = story(spec()).order();
        story.tell(Stories.ROLL_BACK);
        story.endedAs(STOPPED);
        story.apply(new Input.TurnCame());

        assertThat(story.changes()).isEmpty();
    }

    @Test
    void aPendingDeploymentIsStoppedByAnAbortAndASupersession() {
        Story aborted = story(spec()).order();
        aborted.tell(Stories.ABORT);
        aborted.endedAs(STOPPED);

        Story superseded = story(spec()).order();
        superseded.apply(new Input.Superseded(new DeploymentId("d-2")));
        superseded.endedAs(STOPPED);
    }

    /** Held by an approval. */
    private static Story held() {
        return story(spec().pause(POST_SCALE_UP, hours(1), TimeoutAction.ROLLBACK))
                .runUntil(s -> !s.of(HookEvent.HookStarted.class).isEmpty());
    }

    @Test
    void anAbortWinsOverARollbackThatComesAfterIt() {
        Story story = held();
        story.tell(Stories.ABORT);
        story.tell(Stories.ROLL_BACK);
        story.run().endedAs(STOPPED);
    }

    @Test
    void aRollbackWinsOverAContinueAndASkipThatComeAfterIt() {
        Story story = held();
        story.tell(Stories.ROLL_BACK);
        proceed(story, TimeoutAction.CONTINUE);
        story.tell(Stories.SKIP);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(List.of(
                        answer(story, 0).accepted(),
                        answer(story, 1).accepted(),
                        answer(story, 2).accepted()))
                .containsExactly(true, false, false);
    }

    @Test
    void aContinueWinsOverTheTimerOfItsPause() {
        Story story = held();
        proceed(story, TimeoutAction.CONTINUE);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.of(HookEvent.HookTimedOut.class)).isEmpty();
    }

    @Test
    void aPauseIsAnsweredOnce() {
        Story story = held();
        proceed(story, TimeoutAction.CONTINUE);
        proceed(story, TimeoutAction.ROLLBACK);
        story.run().endedAs(SUCCESSFUL);

        assertThat(answer(story, 1).accepted()).isFalse();
    }

    @Test
    void anUnknownHookIdIsRefusedInEcsWords() {
        Story story = held();
        story.tell(new Command.Proceed("ecs-pause-1", TimeoutAction.CONTINUE));

        assertThat(answer(story, 0).answer())
                .startsWith("hookId: \"ecs-pause-1\" is completed, unavailable, or not associated with this deployment")
                .contains("; open: ");
    }

    @Test
    void aCommandThatCannotBeReadIsAnsweredWithARefusal() {
        Story story = held();
        story.tell(new Command.Unreadable("type: \"Dance\" is not the name of a command"));

        assertThat(answer(story, 0).accepted()).isFalse();
        assertThat(answer(story, 0).answer()).contains("can't be read", "Dance");
    }

    @Test
    void aCommandThatIsDeliveredTwiceIsAnsweredOnce() {
        Story story = held();
        story.tell("same", Stories.SKIP);
        story.tell("same", Stories.ROLL_BACK);

        assertThat(story.of(ProgressEvent.CommandAnswered.class)).hasSize(1);
        assertThat(story.of(ProgressEvent.RollbackStarted.class)).isEmpty();
    }

    @Test
    void aRollbackThatRacesWithTheEndOfAStageIsNotLost() {
        Story story = held();
        proceed(story, TimeoutAction.CONTINUE);
        story.tell(Stories.ROLL_BACK);

        story.run().endedAs(ROLLBACK_SUCCESSFUL);
    }

    @Test
    void aSecondRollbackChangesNothing() {
        Story story = held();
        story.tell(Stories.ROLL_BACK);
        story.tell(Stories.ROLL_BACK);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(ProgressEvent.RollbackStarted.class)).hasSize(1);
        assertThat(answer(story, 1).accepted()).isTrue();
    }
}
