package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user reads who asks why a deployment does not move. */
class EngineExplainsTest {
    private final EngineFixture fixture = new EngineFixture();

    private static Explanation.Possibility command(Explanation explanation, String name) {
        return explanation.commands().stream()
                .filter(possibility -> possibility.command().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCanaryThatWaitsForHealthyTargetsNamesTheGateTheDeadlineAndWhatFollows() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().strategy(TrafficStrategy.canary(Percent.percent(10), Duration.ofMinutes(10)))
                                    .pause(
                                            LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                            Duration.ofHours(4),
                                            TimeoutAction.ROLLBACK)
                                    .build());
            virtual.advance(Duration.ofMinutes(2));
            RevisionRef green =
                    new RevisionRef(deployment.view().targetRevision().orElseThrow());
            fixture.world.sicken(SERVICE, green, 2);
            var first = deployment.proceed(deployment.view().hooks().get(0).hookId());
            assertThat(first).isNotCompletedExceptionally();
            virtual.advance(Duration.ofSeconds(30));

            Explanation stuck = deployment.explain();

            assertThat(stuck.sentence())
                    .startsWith(
                            "Deployment d-1 of prod/checkout is in PRODUCTION_TRAFFIC_SHIFT, step 1 of 2: it waits for at least 2"
                                    + " healthy targets of green (last seen: 0 healthy")
                    .contains("to give green 10% on route production, since 2026-03-01T03:02:00Z")
                    .endsWith("at the longest until 2026-03-01T03:03:00Z; then the deployment rolls back (UNHEALTHY).");
            Explanation.Wait wait = stuck.waits().get(0);
            assertThat(wait.kind()).isEqualTo(Explanation.Kind.GATE);
            assertThat(wait.unblock()).isEqualTo("enough targets of green become healthy");
            assertThat(stuck.deadlines()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
            assertThat(stuck.deadlines()).anySatisfy(deadline -> {
                assertThat(deadline.name()).isEqualTo("the limit of the stage");
                assertThat(deadline.then()).isEqualTo("the deployment rolls back (STAGE_TIMED_OUT)");
            });
            assertThat(command(stuck, "rollBack").answer()).isEqualTo("the deployment rolls back (REQUESTED)");
            assertThat(command(stuck, "abort").answer()).isEqualTo("the deployment ends as STOPPED");
            assertThat(command(stuck, "skipBake").allowed()).isFalse();
            assertThat(command(stuck, "skipBake").answer()).isEqualTo("no bake is under way");
            assertThat(command(stuck, "proceed").answer()).isEqualTo("no pause is open");

            // What it says comes true.
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployment.view().rollback().orElseThrow().startedAt())
                    .isEqualTo(wait.until().orElseThrow());
        }
    }

    @Test
    void aPauseNamesItsAnswersAndWhatTheTimeOutDoes() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
            virtual.advance(Duration.ofMinutes(2));

            Explanation paused = deployment.explain();

            assertThat(paused.sentence())
                    .isEqualTo(
                            "Deployment d-1 of prod/checkout is in PRE_SCALE_UP: it waits for an answer to pause pause-PRE_SCALE_UP at"
                                    + " PRE_SCALE_UP, since 2026-03-01T03:00:00Z, at the longest until 2026-03-01T07:00:00Z; then the"
                                    + " deployment rolls back (HOOK_TIMED_OUT).");
            Explanation.Possibility proceed = command(paused, "proceed CONTINUE");
            assertThat(proceed.allowed()).isTrue();
            assertThat(proceed.answer()).isEqualTo("stage SCALE_UP starts");
            assertThat(command(paused, "proceed ROLLBACK").answer())
                    .isEqualTo("the deployment rolls back (HOOK_FAILED)");

            var answer = deployment.proceed(proceed.hookId().orElseThrow());
            virtual.advance(Duration.ofSeconds(1));
            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(EngineFixture.names(deployment.history())).contains("RevisionLaunched");
        }
    }

    @Test
    void anOrderThatWaitsForAnotherDeploymentSaysSoInEveryProcess() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            virtual.engine().deploy(ID, EngineFixture.paused());
            DeploymentId second = new DeploymentId("d-2");
            Deployment waiting = virtual.engine()
                    .deploy(second, spec().concurrency(ConcurrencyPolicy.QUEUE).build());
            virtual.advance(Duration.ofMinutes(2));

            for (Explanation explanation : List.of(
                    waiting.explain(),
                    virtual.engine().explain(second).orElseThrow(),
                    Deployments.in(fixture.journal).explain(second).orElseThrow())) {
                assertThat(explanation.sentence())
                        .startsWith("Deployment d-2 of prod/checkout has not started: it waits for its turn: ");
                assertThat(explanation.waits().get(0).kind()).isEqualTo(Explanation.Kind.TURN);
                assertThat(explanation.waits().get(0).until()).isPresent();
                assertThat(command(explanation, "abort").allowed()).isTrue();
            }
        }
    }

    @Test
    void tasksThatDoNotStartAreExplainedByTheirStopReasons() {
        fixture.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(20)));
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            virtual.advance(Duration.ofSeconds(30));

            Explanation starting = deployment.explain();
            assertThat(starting.sentence())
                    .contains("SCALE_UP: it waits for green to run all its tasks and to be healthy");
            assertThat(starting.causes()).containsExactly("Task failed to start (TaskFailedToStart)");

            run(virtual, deployment);
            assertThat(deployment.view().rollback().orElseThrow().reason())
                    .matches(
                            "[0-9]+ tasks of green failed, the threshold is 3 .*last task failure: Task failed to start"
                                    + " \\(TaskFailedToStart\\).*");
        }
    }

    @Test
    void aBakeThatStandsStillNamesWhatCannotBeRead() {
        fixture.world.alarm("5xx", AlarmReading.State.OK);
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().alarm("5xx").bakeTime(Duration.ofHours(2)).build());
            virtual.advance(Duration.ofMinutes(5));
            assertThat(deployment.explain().sentence())
                    .contains("BAKE_TIME: it waits for the end of the bake, at the longest");
            assertThat(command(deployment.explain(), "skipBake").allowed()).isTrue();

            fixture.world.outOfReach(true);
            virtual.advance(Duration.ofMinutes(5));

            assertThat(deployment.explain().sentence())
                    .contains(
                            "BAKE_TIME: it waits for enough healthy targets of green (last seen: ",
                            "since 2026-03-01T03:0");
            assertThat(deployment.explain().waits())
                    .extracting(Explanation.Wait::unblock)
                    .contains("every watched alarm to be readable and none in ALARM");
        }
    }

    @Test
    void theEndIsExplainedByItsReasonAndAcceptsNothing() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            run(virtual, deployment);

            Explanation ended = deployment.explain();

            assertThat(ended.sentence())
                    .isEqualTo("Deployment d-1 of prod/checkout ended as SUCCESSFUL: green serves production.");
            assertThat(ended.waits()).isEmpty();
            assertThat(ended.deadlines()).isEmpty();
            assertThat(ended.commands())
                    .allSatisfy(possibility -> assertThat(possibility.allowed()).isFalse());
            assertThat(virtual.engine().explain(new DeploymentId("unknown"))).isEmpty();
        }
    }
}
