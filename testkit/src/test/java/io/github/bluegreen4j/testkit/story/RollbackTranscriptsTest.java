package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.answered;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.proceed;
import static io.github.bluegreen4j.testkit.story.Stories.says;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole deployments that roll back, one for each cause. */
class RollbackTranscriptsTest {
    private static void verify(String name, String title, RollbackCause cause, Story story) {
        story.run().endedAs(ROLLBACK_SUCCESSFUL);
        org.assertj.core.api.Assertions.assertThat(
                        story.the(ProgressEvent.RollbackStarted.class).cause())
                .isEqualTo(cause);
        Transcripts.verify("rollback-" + name, title, story);
    }

    @Test
    void hookFailed() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test"));
        story.world.hooks.put("smoke-test", says(HookResult.failed("cart is empty")));

        verify("hook-failed", "The smoke test says no", RollbackCause.HOOK_FAILED, story);
    }

    @Test
    void hookTimedOut() {
        Story story = story(spec().hook(POST_TEST_TRAFFIC_SHIFT, "soak", minutes(2), TimeoutAction.ROLLBACK));
        story.world.hooks.put("soak", (invocation, nth) -> answered(HookResult.inProgress()));

        verify("hook-timed-out", "A hook is in progress for ever", RollbackCause.HOOK_TIMED_OUT, story);
    }

    @Test
    void pauseRejected() {
        Story story = story(spec().pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), TimeoutAction.ROLLBACK));
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT), minutes(9), () -> proceed(story, TimeoutAction.ROLLBACK));

        verify("pause-rejected", "An operator answers a pause with ROLLBACK", RollbackCause.HOOK_FAILED, story);
    }

    @Test
    void alarm() {
        Story story = story(spec().canary(5, minutes(10))
                .alarm("errors")
                .hook(PRODUCTION_TRAFFIC_SHIFT, "tell-the-cdn")
                .hook(PRE_ROLLBACK, "keep-evidence")
                .hook(LifecycleStage.POST_ROLLBACK, "call-for-help"));
        story.world.alarms.put("errors", AlarmReading.State.OK);
        story.on(
                a(ProgressEvent.BakeStarted.class),
                seconds(75),
                () -> story.world(
                        "alarm errors goes into ALARM",
                        () -> story.world.alarms.put("errors", AlarmReading.State.ALARM)));
        story.world.hooks.put(
                "keep-evidence",
                (invocation, nth) -> answered(nth < 3 ? HookResult.inProgress(seconds(40)) : HookResult.succeeded()));

        verify("alarm", "An alarm during the canary; hooks are told of the rollback", RollbackCause.ALARM, story);
    }

    @Test
    void circuitBreaker() {
        Story story = story(spec());
        story.world.onLaunch = rev -> rev.crashing = true;
        for (int failed = 1; failed <= 3; failed++) {
            int count = failed;
            story.on(
                    a(WorkEvent.RevisionLaunched.class),
                    seconds(25L * failed),
                    () -> story.world(count + " tasks of green have failed", () -> story.world.green().failed = count));
        }

        verify("circuit-breaker", "Green's tasks never start", RollbackCause.CIRCUIT_BREAKER, story);
    }

    @Test
    void unhealthy() {
        Story story = story(spec().bakeTime(minutes(30)));
        story.on(
                entered(story, BAKE_TIME),
                minutes(3),
                () -> story.world(
                        "two of three green targets turn unhealthy", () -> story.world.green().healthyAtMost = 1));

        verify("unhealthy", "Green turns sick during the bake", RollbackCause.UNHEALTHY, story);
    }

    @Test
    void drift() {
        Story story = story(spec().canary(10, minutes(10)));
        story.on(
                a(ProgressEvent.BakeStarted.class),
                minutes(3),
                () -> story.world(
                        "somebody else writes web: tg-1=0 tg-2=100", () -> story.world.route(StoryWorld.WEB, 0, 100)));

        verify("drift", "Somebody else changes the production route", RollbackCause.DRIFT, story);
    }

    @Test
    void refusedCall() {
        Story story = story(spec());
        story.faults.always(
                call -> StoryFaults.writes(StoryWorld.WEB).test(call)
                        && story.of(ProgressEvent.RollbackStarted.class).isEmpty(),
                StoryFaults.Kind.REFUSED);

        verify("refused-call", "The write on the production route is not permitted", RollbackCause.REFUSED, story);
    }

    @Test
    void stageTimedOut() {
        Story story = story(spec().limits(DeploymentLimits.DEFAULTS.withStage(minutes(20))));
        story.world.onLaunch = rev -> rev.healthyAtMost = 2;

        verify("stage-timed-out", "Green never gets all its targets healthy", RollbackCause.STAGE_TIMED_OUT, story);
    }

    @Test
    void cleanUpGateClosed() {
        Story story = story(spec());
        story.on(a(ProgressEvent.BakeEnded.class), () -> {});
        story.on(
                entered(story, BAKE_TIME),
                minutes(4),
                () -> story.world(
                        "one of three green targets turns unhealthy", () -> story.world.green().healthyAtMost = 2));

        verify(
                "clean-up-gate-closed",
                "After the bake green is above the health watch but below its floor",
                RollbackCause.CLEAN_UP_GATE_CLOSED,
                story);
    }

    @Test
    void deploymentTimedOut() {
        Story story = story(spec().pause(PRE_SCALE_UP, minutes(90), TimeoutAction.CONTINUE)
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, minutes(90), TimeoutAction.CONTINUE)
                .limits(DeploymentLimits.DEFAULTS.withDeployment(hours(2))));

        verify("deployment-timed-out", "Two pauses outlast the deployment", RollbackCause.DEPLOYMENT_TIMED_OUT, story);
    }

    @ParameterizedTest
    @EnumSource(
            value = LifecycleStage.class,
            names = {"RECONCILE_SERVICE", "CLEAN_UP", "PRE_ROLLBACK", "POST_ROLLBACK"},
            mode = EnumSource.Mode.EXCLUDE)
    void requestedAt(LifecycleStage stage) {
        // A hook that is in progress holds the deployment in the stage.
        Story story = story(
                stage.admitsHooks()
                        ? spec().canary(10, minutes(2)).hook(stage, "hold")
                        : spec().canary(10, minutes(2)));
        story.world.hooks.put(
                "hold",
                (invocation, nth) ->
                        answered(invocation.reason().isEmpty() ? HookResult.inProgress() : HookResult.succeeded()));
        story.on(entered(story, stage), seconds(10), () -> story.tell(Stories.ROLL_BACK));

        verify(
                "requested-at-"
                        + stage.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                "An operator rolls back in " + stage,
                RollbackCause.REQUESTED,
                story);
    }

    @Test
    void requestedAtReconcileService() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.WEB, 950, 50);
        world.add(
                "rev-0",
                StoryWorld.TWO,
                java.util.Optional.of(new io.github.bluegreen4j.model.DeploymentId("d-00")),
                3);
        Story story = new Story(spec().build(), world);
        story.on(entered(story, LifecycleStage.RECONCILE_SERVICE), () -> story.tell(Stories.ROLL_BACK));

        verify(
                "requested-at-reconcile-service",
                "An operator rolls back as RECONCILE_SERVICE begins",
                RollbackCause.REQUESTED,
                story);
    }
}
