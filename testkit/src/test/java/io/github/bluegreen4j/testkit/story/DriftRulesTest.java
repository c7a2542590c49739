package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.proceed;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody else changes or deletes a route: what counts as drift, and what an operator who is asked can say. */
class DriftRulesTest {
    @Test
    void aProductionRouteThatIsDeletedDuringABakeIsDrift() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        Story story = new Story(spec().productionRoute(StoryWorld.API).build(), world);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> world.routes.remove(StoryWorld.API));
        story.run().endedAs(ROLLBACK_FAILED);

        WatchEvent.DriftFound drift = story.the(WatchEvent.DriftFound.class);
        assertThat(drift.route()).isEqualTo(StoryWorld.API);
        assertThat(drift.seen()).contains("gone");
        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
        assertThat(story.timeOf(WatchEvent.DriftFound.class))
                .isLessThan(story.timeOf(ProgressEvent.BakeStarted.class).plus(minutes(2)));
        assertThat(world.routes.get(StoryWorld.WEB).split())
                .as("the other route")
                .hasToString("tg-1=100 tg-2=0");
        assertThat(story.the(WorkEvent.RouteLeftAlone.class).route()).isEqualTo(StoryWorld.API);
        assertThat(story.ended().leftOvers()).anyMatch(name -> name.contains("route api"));
    }

    @Test
    void aProductionRouteThatCannotBeReadDuringABakeIsNoDrift() {
        Story story = story(spec());
        story.on(
                entered(story, BAKE_TIME),
                minutes(1),
                () -> story.faults.always(StoryFaults.reads(StoryWorld.WEB), StoryFaults.Kind.UNAVAILABLE));
        story.runFor(minutes(60));

        assertThat(story.of(WatchEvent.DriftFound.class)).isEmpty();
        assertThat(story.of(ProgressEvent.BakePaused.class)).hasSize(1);
    }

    @Test
    void aProductionRouteThatIsDeletedAtTheCleanUpGateIsDrift() {
        Story story = story(spec());
        story.on(
                a(ProgressEvent.BakeStarted.class),
                Duration.ofMillis(299_500),
                () -> story.world.routes.remove(StoryWorld.WEB));
        story.run().endedAs(ROLLBACK_FAILED);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
        assertThat(story.timeOf(WatchEvent.DriftFound.class))
                .isLessThan(story.timeOf(ProgressEvent.BakeEnded.class).plus(seconds(10)));
    }

    @Test
    void everyDriftPauseHasAnIdentityOfItsOwnAndAVerdictCountsForOneOfThem() {
        Story story = story(spec().drift(DeploymentSpec.OnDrift.PAUSE));
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.world.route(StoryWorld.WEB, 10, 90));
        story.on(a(WatchEvent.DriftFound.class), minutes(1), () -> proceed(story, TimeoutAction.CONTINUE));
        story.runUntil(s -> s.of(HookEvent.HookStarted.class).size() == 2);

        List<String> pauses = story.of(HookEvent.HookStarted.class).stream()
                .map(pause -> pause.execution().executionId(Story.ID))
                .toList();
        assertThat(pauses).doesNotHaveDuplicates();
        story.tell(new Command.Proceed(pauses.get(0), TimeoutAction.CONTINUE));
        assertThat(story.of(HookEvent.HookSucceeded.class))
                .as("a late verdict on the first")
                .hasSize(1);

        story.world.route(StoryWorld.WEB, 0, 100);
        story.tell(new Command.Proceed(pauses.get(1), TimeoutAction.CONTINUE));
        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void aDriftPauseOfTheNextStepIsNoneOfThisOne() {
        Story story = story(spec().canary(10, minutes(5)).drift(DeploymentSpec.OnDrift.PAUSE));
        for (int step = 1; step <= 2; step++) {
            int now = step;
            story.on(
                    event -> event instanceof ProgressEvent.BakeStarted
                            && story.of(ProgressEvent.BakeStarted.class).size() == 2 * now - 1,
                    minutes(1),
                    () -> story.world.route(StoryWorld.WEB, 50, 50));
            story.on(
                    event -> event instanceof WatchEvent.DriftFound
                            && story.of(WatchEvent.DriftFound.class).size() == now,
                    minutes(1),
                    () -> {
                        story.world.route(StoryWorld.WEB, now == 1 ? 900 : 0, 100);
                        proceed(story, TimeoutAction.CONTINUE);
                    });
        }
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.of(HookEvent.HookStarted.class))
                .extracting(pause -> pause.execution().executionId(Story.ID))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }
}
