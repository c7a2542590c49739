package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.recover;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others got wrong about hooks. */
class WrongAboutHooksTest {
    private static final String HOOK = "smoke-test";

    /** Remembers what it was asked. */
    private static final class Remembering implements LifecycleHook {
        private final List<HookInvocation> asked = new ArrayList<>();
        private final List<HookResult> answers;

        /** @param answers what it says, one after the other, the last one again and again */
        Remembering(HookResult... answers) {
            this.answers = List.of(answers);
        }

        @Override
        public HookResult invoke(HookInvocation invocation) {
            asked.add(invocation);
            return answers.get(Math.min(asked.size(), answers.size()) - 1);
        }

        List<String> executions() {
            return asked.stream().map(HookInvocation::executionId).toList();
        }
    }

    private static Scenario hooked(LifecycleStage stage, LifecycleHook hook) {
        return Scenario.of(spec().hook(stage, HOOK).build()).hook(HOOK, hook);
    }

    /** argoproj/argo-rollouts#2897: when a failed rollout was tried again, the failed verdict was used again. */
    @Test
    void aFailedVerdictIsNotReusedWhenTheSameIsDeployedAgain() {
        Remembering hook = new Remembering(HookResult.failed("the cart is empty"), HookResult.succeeded());
        Simulation simulation =
                hooked(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, hook).simulate();

        simulation.deploy();
        DeploymentRecord first = simulation.run();
        assertEndsOnBlue(simulation, first);
        assertThat(first.cause()).contains(RollbackCause.HOOK_FAILED);
        assertThat(first.reason()).contains("the cart is empty");
        simulation.deploy();

        assertEndsOnGreen(simulation, simulation.run());
        assertThat(hook.executions()).hasSize(2).doesNotHaveDuplicates();
        assertNothingWasLost(simulation);
    }

    /** argoproj/argo-rollouts#521: a verdict was lost with the controller that had asked for it. */
    @Test
    void aVerdictThatIsLostWithItsEngineIsAskedForAgainAndCounts() {
        for (HookResult verdict : List.of(HookResult.succeeded(), HookResult.failed("the cart is empty"))) {
            Remembering hook = new Remembering(verdict);
            Simulation simulation =
                    hooked(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, hook).simulate();
            simulation.killAt(Operation.INVOKE_HOOK, 1, false, s -> s.killAndRestart(Duration.ofMinutes(1)));

            DeploymentRecord record = simulation.run();

            if (verdict.status() == HookResult.Status.SUCCEEDED) {
                assertEndsOnGreen(simulation, record);
                assertThat(record.count(HookEvent.HookSucceeded.class)).isEqualTo(1);
            } else {
                assertEndsOnBlue(simulation, record);
                assertThat(record.count(HookEvent.HookFailed.class)).isEqualTo(1);
            }
            assertThat(hook.executions()).as("the same execution, asked twice").hasSize(2);
            assertThat(hook.executions().get(0)).isEqualTo(hook.executions().get(1));
            assertNothingWasLost(simulation);
        }
    }

