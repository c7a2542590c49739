package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.AlarmReading.State.ALARM;
import static io.github.bluegreen4j.model.AlarmReading.State.INSUFFICIENT_DATA;
import static io.github.bluegreen4j.model.AlarmReading.State.OK;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.script.Call;
import org.junit.jupiter.api.Test;

/** What nobody documents about alarms, decided. */
class AlarmRulesTest {
    private static Story story(AlarmPolicy policy, AlarmReading.State state) {
        Story story = Stories.story(spec().canary(10, minutes(5)).alarms(policy));
        story.world.alarms.put("errors", state);
        return story;
    }

    private static Story story(AlarmReading.State state) {
        return story(AlarmPolicy.of("errors"), state);
    }

    @Test
    void anAlarmAlreadyInAlarmIsIgnoredWithAWarning() {
        Story story = story(ALARM).run().endedAs(SUCCESSFUL);

        assertThat(story.the(WatchEvent.AlarmsIgnored.class).names()).containsExactly("errors");
    }

    @Test
    void anIgnoredAlarmCountsAgainOnceItHasBeenOk() {
        Story story = story(ALARM);
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> story.world.alarms.put("errors", OK));
        story.on(a(ProgressEvent.BakeStarted.class), minutes(2), () -> story.world.alarms.put("errors", ALARM));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.of(WatchEvent.AlarmRearmed.class)).hasSize(1);
        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.ALARM);
    }

    @Test
    void withEcsCompatAllAlarmsAreIgnoredForThisDeployment() {
        Story story = story(AlarmPolicy.of("errors", "latency").withAtStart(AlarmPolicy.AtStart.ECS_COMPAT), ALARM);
        story.world.alarms.put("latency", OK);
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> {
            story.world.alarms.put("errors", OK);
            story.world.alarms.put("latency", ALARM);
        });
        story.on(a(ProgressEvent.BakeStarted.class), minutes(2), () -> story.world.alarms.put("errors", ALARM));

        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void withFailFastTheDeploymentIsRefused() {
        Story story = story(AlarmPolicy.of("errors").withAtStart(AlarmPolicy.AtStart.FAIL_FAST), ALARM);
        story.run().endedAs(STOPPED);

        assertThat(story.changes()).isEmpty();
    }

    @Test
    void alarmsAreReadEveryTenSeconds() {
        Story story =
                story(OK).runUntil(s -> !s.of(ProgressEvent.BakeStarted.class).isEmpty());

        assertThat(Workflow.standard().agenda(story.state()).watches().stream()
                        .filter(order -> order.watch() == Watch.ALARMS))
                .singleElement()
                .satisfies(order -> {
                    assertThat(order.interval()).isEqualTo(seconds(10));
                    assertThat(order.maximumAge()).isEqualTo(seconds(60));
                });
    }

    @Test
    void insufficientDataIsNotAlarm() {
        story(INSUFFICIENT_DATA).run().endedAs(SUCCESSFUL);
    }

    @Test
    void anAlarmThatDoesNotExistIsRefusedAtTheStart() {
        Story story = Stories.story(spec().alarm("typo")).run().endedAs(STOPPED);

        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults().toString())
                .contains("typo");
        assertThat(story.changes()).isEmpty();
    }

    @Test
    void anAlarmThatIsDeletedLaterIsUnknownAndPausesTheBake() {
        Story story = story(OK);
        story.on(a(ProgressEvent.BakeStarted.class), minutes(2), story.world.alarms::clear);
        story.on(a(ProgressEvent.BakePaused.class), minutes(3), () -> story.world.alarms.put("errors", OK));
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.of(ProgressEvent.BakePaused.class)).hasSize(1);
    }

    @Test
    void unreadableForLongerThanSixtySecondsBlocksTheNextShiftUntilKnown() {
        Story story = story(OK);
        story.on(
                a(ProgressEvent.BakeStarted.class),
                seconds(299),
                () -> story.faults.always(StoryFaults.calls(Call.ReadAlarms.class), StoryFaults.Kind.UNAVAILABLE));
        story.on(a(WorkEvent.WorkWaiting.class), minutes(10), story.faults::none);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.first(WorkEvent.WorkWaiting.class).orElseThrow().gate())
                .isEqualTo(Gate.READABLE);
        assertThat(story.of(WorkEvent.RouteShifted.class).get(2).at())
                .isAfterOrEqualTo(story.first(WorkEvent.WorkWaiting.class)
                        .orElseThrow()
                        .at()
                        .plus(minutes(10)));
    }

    @Test
    void unreadableForUpToSixtySecondsChangesNothing() {
        Story story = story(OK);
        story.on(
                a(ProgressEvent.BakeStarted.class),
                seconds(61),
                () -> story.faults.always(StoryFaults.calls(Call.ReadAlarms.class), StoryFaults.Kind.UNAVAILABLE));
        story.on(a(ProgressEvent.BakeStarted.class), seconds(119), story.faults::none);
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.of(ProgressEvent.BakePaused.class)).isEmpty();
    }

    @Test
    void unreadableAlarmsBlockTheEndOfTheBakeButNotARollback() {
        Story story = story(OK);
        story.on(
                entered(story, BAKE_TIME),
                minutes(1),
                () -> story.faults.always(StoryFaults.calls(Call.ReadAlarms.class), StoryFaults.Kind.UNAVAILABLE));
        story.on(entered(story, BAKE_TIME), minutes(60), () -> story.tell(Stories.ROLL_BACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.REQUESTED);
        assertThat(story.timeOf(WorkEvent.RouteRestored.class))
                .isEqualTo(story.timeOf(ProgressEvent.RollbackStarted.class));
    }

    @Test
    void anAlarmWhoseRollbackIsOffFreezesTheDeployment() {
        Story story = story(AlarmPolicy.of("errors").withRollback(false), OK);
        story.on(a(ProgressEvent.BakeStarted.class), minutes(1), () -> story.world.alarms.put("errors", ALARM));
        story.run().endedAs(STOPPED);

        assertThat(story.world.routes.get(StoryWorld.WEB).split()).hasToString("tg-1=900 tg-2=100");
    }
}
