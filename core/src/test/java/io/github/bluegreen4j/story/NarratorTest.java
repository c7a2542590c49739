package io.github.bluegreen4j.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private static final Instant AT = Instant.parse("2026-03-01T03:00:00Z");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-tg");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-tg");
    private static final RouteRef WEB = new RouteRef("web");
    private static final Command.Origin ALICE = new Command.Origin("alice", AT);

    private final Narrator narrator = new Narrator();

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
                .revision("shop:2")
                .productionRoute(WEB)
                .targetGroups(BLUE, GREEN);
    }

    private void ordered(DeploymentSpec spec) {
        narrator.note(new ProgressEvent.DeploymentCreated(AT, new DeploymentId("d-1"), spec, Optional.of(ALICE)));
    }

    private void started(PlannedStage... plan) {
        Roles roles = new Roles(Optional.of(new RevisionRef("rev-1")), BLUE, GREEN);
        narrator.note(new ProgressEvent.DeploymentStarted(AT, Readings.NONE, roles, 4, List.of(plan)));
    }

    private static PlannedStage stage(LifecycleStage stage, int step, double share) {
        return new PlannedStage(stage, step, Percent.of(share), Duration.ofMinutes(step * 5L));
    }

    @Test
    void anOrderSaysWhatIsDeployedWhereAndWhoOrderedIt() {
        Sentence told = narrator.tell(
                new ProgressEvent.DeploymentCreated(AT, new DeploymentId("d-1"), spec().build(), Optional.of(ALICE)));

        assertThat(told.text())
                .isEqualTo("Deployment d-1 was ordered by alice at 2026-03-01T03:00:00Z: deploy shop:2 to prod/shop.");
        assertThat(told.event()).isEqualTo("DeploymentCreated");
        assertThat(told.kind()).isEqualTo(Sentence.Kind.MILESTONE);
        assertThat(told.deployment()).contains(new DeploymentId("d-1"));
        assertThat(told.service()).contains(new ServiceRef("prod", "shop"));
        assertThat(told.stage()).isEmpty();
        assertThat(told.facts("by")).containsExactly("alice");
    }

    @Test
    void aPositionInThePlanIsToldAsTheStageThatItMeans() {
        ordered(spec().build());
        started(stage(LifecycleStage.PRE_SCALE_UP, 0, 0), stage(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, 2, 12.5));

        Sentence told = narrator.tell(new ProgressEvent.StageEntered(AT, 1));

        assertThat(told.text())
                .isEqualTo("Stage PRODUCTION_TRAFFIC_SHIFT began: production step 2, green gets 12.5% for 10 min.");
        assertThat(told.stage()).contains(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
    }

    @Test
    void aStageInWhichNothingHappensIsADetail() {
        ordered(spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(1), TimeoutAction.ROLLBACK)
                .build());
        started(stage(LifecycleStage.PRE_SCALE_UP, 0, 0), stage(LifecycleStage.POST_SCALE_UP, 0, 0));

        assertThat(narrator.tell(new ProgressEvent.StageEntered(AT, 0)).kind()).isEqualTo(Sentence.Kind.DETAIL);
        assertThat(narrator.tell(new ProgressEvent.StageEntered(AT, 1)).kind()).isEqualTo(Sentence.Kind.MILESTONE);
    }

    @Test
    void aWriteNamesTheExactWeights() {
        ordered(spec().build());
        started();
        RouteReading reading = new RouteReading(
                WEB, TrafficSplit.of(BLUE, GREEN, Percent.of(0.1)), Optional.empty(), "f", Duration.ZERO);

        assertThat(narrator.tell(new WorkEvent.RouteShifted(AT, reading, AT.plusSeconds(30)))
                        .text())
                .isEqualTo("Production route web gives green 0.1% and blue 99.9% (blue-tg=999 green-tg=1);"
                        + " its data plane follows until 2026-03-01T03:00:30Z.");
    }

    @Test
    void aRollbackNamesItsCauseInFullAndTheStageThatItLeaves() {
        ordered(spec().build());
        started(stage(LifecycleStage.BAKE_TIME, 0, 100));
        narrator.note(new ProgressEvent.StageEntered(AT, 0));

        Sentence told =
                narrator.tell(new ProgressEvent.RollbackStarted(AT, RollbackCause.ALARM, "in ALARM: checkout-5xx"));

        assertThat(told.text())
                .isEqualTo("The deployment rolls back (ALARM) from BAKE_TIME: in ALARM: checkout-5xx."
                        + " Production goes back to blue (rev-1) first.");
        assertThat(told.kind()).isEqualTo(Sentence.Kind.WARNING);
        assertThat(told.stage()).contains(LifecycleStage.PRE_ROLLBACK);
    }

    @Test
    void theWordsOfAwsAreNeverDropped() {
        String words = "User: arn:aws:sts::1:assumed-role/ci is not authorized to perform: ecs:CreateTaskSet";
        Problem problem = new Problem(Problem.Kind.REFUSED, "ecs:CreateTaskSet", "prod/shop", words);
        ordered(spec().build());

        assertThat(narrator.tell(new WorkEvent.WorkRefused(AT, new Effect.LaunchGreen(), problem))
                        .text())
                .contains(words);
        assertThat(narrator.tell(new WorkEvent.WorkUncertain(AT, new Effect.LaunchGreen(), problem, AT))
                        .text())
                .contains(words);
        Sentence refused = narrator.tell(new ProgressEvent.DeploymentRefused(
                AT, List.of(new InvalidSpecException.Fault("service", "prod/shop", "cannot be read", "a service"))));
        assertThat(refused.text()).contains(words);
        assertThat(refused.facts("fault")).containsExactly("ecs:CreateTaskSet on prod/shop: " + words);
        assertThat(narrator.tell(new ProgressEvent.DeploymentEnded(
                                AT, DeploymentStatus.STOPPED, "refused again", List.of(), List.of(), List.of()))
                        .text())
                .as("the reason would repeat the faults")
                .isEqualTo("The deployment ended STOPPED.");
    }

    @Test
    void whatAPreflightWarnsOfIsToldWithWhoWaivedIt() {
        ordered(spec().build());
        Finding finding = Finding.error("headroom", "service", "prod/shop", "has no room", "room for 4 tasks");

        Sentence warned = narrator.tell(new ProgressEvent.PreflightWarned(AT, List.of(finding.waived("alice"))));

        assertThat(warned.text())
                .isEqualTo(
                        "The preflight warns, and the deployment starts: headroom: service: \"prod/shop\" has no room;"
                                + " wanted: room for 4 tasks (waived by alice).");
        assertThat(warned.kind()).isEqualTo(Sentence.Kind.WARNING);
    }

    @Test
    void aPauseAndItsAnswerSayWhatIsAwaitedAndWhoAnswered() {
        ordered(spec().pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(1), TimeoutAction.ROLLBACK)
                .build());
        HookExecution pause = new HookExecution(
                HookExecution.Direction.FORWARD,
                LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                1,
                "pause-PRE_PRODUCTION_TRAFFIC_SHIFT");

        assertThat(narrator.tell(new HookEvent.HookStarted(AT, pause, true, AT.plusSeconds(3600)))
                        .text())
                .isEqualTo("The deployment pauses until somebody answers pause-PRE_PRODUCTION_TRAFFIC_SHIFT at"
                        + " PRE_PRODUCTION_TRAFFIC_SHIFT step 1; it waits for 1 h, until 2026-03-01T04:00:00Z.");
        assertThat(narrator.tell(new ProgressEvent.CommandAnswered(AT, "c-1", true, "continues", Optional.of(ALICE)))
                        .text())
                .isEqualTo("Command c-1 by alice at 2026-03-01T03:00:00Z was accepted: continues.");
        assertThat(narrator.tell(new HookEvent.HookSucceeded(AT, pause, "continued"))
                        .kind())
                .isEqualTo(Sentence.Kind.DETAIL);
    }

    @Test
    void anOutageIsADisturbanceUntilTheBakeRunsAgain() {
        ordered(spec().build());
        assertThat(narrator.tell(new WatchEvent.ConditionChanged(
                                AT, Watch.ALARMS, Watch.Condition.UNKNOWN, "throttled", "no alarm in ALARM", false))
                        .kind())
                .isEqualTo(Sentence.Kind.DISTURBANCE);
        assertThat(narrator.tell(new ProgressEvent.BakePaused(AT, Duration.ofSeconds(90))))
                .extracting(Sentence::kind, Sentence::text)
                .containsExactly(
                        Sentence.Kind.DISTURBANCE,
                        "The bake is interrupted, with 1 min 30 s remaining: what must be watched is not known to be"
                                + " good.");
        ProgressEvent.BakeStarted bake = new ProgressEvent.BakeStarted(AT, AT.plusSeconds(90));
        assertThat(narrator.tell(bake).kind()).isEqualTo(Sentence.Kind.DISTURBANCE);
        assertThat(narrator.tell(bake).kind()).isEqualTo(Sentence.Kind.MILESTONE);
    }

    @Test
    void leftOversMakeAnEndAWarning() {
        ordered(spec().build());

        Sentence told = narrator.tell(new ProgressEvent.DeploymentEnded(
                AT,
                DeploymentStatus.SUCCESSFUL,
                "green serves production",
                List.of("revision rev-1"),
                List.of("route web gives 100 % to rev-2 (green)"),
                List.of()));

        assertThat(told.kind()).isEqualTo(Sentence.Kind.WARNING);
        assertThat(told.text())
                .isEqualTo("The deployment ended SUCCESSFUL: green serves production. Now: route web gives 100 % to"
                        + " rev-2 (green). Left over: revision rev-1.");
    }

    @Test
    void namesFromOutsideCannotForgeALine() {
        ordered(spec().build());

        Sentence told =
                narrator.tell(new ProgressEvent.RollbackRequested(AT, "a\nINFO forged\u202e", Optional.of(ALICE)));

        assertThat(told.text()).contains("a\\nINFO forged\\u202e").doesNotContain("\n");
        assertThat(told.facts("reason")).containsExactly("a\\nINFO forged\\u202e");
    }

    @Test
    void anEventWithoutItsPredecessorsStillHasASentence() {
        assertThat(narrator.tell(new ProgressEvent.StageEntered(AT, 3)).text()).isEqualTo("Stage 3 of the plan began.");
        assertThat(narrator.tell(new WorkEvent.RevisionRetired(AT, Roles.Role.GREEN))
                        .text())
                .isEqualTo("Green is drained and deleted.");
    }
}
