package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.script.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Going back never waits for certainty it does not need, and does not take one failed reading for a reason. */
class WeakBlueRulesTest {
    private static boolean readsHealthOfBlue(Call call) {
        return call.equals(new Call.ReadHealth(Stories.SERVICE, StoryWorld.ONE));
    }

    @Test
    void aHealthThatCannotBeReadDelaysASwingByNothing() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.faults.always(WeakBlueRulesTest::readsHealthOfBlue, StoryFaults.Kind.UNAVAILABLE);
            story.tell(Stories.ROLL_BACK);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void whoWasSeenToBeTooWeakIsNotGivenProductionBecauseTwoReadingsFailed() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().healthyAtMost = 1;
            story.tell(Stories.ROLL_BACK);
        });
        story.on(waitsFor(Gate.BLUE_CAPACITY), seconds(1), () -> {
            story.faults.nth(1, WeakBlueRulesTest::readsHealthOfBlue, StoryFaults.Kind.UNAVAILABLE);
            story.faults.nth(2, WeakBlueRulesTest::readsHealthOfBlue, StoryFaults.Kind.UNAVAILABLE);
        });
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(WorkEvent.WorkWaiting.class))
                .extracting(WorkEvent.WorkWaiting::gate)
                .contains(Gate.READABLE);
        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class).plus(minutes(5)));
    }

    @Test
    void whoWasSeenToBeTooWeakAndCannotBeReadAnyMoreGetsProductionAfterThreeMoreTries() {
        int[] failed = {0};
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().healthyAtMost = 1;
            story.tell(Stories.ROLL_BACK);
        });
        story.on(
                waitsFor(Gate.BLUE_CAPACITY),
                seconds(1),
                () -> story.faults.always(
                        call -> readsHealthOfBlue(call) && ++failed[0] > 0, StoryFaults.Kind.UNAVAILABLE));
        story.runUntil(s -> !s.of(WorkEvent.RouteRestored.class).isEmpty());

        assertThat(failed[0]).isEqualTo(4);
        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isLessThan(story.timeOf(ProgressEvent.RollbackStarted.class).plus(minutes(1)));
    }

    private static Predicate<io.github.bluegreen4j.event.DeploymentEvent> waitsFor(Gate gate) {
        return event -> event instanceof WorkEvent.WorkWaiting waiting && waiting.gate() == gate;
    }

    /** A rollback from the bake, in which so many of blue's three targets are healthy, from these times after its start on. */
    private static Story rolledBackTo(Map<Duration, Integer> healthy) {
        return rolledBackTo(story(spec()), healthy);
    }

    private static Story rolledBackTo(Story story, Map<Duration, Integer> healthy) {
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().healthyAtMost = healthy.get(Duration.ZERO);
            story.tell(Stories.ROLL_BACK);
        });
        healthy.forEach((at, count) ->
                story.on(a(ProgressEvent.RollbackStarted.class), at, () -> story.world.blue().healthyAtMost = count));
        return story.run().endedAs(ROLLBACK_SUCCESSFUL);
    }

    /** How long after the start of the rollback production was back. */
    private static Duration back(Story story) {
        return story.timeOf(WorkEvent.RouteRestored.class).minus(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void aBlueThatWasDeadIsWaitedForFromItsFirstHealthyTargetOn() {
        Story story = rolledBackTo(Map.of(Duration.ZERO, 0, minutes(20), 1));

        assertThat(back(story)).isEqualTo(minutes(25));
    }

    @Test
    void theWaitBeginsAnewWhenBlueWasDeadMeanwhile() {
        Story story = rolledBackTo(Map.of(Duration.ZERO, 1, minutes(3), 0, minutes(4), 1));

        assertThat(back(story)).isEqualTo(minutes(9));
    }

    @Test
    void aBlueThatIsFoundDeadWhenTheWaitIsOverIsWaitedForAnew() {
        Story story = rolledBackTo(
                story(spec().rollback(RollbackPolicy.DEFAULT.withWeakBlueWait(seconds(295)))), // between two polls
                Map.of(Duration.ZERO, 1, seconds(292), 0, minutes(10), 1));

        assertThat(story.of(ProgressEvent.RollbackInsisted.class)).hasSize(2);
        assertThat(back(story))
                .isBetween(minutes(10).plusSeconds(295), minutes(10).plusSeconds(305));
    }

    @Test
    void theWaitForABlueThatDiesAgainAndAgainBeginsWithItsLastLife() {
        Map<Duration, Integer> healthy = new HashMap<>();
        for (int i = 0; i <= 30; i++) {
            healthy.put(minutes(i), 0);
            healthy.put(minutes(i).plusSeconds(30), 1);
        }
        Story story = rolledBackTo(healthy);

        assertThat(back(story)).isEqualTo(minutes(35).plusSeconds(30));
    }

    @Test
    void aBlueThatSomebodyScaledAwayIsWaitedForFromItsFirstHealthyTargetOn() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().scale(0, story.now());
            story.world.blue().healthyAtMost = 1;
            story.faults.always(StoryFaults.calls(Call.ScaleRevision.class), StoryFaults.Kind.UNAVAILABLE);
            story.tell(Stories.ROLL_BACK);
        });
        story.on(a(ProgressEvent.RollbackStarted.class), minutes(20), story.faults::none);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(back(story)).isGreaterThan(minutes(25)).isLessThan(minutes(28));
    }

    @Test
    void aWeakBlueThatSomebodyScalesInAgainAndAgainIsWaitedForNoLongerThanAnyOther() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> {
            story.world.blue().scale(1, story.now());
            story.tell(Stories.ROLL_BACK);
        });
        for (int second = 1; second < 400; second++) {
            story.on(
                    a(ProgressEvent.RollbackStarted.class),
                    seconds(second),
                    () -> story.world.blue().scale(1, story.now()));
        }
        story.runUntil(s -> !s.of(WorkEvent.RouteRestored.class).isEmpty());

        assertThat(back(story)).isEqualTo(minutes(5));
    }

    @Test
    void healthThatWasReadTooLongAgoIsReadOnceMore() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.runUntil(s -> !s.of(ProgressEvent.RollbackStarted.class).isEmpty());
        story.world.blue().healthyAtMost = 1;

        assertThat(afterAllReadings(story, seconds(10)).note())
                .hasValueSatisfying(report -> assertThat(report)
                        .isInstanceOfSatisfying(
                                ProgressReport.Waiting.class,
                                waiting -> assertThat(waiting.gate()).isEqualTo(Gate.BLUE_CAPACITY)));
        assertThat(afterAllReadings(story, seconds(11)).call()).isInstanceOf(Call.ReadRoute.class);
    }

    /** What is done when all was read, and judging happens so long after the first reading. */
    private static Step.Next afterAllReadings(Story story, Duration age) {
        Workflow workflow = Workflow.standard();
        Instant began = story.now();
        Step.Next next =
                (Step.Next) workflow.start(story.state(), new Effect.RestoreRoute(StoryWorld.WEB, false), began);
        for (int i = 0; i < 4; i++) {
            Answer answer = new Answer(began, story.world.perform(next.call()));
            next = (Step.Next) workflow.resume(story.state(), next.script(), answer, i < 3 ? began : began.plus(age));
        }
        return next;
    }

    @Test
    void beforeThereIsAGreenABlueThatIsNoWorseThanTheOtherSideGetsProductionAtOnce() {
        StoryWorld world = StoryWorld.standard();
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        world.route(StoryWorld.WEB, 500, 500);
        Story story = new Story(spec().build(), world);
        story.on(a(ProgressEvent.ReconciliationChosen.class), () -> {
            world.blue().healthyAtMost = 1;
            world.rev("rev-9").healthyAtMost = 1;
        });
        story.runUntil(s -> !s.of(WorkEvent.RouteRestored.class).isEmpty());

        assertThat(story.timeOf(WorkEvent.RouteRestored.class)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aWriteThatIsAcceptedAndDoesNotShowYetIsReadAgainAndNotWrittenAgain() {
        Story story = story(spec())
                .runUntil(s -> s.journal.stream()
                        .anyMatch(event -> event instanceof WorkEvent.WorkOwed owed
                                && owed.effect() instanceof Effect.ShiftRoute));
        Workflow workflow = Workflow.standard();
        Effect shift = workflow.agenda(story.state()).effects().iterator().next();
        Answer.Result before = story.world.perform(new Call.ReadRoute(StoryWorld.TEST));

        Step.Next next = (Step.Next) workflow.start(story.state(), shift, story.now());
        while (!(next.call() instanceof Call.WriteRoute)) {
            Answer answer = new Answer(story.now(), story.world.perform(next.call()));
            next = (Step.Next) workflow.resume(story.state(), next.script(), answer, story.now());
        }
        Answer accepted = new Answer(story.now(), story.world.perform(next.call()));
        next = (Step.Next) workflow.resume(story.state(), next.script(), accepted, story.now());
        next = (Step.Next) workflow.resume(story.state(), next.script(), new Answer(story.now(), before), story.now());

        assertThat(next.call()).isEqualTo(new Call.ReadRoute(StoryWorld.TEST));
        assertThat(next.note())
                .contains(new ProgressReport.Waiting(Gate.READ_BACK, "tg-1=100 tg-2=0", "tg-1=0 tg-2=100"));
    }
}