    /** fluxcd/flagger#1248: a hook ran on every tick while a later gate was closed. */
    @Test
    void aHookThatHasSaidYesIsNotAskedAgainWhileALaterGateIsClosed() {
        Remembering hook = new Remembering(HookResult.succeeded());
        Duration closed = Duration.ofMinutes(20);
        Simulation simulation =
                hooked(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, hook).simulate();
        simulation.when(enters(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT), s -> {
            s.world().sicken(SHOP, green(s), 1);
            s.after(closed, later -> recover(later, GREEN));
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.events())
                .anyMatch(event -> event instanceof WorkEvent.WorkWaiting waiting
                        && waiting.gate().name().equals("CAPACITY"));
        assertThat(record.took()).isGreaterThan(closed);
        assertThat(hook.asked).hasSize(1);
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger, read in code: any transport error counted as "not yet", for ever. */
    @Test
    void aHookThatCannotBeReachedIsTriedThreeTimesAndThenCountsAsUnreachable() {
        for (Fault fault : List.of(Fault.FAILS, Fault.THROTTLED, Fault.TIMES_OUT)) {
            Simulation simulation = hooked(
                            LifecycleStage.POST_TEST_TRAFFIC_SHIFT, new Remembering(HookResult.succeeded()))
                    .simulate();
            simulation.faults().on(Operation.INVOKE_HOOK).always().happens(fault);

            unreachable(simulation);
        }
    }

    /** fluxcd/flagger, read in code: a hook that breaks was asked again, too. It has a defect; asking again helps nobody. */
    @Test
    void aHookThatThrowsIsBrokenAndIsNotAskedAgain() {
        List<String> asked = new ArrayList<>();
        Simulation simulation = hooked(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, invocation -> {
                    asked.add(invocation.executionId());
                    throw new IllegalStateException("no such table");
                })
                .simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.events())
                .filteredOn(HookEvent.HookFailed.class::isInstance)
                .singleElement()
                .matches(event -> ((HookEvent.HookFailed) event).failure() == HookEvent.Failure.DEFECT);
        assertThat(asked).hasSize(1);
        assertNothingWasLost(simulation);
    }

    /** The engine outlives it, and the test that finds something wrong in its hook is told all the same. */
    @Test
    void anAssertionThatFailsInAHookEndsTheSimulation() {
        Simulation simulation = hooked(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, invocation -> {
                    throw new AssertionError("the hook was told nonsense");
                })
                .simulate();

        assertThatThrownBy(simulation::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the hook was told nonsense");
    }

    private static void unreachable(Simulation simulation) {
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.events())
                .filteredOn(HookEvent.HookFailed.class::isInstance)
                .singleElement()
                .matches(event -> ((HookEvent.HookFailed) event).failure() == HookEvent.Failure.UNREACHABLE);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(3));
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger, read in code: and one that never answers is not waited for beyond its own time. */
    @Test
    void aHookThatAlwaysSaysLaterEndsAtItsOwnTimeOut() {
        Remembering hook = new Remembering(HookResult.inProgress(Duration.ofMinutes(2)));
        LifecycleStage stage = LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
        DeploymentSpec spec = spec().hook(stage, HOOK, Duration.ofMinutes(30), TimeoutAction.ROLLBACK)
                .build();
        Simulation simulation = Scenario.of(spec).hook(HOOK, hook).simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.HOOK_TIMED_OUT);
        assertThat(hook.asked).hasSizeBetween(15, 17);
        assertThat(hook.executions().stream().distinct()).hasSize(1);
    }

    /** aws/aws-cdk#36764: people want a hook when a rollback starts, to keep evidence before the new tasks are gone. */
    @Test
    void aHookIsToldThatARollbackBeginsWhileTheNewTasksStillRun() {
        Duration gathering = Duration.ofMinutes(3);
        List<String> evidence = new ArrayList<>();
        List<Simulation> running = new ArrayList<>();
        LifecycleHook keepsEvidence = invocation -> {
            Simulation simulation = running.get(0);
            evidence.add(invocation.reason() + "; green " + invocation.targetRevision() + " has "
                    + simulation.world().healthy(GREEN) + " healthy tasks");
            return evidence.size() <= 3 ? HookResult.inProgress(Duration.ofMinutes(1)) : HookResult.succeeded();
        };
        Simulation simulation =
                hooked(LifecycleStage.PRE_ROLLBACK, keepsEvidence).simulate();
        running.add(simulation);
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.rollBack("the numbers look odd");
            s.after(
                    Duration.ofSeconds(10),
                    later -> assertThat(later.world().split(WEB))
                            .as("the hook delays nobody")
                            .isEqualTo(ALL_ON_BLUE));
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(evidence)
                .hasSize(4)
                .allMatch(line ->
                        line.startsWith("the numbers look odd; green shop:2#") && line.endsWith(" 2 healthy tasks"));
        assertThat(record.when(WorkEvent.RevisionRetired.class).orElseThrow())
                .isAfterOrEqualTo(
                        record.when(WorkEvent.RouteRestored.class).orElseThrow().plus(gathering));
        assertNothingWasLost(simulation);
    }

    /** aws/aws-cdk#36764: and such a hook can neither hold up a rollback for ever nor make it fail. */
    @Test
    void aHookOfARollbackThatNeverAnswersKeepsTheNewTasksForFiveMinutesAndNoLonger() {
        Simulation simulation = hooked(LifecycleStage.PRE_ROLLBACK, new Remembering(HookResult.succeeded()))
                .simulate();
        simulation.faults().on(Operation.INVOKE_HOOK).always().happens(Fault.HANGS);
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.rollBack("the numbers look odd"));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(8));
        assertNothingWasLost(simulation);
    }

    /** Each answer is small enough, and what they add up to is not: that is an answer that makes no sense, and no endless wait. */
    @Test
    void detailsThatGrowBeyondTheirLimitEndTheHookAtOnce() {
        String large = "x".repeat(20_000);
        Simulation simulation = hooked(
                        LifecycleStage.POST_SCALE_UP,
                        new Remembering(
                                HookResult.inProgress().with(new HookDetails(Map.of("one", large))),
                                HookResult.inProgress().with(new HookDetails(Map.of("other", large)))))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.cause()).contains(RollbackCause.HOOK_FAILED);
        assertThat(record.reason()).contains("hookDetails", "32768");
        assertThat(record.took()).isLessThan(Duration.ofMinutes(5));
    }
}
