package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
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

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole deployments that go well. */
class HappyTranscriptsTest {
    @Test
    void allAtOnce() {
        Story story = story(spec()).run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-all-at-once", "All at once, and nothing goes wrong", story);
    }

    @Test
    void canaryWithAlarm() {
        Story story = story(spec().canary(5, minutes(10)).alarm("errors"));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-canary", "A canary of 5 % for ten minutes, an alarm is watched", story);
    }

    @Test
    void linear() {
        Story story = story(spec().linear(33.3, minutes(1))).run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-linear", "Linear, 33.3 % a minute: 33.3, 66.6, 99.9 and then exactly 100", story);
    }

    @Test
    void customSteps() {
        TrafficStrategy steps = TrafficStrategy.steps(List.of(
                new TrafficStrategy.Step(Percent.of(1), minutes(2)),
                new TrafficStrategy.Step(Percent.of(50), Duration.ZERO),
                new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO)));
        Story story = story(spec().strategy(steps)).run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-custom-steps", "1 % for two minutes, 50 % without a bake, 100 %", story);
    }

    @Test
    void hooksAndAPause() {
        Story story = story(spec().canary(10, minutes(2))
                .hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .hook(POST_TEST_TRAFFIC_SHIFT, "contract-test")
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), TimeoutAction.ROLLBACK));
        story.world.hooks.put(
                "smoke-test",
                (invocation, nth) -> answered(
                        nth < 3
                                ? HookResult.inProgress(seconds(45)).with(new HookDetails(Map.of("poll", nth)))
                                : HookResult.succeeded()));
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT, 1),
                minutes(20),
                () -> proceed(story, TimeoutAction.CONTINUE));
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT, 2),
                minutes(5),
                () -> proceed(story, TimeoutAction.CONTINUE));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify(
                "happy-hooks-and-pause", "Two hooks in parallel, one polled, and a pause before every step", story);
    }

    @Test
    void hookThatTimesOutWithContinue() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "report", minutes(3), TimeoutAction.CONTINUE));
        story.world.hooks.put("report", (invocation, nth) -> answered(HookResult.inProgress()));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify(
                "happy-hook-times-out-continue", "A hook never answers, and its time-out says CONTINUE", story);
    }

    @Test
    void withoutATestRoute() {
        Story story = new Story(
                withoutTestRoute().hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test").build(), withoutTest());
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-no-test-route", "No test route: the test stages run, their hooks too", story);
    }

    private static StoryWorld withoutTest() {
        StoryWorld world = StoryWorld.standard();
        world.routes.remove(StoryWorld.TEST);
        return world;
    }

    @Test
    void twoProductionRoutes() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        Story story = new Story(
                spec().productionRoute(StoryWorld.API).canary(20, minutes(1)).build(), world);
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-two-routes", "Two production routes are written one after the other", story);
    }

    @Test
    void aRouterWhoseDataPlaneLags() {
        Story story = story(spec().canary(20, minutes(1)));
        story.world.settle(StoryWorld.WEB, minutes(10));
        story.world.settle(StoryWorld.TEST, minutes(10));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-settling", "A router that needs ten minutes to follow a write (NLB)", story);
    }

    @Test
    void firstDeployment() {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, 1, 0);
        world.route(StoryWorld.TEST, 1, 0);
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-first-deployment", "There is no blue yet", story);
    }

    @Test
    void theServiceGrowsMeanwhile() {
        Story story = story(spec().canary(10, minutes(5)));
        story.on(
                a(ProgressEvent.BakeStarted.class),
                minutes(2),
                () -> story.world("the service is scaled out to 5", () -> {
                    story.world.desired = 5;
                    story.world.blue().scale(5, story.now());
                }));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-scale-out", "The service is scaled out between two steps", story);
    }

    @Test
    void aSkippedBake() {
        Story story = story(spec().canary(10, hours(1)).bakeTime(hours(24)));
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> story.tell(Stories.SKIP));
        story.on(
                entered(story, io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME),
                minutes(1),
                () -> story.tell(Stories.SKIP));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-skipped-bakes", "An operator ends both bakes early", story);
    }

    @Test
    void aBakeThatIsNotWatchedForAWhile() {
        Story story = story(spec().alarm("errors").bakeTime(minutes(10)));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.on(
                a(ProgressEvent.BakeStarted.class),
                minutes(4),
                () -> story.world(
                        "alarms can't be read",
                        () -> story.faults.always(
                                StoryFaults.calls(io.github.bluegreen4j.workflow.script.Call.ReadAlarms.class),
                                StoryFaults.Kind.UNAVAILABLE)));
        story.on(
                a(ProgressEvent.BakePaused.class),
                minutes(7),
                () -> story.world("alarms can be read again", story.faults::none));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("happy-unwatched-bake", "Time in which the alarms could not be read is added again", story);
    }
}
