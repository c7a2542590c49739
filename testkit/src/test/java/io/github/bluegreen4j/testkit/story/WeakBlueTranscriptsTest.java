package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A rollback does not swing production onto a blue that can't carry it. Every case of a weak blue. */
class WeakBlueTranscriptsTest {

    /** In the bake, all on green: then this happens, and an operator rolls back. */
    private static Story rolledBack(String what, Consumer<Story> happens) {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(2), () -> {
            story.world(what, () -> happens.accept(story));
            story.tell(Stories.ROLL_BACK);
        });
        return story;
    }

    private static void verify(String name, String title, DeploymentStatus end, Story story) {
        story.run().endedAs(end);
        Transcripts.verify("weak-blue-" + name, title, story);
    }

    @Test
    void atItsFloorItSwingsNow() {
        Story story = rolledBack("blue has two healthy targets of three", s -> s.world.blue().healthyAtMost = 2);

        verify("at-floor", "Blue is at its floor of 50 %: production swings at once", ROLLBACK_SUCCESSFUL, story);
    }

    @Test
    void unknownItSwingsNow() {
        Story story = rolledBack(
                "no health can be read",
                s -> s.faults.always(StoryFaults.calls(Call.ReadHealth.class), StoryFaults.Kind.UNAVAILABLE));

        verify("unknown", "Nobody knows how healthy blue is: production swings at once", ROLLBACK_SUCCESSFUL, story);
    }

    @Test
    void belowItsFloorItIsScaledAndWaitedFor() {
        Story story = rolledBack(
                "the autoscaler has shrunk blue to one task",
                s -> s.world.blue().scale(1, s.now()));

        verify(
                "recovers",
                "Blue was shrunk: its own scale is restored, then production swings",
                ROLLBACK_SUCCESSFUL,
                story);
    }

    @Test
    void belowItsFloorForTooLongItSwingsAnyway() {
        Story story = rolledBack("blue has one healthy target of three", s -> s.world.blue().healthyAtMost = 1);

        verify("insisted", "Blue stays weak: production swings after five minutes", ROLLBACK_SUCCESSFUL, story);
    }

    @Test
    void deadWhileGreenServesTheWeightsStayUntilItLives() {
        Story story = rolledBack("blue has no healthy target", s -> s.world.blue().healthyAtMost = 0);
        story.on(
                Stories.a(ProgressEvent.RollbackStarted.class),
                minutes(20),
                () -> story.world("blue lives again", () -> story.world.blue().healthyAtMost = 3));

        verify(
                "dead-recovers",
                "Blue is dead while green serves: the weights stay until it lives",
                ROLLBACK_SUCCESSFUL,
                story);
    }

    @Test
    void deadWhileGreenServesForTooLongTheRollbackFails() {
        Story story = rolledBack("blue has no healthy target", s -> s.world.blue().healthyAtMost = 0);

        verify("dead", "Blue is dead while green serves, and stays so: nothing is touched", ROLLBACK_FAILED, story);
    }

    @Test
    void deadOnBothSidesItSwings() {
        Story story = rolledBack("nobody has a healthy target", s -> {
            s.world.blue().healthyAtMost = 0;
            s.world.green().healthyAtMost = 0;
        });

        verify("dead-both", "Nobody is healthy on either side: production swings", ROLLBACK_SUCCESSFUL, story);
    }

    @Test
    void goneAltogetherIsDead() {
        Story story = rolledBack("somebody deletes blue", s -> s.world.revisions.remove(s.world.blue().ref));

        verify("gone", "Blue is gone altogether while green serves", ROLLBACK_FAILED, story);
    }

    @Test
    void routesThatCantBeReadAreWrittenByTheirLastReading() {
        Story story = rolledBack(
                "routes can't be read",
                s -> s.faults.always(StoryFaults.calls(Call.ReadRoute.class), StoryFaults.Kind.UNAVAILABLE));
        story.on(
                Stories.a(ProgressEvent.RollbackStarted.class),
                seconds(90),
                () -> story.world("routes can be read again", story.faults::none));

        verify(
                "routes-unreadable",
                "Routes can't be read: production swings by the last reading",
                ROLLBACK_SUCCESSFUL,
                story);
    }
}
