package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole deployments with other ends: stopped, superseded, reconciled, out of time, interrupted. */
class EndTranscriptsTest {
    @Test
    void abortInTheMiddleOfAShift() {
        Story story = story(spec().canary(10, minutes(5)));
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LANDS_LATE);
        story.on(entered(story, PRODUCTION_TRAFFIC_SHIFT), seconds(3), () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        Transcripts.verify(
                "abort-mid-shift", "Aborted while a write on production is under way, which lands late", story);
    }

    @Test
    void abortInTheBake() {
        Story story = story(spec());
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ABORT));
        story.run().endedAs(STOPPED);

        Transcripts.verify("abort-bake", "Aborted in the bake: frozen as it stands", story);
    }

    @Test
    void superseded() {
        Story story = story(spec().canary(10, minutes(5)));
        story.on(
                a(ProgressEvent.BakeStarted.class),
                minutes(1),
                () -> story.apply(new Input.Superseded(new DeploymentId("d-2"))));
        story.run().endedAs(STOPPED);

        Transcripts.verify("superseded", "A newer deployment takes its place during the canary", story);
    }

    @Test
    void reconcileSupersededLeftOvers() {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.WEB, 900, 100);
        world.route(StoryWorld.TEST, 0, 100);
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        Transcripts.verify(
                "reconcile-left-overs", "A superseded canary left its revision and a split production", story);
    }

    @Test
    void reconcileWithoutBlue() {
        StoryWorld world = StoryWorld.standard();
        world.blue().healthyAtMost = 0;
        world.route(StoryWorld.WEB, 0, 100);
        world.route(StoryWorld.TEST, 0, 100);
        world.add("rev-9", StoryWorld.TWO, Optional.of(new DeploymentId("d-9")), 3);
        Story story = new Story(spec().build(), world).run().endedAs(STOPPED);

        Transcripts.verify(
                "reconcile-other-way",
                "An aborted deployment left production on its healthy revision; the accepted one is dead: a person decides",
                story);
    }

    @Test
    void theRepairOfABrokenBlue() {
        StoryWorld world = StoryWorld.standard();
        world.blue().healthyAtMost = 0;
        Story story = new Story(spec().build(), world).run().endedAs(SUCCESSFUL);

        Transcripts.verify("repair-of-broken-blue", "Blue is dead when the deployment that repairs it starts", story);
    }

    @Test
    void firstDeploymentRollsBack() {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, 100, 0);
        world.route(StoryWorld.TEST, 100, 0);
        world.stranger(StoryWorld.ONE, "10.0.0.7", TargetHealth.State.HEALTHY);
        Story story = new Story(spec().build(), world);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Transcripts.verify(
                "first-deployment-rolls-back",
                "A first deployment rolls back to targets that nobody of ours owns",
                story);
    }

    @Test
    void firstDeploymentRollsBackToNothing() {
        StoryWorld world = new StoryWorld();
        world.route(StoryWorld.WEB, 100, 0);
        world.route(StoryWorld.TEST, 100, 0);
        Story story = new Story(spec().build(), world);
        story.on(entered(story, BAKE_TIME), minutes(1), () -> story.tell(Stories.ROLL_BACK));
        story.oracle.nobodyIsAllowed = true;
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Transcripts.verify(
                "first-deployment-rolls-back-to-nothing", "A first deployment rolls back to an empty group", story);
    }

    private static Story twoRoutes(DeploymentSpec.Builder spec) {
        StoryWorld world = StoryWorld.standard();
        world.route(StoryWorld.API, 100, 0);
        return new Story(spec.productionRoute(StoryWorld.API).build(), world);
    }

    @Test
    void twoRoutesOneFailing() {
        Story story = twoRoutes(spec());
        story.faults.nth(1, StoryFaults.writes(StoryWorld.API), StoryFaults.Kind.REFUSED);
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Transcripts.verify("two-routes-one-refused", "The second of two production routes refuses the write", story);
    }

    @Test
    void twoRoutesOneGone() {
        Story story = twoRoutes(spec());
        story.on(
                entered(story, BAKE_TIME),
                minutes(1),
                () -> story.world("route api is deleted", () -> story.world.routes.remove(StoryWorld.API)));
        story.run().endedAs(ROLLBACK_FAILED);

        Transcripts.verify("two-routes-one-gone", "One production route is deleted during the bake", story);
    }

    @Test
    void cleanUpOverdueWithGreenEverywhere() {
        Story story = story(spec());
        story.faults.always(StoryFaults.calls(Call.RetireRevision.class), StoryFaults.Kind.UNAVAILABLE);
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("clean-up-overdue-green", "Blue can't be retired; production is on green everywhere", story);
    }

    @Test
    void cleanUpOverdueWithoutGreenEverywhere() {
        Story story = story(spec());
        story.on(
                entered(story, CLEAN_UP),
                seconds(5),
                () -> story.world(
                        "somebody else writes web: tg-1=50 tg-2=50", () -> story.world.route(StoryWorld.WEB, 50, 50)));
        story.run().endedAs(STOPPED);

        Transcripts.verify(
                "clean-up-overdue-split", "Somebody else gives blue weight in CLEAN_UP: blue is kept", story);
    }

    @Test
    void cleanUpOverdueAndUnreadable() {
        Story story = story(spec().limits(DeploymentLimits.DEFAULTS.withDeployment(hours(2))));
        story.on(
                entered(story, CLEAN_UP),
                seconds(5),
                () -> story.world(
                        "routes can't be read",
                        () -> story.faults.always(
                                StoryFaults.calls(Call.ReadRoute.class), StoryFaults.Kind.UNAVAILABLE)));
        story.run().endedAs(STOPPED);

        Transcripts.verify("clean-up-overdue-unreadable", "The routes can't be read any more in CLEAN_UP", story);
    }

    @Test
    void crashAndResumeInTheMiddleOfAShift() {
        Story story = story(spec().canary(10, minutes(5)));
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LANDS_LATE);
        story.on(entered(story, PRODUCTION_TRAFFIC_SHIFT), seconds(1), () -> story.crash(seconds(4)));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify(
                "crash-mid-shift", "The engine dies with a write under way, which lands after the restart", story);
    }

    @Test
    void crashInTheBake() {
        Story story = story(spec().bakeTime(minutes(10)));
        story.on(a(ProgressEvent.BakeStarted.class), minutes(4), () -> story.crash(minutes(90)));
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("crash-in-bake", "The engine is down for 90 minutes of a bake of ten", story);
    }

    @Test
    void aLostAnswer() {
        Story story = story(spec());
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LOST_ANSWER);
        story.faults.nth(1, StoryFaults.calls(Call.LaunchRevision.class), StoryFaults.Kind.LOST_ANSWER);
        story.run().endedAs(SUCCESSFUL);

        Transcripts.verify("lost-answers", "The answers to the launch and to the production write are lost", story);
    }

    @Test
    void rolledBackWithAWriteUnderWay() {
        Story story = story(spec());
        story.faults.nth(1, StoryFaults.writes(StoryWorld.WEB), StoryFaults.Kind.LANDS_LATE);
        story.on(entered(story, PRODUCTION_TRAFFIC_SHIFT), seconds(3), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        Transcripts.verify(
                "rollback-mid-shift", "Rolled back while the swing to green is under way and lands late", story);
    }
}
