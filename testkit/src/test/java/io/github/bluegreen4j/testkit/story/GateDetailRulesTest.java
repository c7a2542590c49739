package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.proceed;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static io.github.bluegreen4j.testkit.story.Stories.withoutTestRoute;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the gates and the watches do in the less usual cases. */
class GateDetailRulesTest {
    /** An approval holds it before its first production step; a little later that happens, and it goes on. */
    private static Story approvedAfter(DeploymentSpec.Builder spec, Consumer<Story> happens) {
        Story story = story(spec.pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), TimeoutAction.ROLLBACK));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.on(entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT), seconds(50), () -> {
            happens.accept(story);
            proceed(story, TimeoutAction.CONTINUE);
        });
        return story;
    }

    /** Alarms are read so seldom that only the gate sees what happens. */
    private static DeploymentSpec.Builder withAlarm() {
        return spec().alarm("errors").alarms(AlarmPolicy.NONE.withInterval(seconds(60)));
    }

    private static void swungAtOnce(Story story) {
        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void anAlarmAtTheGateOfAStepDelaysTheWayBackByNothing() {
        Story story = approvedAfter(withAlarm(), s -> s.world.alarms.put("errors", AlarmReading.State.ALARM))
                .run()
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.ALARM);
        swungAtOnce(story);
    }

    @Test
    void anAlarmThatCannotBeReadHoldsAStep() {
        Story story = approvedAfter(withAlarm(), s -> s.world.alarms.clear());
        story.on(
                a(WorkEvent.WorkWaiting.class),
                minutes(1),
                () -> story.world.alarms.put("errors", AlarmReading.State.OK));
        story.run().endedAs(SUCCESSFUL);

        WorkEvent.WorkWaiting waiting = story.first(WorkEvent.WorkWaiting.class).orElseThrow();
        assertThat(waiting.gate()).isEqualTo(Gate.ALARMS);
        assertThat(waiting.seen()).isEqualTo("errors is unknown");
    }

    @Test
    void driftAtTheGateOfAStepDelaysTheWayBackByNothing() {
        Story story = approvedAfter(spec(), s -> s.world.route(StoryWorld.WEB, 90, 10))
                .run()
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.DRIFT);
        swungAtOnce(story);
    }

    @Test
    void aRouteThatIsGoneBeforeAStepIsDrift() {
        Story story = approvedAfter(spec(), s -> s.world.routes.remove(StoryWorld.WEB))
                .run()
                .endedAs(ROLLBACK_FAILED);

        assertThat(story.the(WatchEvent.DriftFound.class).seen()).isEqualTo("nothing (it is gone)");
        assertThat(story.the(WatchEvent.DriftFound.class).wanted()).isEqualTo("tg-1=100 tg-2=0");
    }

    @Test
    void aServiceThatIsGoneBeforeAStepEndsTheWayForwardAtOnce() {
        Story story = approvedAfter(
                spec(), s -> s.faults.nth(1, StoryFaults.calls(Call.DescribeService.class), StoryFaults.Kind.GONE));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(WatchEvent.DriftFound.class)).isEmpty();
        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.PRECONDITION);
        assertThat(story.the(ProgressEvent.RollbackStarted.class).reason())
                .startsWith("service prod/shop does not exist any more");
    }

    @Test
    void theWeightsOfTheStepWithSomebodyElsesStickinessAreDrift() {
        Story story = approvedAfter(spec(), s -> {
                    s.world.route(StoryWorld.WEB, 0, 100);
                    s.world.sticky(StoryWorld.WEB, hours(1));
                })
                .run()
                .endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(WatchEvent.DriftFound.class).seen()).isEqualTo("tg-1=0 tg-2=100 sticky PT1H");
    }

    @Test
    void theWeightsOfTheStepWrittenBySomebodyElseNeedNoWriteOfOurs() {
        Story story = approvedAfter(spec(), s -> s.world.route(StoryWorld.WEB, 0, 100))
                .run()
                .endedAs(SUCCESSFUL);

        assertThat(story.changes()).noneMatch(text -> text.startsWith("WriteRoute web"));
    }

    @Test
    void driftIsFoundOnTheRouteThatHasIt() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        Story story = new Story(spec().productionRoute(StoryWorld.API).build(), world);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> world.route(StoryWorld.API, 50, 50));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(WatchEvent.DriftFound.class).route()).isEqualTo(StoryWorld.API);
        assertThat(story.the(WatchEvent.DriftFound.class).seen()).isEqualTo("tg-1=50 tg-2=50");
    }

    /** It is paused by a drift, while a hook of the stage is in progress. */
    private static Story pausedByDriftBesideAHook() {
        Story story = story(spec().drift(DeploymentSpec.OnDrift.PAUSE).hook(POST_PRODUCTION_TRAFFIC_SHIFT, "soak"));
        story.world.hooks.put(
                "soak", (invocation, nth) -> answered(nth < 10 ? HookResult.inProgress() : HookResult.succeeded()));
        story.on(
                entered(story, POST_PRODUCTION_TRAFFIC_SHIFT),
                minutes(1),
                () -> story.world.route(StoryWorld.WEB, 10, 90));
        story.on(a(WatchEvent.DriftFound.class), minutes(30), () -> {
            story.world.route(StoryWorld.WEB, 0, 100);
            proceed(story, TimeoutAction.CONTINUE);
        });
        return story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void aStageThatIsPausedByDriftIsNotLeftThoughItsHooksSucceed() {
        Story story = pausedByDriftBesideAHook();
        Instant drifted = story.the(WatchEvent.DriftFound.class).at();

        assertThat(story.journal.stream()
                        .filter(entered(story, BAKE_TIME))
                        .findFirst()
                        .orElseThrow()
                        .at())
                .isEqualTo(drifted.plus(minutes(30)));
    }

    @Test
    void aHookGoesOnBeingAskedWhileTheDeploymentIsPausedByDrift() {
        Story story = pausedByDriftBesideAHook();

        assertThat(story.world.invocations).hasSize(10);
        assertThat(story.of(io.github.bluegreen4j.event.HookEvent.HookSucceeded.class)
                        .get(0)
                        .at())
                .isBefore(story.the(WatchEvent.DriftFound.class).at().plus(minutes(30)));
    }

    @Test
    void greenThatCannotBeSeenAnyMoreIsUnknown() {
        Story story = story(spec());
        story.world.onLaunch = rev -> rev.healthyAtMost = 0;
        story.at(
                minutes(2),
                () -> story.faults.always(StoryFaults.calls(Call.DescribeService.class), StoryFaults.Kind.UNAVAILABLE));
        story.runFor(minutes(5));

        List<WatchEvent.ConditionChanged> changes = story.of(WatchEvent.ConditionChanged.class);
        WatchEvent.ConditionChanged last = changes.get(changes.size() - 1);
        assertThat(last.watch()).isEqualTo(Watch.GREEN_READY);
        assertThat(last.condition()).isEqualTo(Watch.Condition.UNKNOWN);
        assertThat(last.seen()).startsWith("service prod/shop (UNAVAILABLE: ").endsWith(") is unknown");
        assertThat(last.reachable()).as("the target groups are read").isTrue();
    }

    @Test
    void theCircuitBreakerSaysWhatItCounted() {
        Story story = story(spec());
        story.world.onLaunch = rev -> {
            rev.healthyAtMost = 0;
            rev.failed = 2;
        };
        story.at(minutes(2), () -> story.world.green().healthyAtMost = 1);
        story.at(minutes(3), () -> story.world.green().failed = 5);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).reason())
                .startsWith("3 tasks of green failed, the threshold is 3 (3 tasks wanted, ");
    }

    @Test
    void aTrippedCircuitBreakerIsTheEndOfWhatIsMadeOfAReading() {
        Story story = story(spec().circuitBreaker(CircuitBreakerPolicy.DEFAULT.withRollback(false)));
        story.world.onLaunch = rev -> rev.healthyAtMost = 2;
        story.at(minutes(2), () -> {
            story.world.green().healthyAtMost = 3;
            story.world.green().failed = 3;
        });
        story.run().endedAs(STOPPED);

        assertThat(story.journal.subList(indexOf(story, ProgressEvent.StopRequested.class), story.journal.size()))
                .noneMatch(a(WatchEvent.ConditionChanged.class));
    }

    private static int indexOf(Story story, Class<? extends ProgressEvent> type) {
        return story.journal.indexOf(story.first(type).orElseThrow());
    }

    @Test
    void aProductionRouteWithoutAnyWeightIsRefused() {
        Story story = story(spec());
        story.world.route(StoryWorld.WEB, 0, 0);
        story.run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .anyMatch(fault -> fault.field().equals("productionRoutes[0]")
                        && fault.wrong().contains("tg-1=0 tg-2=0")
                        && fault.allowed().equals("a target group with weight"));
    }

    @Test
    void whatWasNotReadIsUnknownToEveryGuard() {
        Guards guards = Guards.STANDARD;
        Story story = story(spec().alarm("errors"));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        Running run = story.runUntil(s -> !s.of(ProgressEvent.BakeEnded.class).isEmpty())
                .carried();

        for (Verdict verdict : List.of(
                guards.capacity(run, Readings.NONE),
                guards.health(run, Readings.NONE),
                guards.ready(run, Readings.NONE),
                guards.alarms(run, Readings.NONE),
                guards.noWeight(run, StoryWorld.ONE, Readings.NONE),
                guards.cleanUp(run, Readings.NONE))) {
            assertThat(verdict.condition()).as("%s", verdict).isEqualTo(Watch.Condition.UNKNOWN);
        }
    }

    @Test
    void theCleanUpGateItselfWantsEveryProductionRouteAllOnGreen() {
        Story story =
                story(spec()).runUntil(s -> !s.of(ProgressEvent.BakeEnded.class).isEmpty());
        StoryWorld.Route split = new StoryWorld.Route(
                new TrafficSplit(Map.of(StoryWorld.ONE, 1, StoryWorld.TWO, 999)), Optional.empty(), Duration.ZERO);
        Readings readings = Readings.NONE.with(story.world.read(StoryWorld.WEB, split));

        Verdict verdict = Guards.STANDARD.cleanUp(story.carried(), readings);
        assertThat(verdict.condition()).isEqualTo(Watch.Condition.BAD);
        assertThat(verdict.seen()).isEqualTo("route web reads tg-1=1 tg-2=999");
    }

    @Test
    void withoutATestRouteEveryProductionRouteListsBothGroups() {
        StoryWorld world = StoryWorld.standard();
        world.routes.remove(StoryWorld.TEST);
        world.routes.put(
                StoryWorld.API,
                new StoryWorld.Route(new TrafficSplit(Map.of(StoryWorld.ONE, 100)), Optional.empty(), Duration.ZERO));
        Story story =
                new Story(withoutTestRoute().productionRoute(StoryWorld.API).build(), world);
        story.run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .singleElement()
                .matches(fault -> fault.value().equals("api")
                        && fault.allowed().equals("both target groups, since there is no test route"));
    }
}
