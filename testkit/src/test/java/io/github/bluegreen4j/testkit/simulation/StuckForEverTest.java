package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.sicken;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How deployments of others never came to an end, whatever their operators did. */
class StuckForEverTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Deployment handle(Simulation simulation) {
        return simulation.engine().find(simulation.record().id()).orElseThrow();
    }

    /** Seven readings of two seconds each were never all younger than ten seconds: the inspection began anew without end. */
    @Test
    void aWorldInWhichEveryCallTakesTwoSecondsIsInspectedToTheEnd() {
        Simulation simulation = Scenario.of(spec().alarm("5xx").build())
                .world(world -> world.alarm("5xx", AlarmReading.State.OK))
                .callsTake(Duration.ZERO, Duration.ofSeconds(2))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(30));
        assertNothingWasLost(simulation);
    }

    /** pipe-cd/pipecd#3468: a rollback had no time-out. */
    @Test
    void aRollbackWhoseEveryWriteHangsEndsAtItsDeadlineAndSaysHowProductionStands() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.faults().on(Operation.WRITE_ROUTE).always().happens(Fault.HANGS);
            s.rollBack("back, please");
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("route web: not restored"));
        assertThat(record.took()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(70));
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_GREEN);
        assertNothingWasLost(simulation);
    }

    /** pipe-cd/pipecd PR#5717: deployments that were rolling back were forgotten when the controller was restarted. */
    @Test
    void aRollbackIsTakenUpAgainByTheNextEngine() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.rollBack("back, please"));
        simulation.when(ProgressEvent.RollbackStarted.class, s -> s.killAndRestart(Duration.ofMinutes(2)));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.count(ProgressEvent.EngineResumed.class)).isEqualTo(1);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(6));
        assertNothingWasLost(simulation);
    }

    private static Simulation canary() {
        return Scenario.of(spec().canary(10, MINUTE).build()).simulate();
    }

    /**
     * Lets an operator use the deployment's handle together with each of its events in turn: an answer is never missing, and
     * never of no effect.
     */
    private static void withEveryEvent(
            Function<Deployment, CompletableFuture<Deployment.CommandAnswer>> command, DeploymentStatus obeyed) {
        int events = canary().run().events().size();
        int refused = 0;
        for (int nth = 1; nth <= events; nth++) {
            AtomicInteger count = new AtomicInteger();
            AtomicReference<CompletableFuture<Deployment.CommandAnswer>> answer = new AtomicReference<>();
            int moment = nth;
            Simulation simulation = canary();
            simulation.when(event -> count.incrementAndGet() == moment, s -> answer.set(command.apply(handle(s))));

            DeploymentRecord record = simulation.run();

            Deployment.CommandAnswer given = answer.get().join();
            refused += given.accepted() ? 0 : 1;
            DeploymentStatus stopped = record.visited().isEmpty() ? DeploymentStatus.STOPPED : obeyed;
            assertThat(record.status())
                    .as("with event %d, %s: %s", nth, record.events().get(nth - 1), given)
                    .isEqualTo(given.accepted() ? stopped : DeploymentStatus.SUCCESSFUL);
            assertThat(given.accepted()).isEqualTo(!record.visited().contains(LifecycleStage.CLEAN_UP));
            assertNothingWasLost(simulation);
        }
        assertThat(refused).as("after the point of no return").isBetween(1, events / 2);
    }

    /** pipe-cd/pipecd PR#6979: a cancel that arrived as a stage ended was lost. */
    @Test
    void anAbortThatArrivesAsAStageEndsIsNotLost() {
        withEveryEvent(handle -> handle.abort("stop here"), DeploymentStatus.STOPPED);
    }

    /** openkruise/rollouts#257 and fluxcd/flagger#1588: there were moments in which nobody could roll back. */
    @Test
    void aRollbackIsAcceptedAtEveryMomentBeforeTheOldRevisionIsRetired() {
        withEveryEvent(handle -> handle.rollBack("back, please"), DeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    /** pipe-cd/pipecd#1134: cancelling the shift also cancelled the calls of the rollback that followed. */
    @Test
    void aRollbackThatCancelsAShiftStillRestoresProduction() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.faults().on(Operation.WRITE_ROUTE).nth(2).becomes(() -> Fate.answeredAfter(Duration.ofSeconds(8)));
        simulation.when(
                event -> event instanceof WorkEvent.WorkOwed owed
                        && owed.effect() instanceof Effect.ShiftRoute shift
                        && shift.route().equals(WEB),
                s -> s.after(Duration.ofSeconds(2), later -> {
                    assertThat(handle(later).rollBack("back, please")).isNotNull();
                    later.after(
                            Duration.ofSeconds(1),
                            again -> assertThat(handle(again).abort("and stop")).isNotNull());
                }));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.count(WorkEvent.WorkWithdrawn.class))
                .as("the shift was given up")
                .isPositive();
        assertThat(record.events())
                .anyMatch(event -> event instanceof ProgressEvent.CommandAnswered answered
                        && !answered.accepted()
                        && answered.answer().contains("production is being restored"));
        assertNothingWasLost(simulation);
    }

    private static Scenario tasksThatNeverStart() {
        return Scenario.of(spec().limits(DeploymentLimits.DEFAULTS.withStage(Duration.ofMinutes(20)))
                        .build())
                .tasks(TaskBehaviour.healthy(Duration.ofDays(365), Duration.ZERO));
    }

    /** argoproj/argo-rollouts#4128: the deadline did not fire while tasks never started. */
    @Test
    void theDeadlineOfAStageFiresThoughNoTaskEverStarts() {
        Simulation simulation = tasksThatNeverStart().simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.STAGE_TIMED_OUT);
        assertThat(record.took()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(22));
        assertNothingWasLost(simulation);
    }

    /** argoproj/argo-rollouts#4128: nor was an abort obeyed. */
    @Test
    void anAbortIsObeyedThoughNoTaskEverStarts() {
        Simulation simulation = tasksThatNeverStart().simulate();
        simulation.at(Duration.ofMinutes(3), s -> s.abort("it never starts"));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(4));
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("(green) is not retired"));
    }

    /** argoproj/argo-rollouts#4461: after all steps had been skipped, an abort was ignored. */
    @Test
    void anAbortIsObeyedAfterBakesWereSkipped() {
        Simulation simulation =
                Scenario.of(spec().linear(30, Duration.ofHours(1)).build()).simulate();
        for (int step = 1; step <= 3; step++) {
            int wanted = step;
            AtomicInteger bakes = new AtomicInteger();
            simulation.when(
                    event -> event instanceof ProgressEvent.BakeStarted && bakes.incrementAndGet() == wanted,
                    Simulation::skipBake);
        }
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.abort("stop after all"));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(5));
        assertThat(simulation.world().split(WEB)).as("frozen as it stands").isEqualTo(ALL_ON_GREEN);
        assertNothingWasLost(simulation);
    }

    /** openkruise/rollouts#257: a rollout that was paused could not be rolled back. */
    @Test
    void aDeploymentThatIsPausedCanBeRolledBack() {
        Simulation simulation = Scenario.of(spec().pause(
                                LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                Duration.ofDays(14),
                                TimeoutAction.CONTINUE)
                        .build())
                .simulate();
        simulation.when(HookEvent.HookStarted.class, s -> s.after(MINUTE, later -> later.rollBack("never mind")));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(4));
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger#1588: a canary that was being promoted could not be rolled back. */
    @Test
    void aDeploymentWhoseLastShiftIsUnderWayCanBeRolledBack() {
        Simulation simulation = canary();
        simulation.faults().on(Operation.WRITE_ROUTE).nth(3).happens(Fault.ANSWER_LOST);
        simulation.when(
                event -> event instanceof WorkEvent.WorkUncertain, s -> s.rollBack("while nobody knows the weights"));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.REQUESTED);
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger#639: the fix could not be deployed, because the old version was unhealthy. Until then requests are lost. */
    @Test
    void theFixOfABrokenOldRevisionCanBeDeployed() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.time().advance(MINUTE);
        sicken(simulation, BLUE);
        assertThat(simulation.world().healthy(BLUE)).isZero();
        Duration before = simulation.traffic(WEB).dark();

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(simulation.traffic(WEB).dark().minus(before)).isLessThan(MINUTE);
    }
}
