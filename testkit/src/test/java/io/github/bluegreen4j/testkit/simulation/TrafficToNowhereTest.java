package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.NEW;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.TEST;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.blue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.revisions;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.shifted;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.sicken;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How forward shifts of others sent requests where nobody answered. */
class TrafficToNowhereTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** aws/containers-roadmap#2853: the roles came from the configuration, though the live rule pointed the other way round. */
    @Test
    void theRolesComeFromTheLiveRuleAndNotFromTheOrderInTheSpecification() {
        DeploymentSpec turned = spec().targetGroups(GREEN, BLUE).build();
        Simulation simulation = Scenario.of(turned)
                .first()
                .world(world -> {
                    world.rewrite(WEB, ALL_ON_BLUE);
                    world.rewrite(TEST, ALL_ON_BLUE);
                    world.behaves("shop:1", TaskBehaviour.instant());
                    world.addRevision(SHOP, "shop:1", BLUE);
                })
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /**
     * aws/containers-roadmap#2853: the shift was carried out although somebody had pointed the rule to a group with no
     * healthy target. Requests are lost while the rule points there, which is not the engine's doing; it must notice at its
     * shift, and give them back to blue.
     */
    @Test
    void aShiftDoesNotFollowARuleThatAlreadyPointsToAGroupWithoutAHealthyTarget() {
        LifecycleStage stage = LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
        Duration pause = Duration.ofMinutes(1);
        Simulation simulation = Scenario.of(
                        spec().pause(stage, pause, TimeoutAction.CONTINUE).build())
                .simulate();
        simulation.when(enters(stage), s -> {
            s.rewrite(WEB, ALL_ON_GREEN);
            sicken(s, GREEN);
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.DRIFT);
        assertThat(simulation.traffic(WEB).dark()).isLessThan(pause.plusSeconds(5));
    }

    /** aws/aws-cdk#36649: a stack update reset the rule in the middle of a shift, and the deployment went on. */
    @Test
    void aRuleThatAStackUpdateResetsMidFlightEndsTheDeploymentOnBlue() {
        Simulation simulation =
                Scenario.of(spec().canary(10, TEN_MINUTES).build()).simulate();
        simulation.when(
                shifted(WEB, 10), s -> s.after(Duration.ofMinutes(3), later -> later.rewrite(WEB, ALL_ON_BLUE)));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.DRIFT);
        assertThat(record.count(WatchEvent.DriftFound.class)).isEqualTo(1);
        assertNothingWasLost(simulation);
        assertThat(record.took()).as("noticed at the next look").isLessThan(Duration.ofMinutes(6));
    }

    /** aws/aws-cdk#36649: the same between the read and the write of a shift. */
    @Test
    void aRuleThatIsResetBetweenReadingAndWritingIsNotOverwritten() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        TrafficSplit reset = new TrafficSplit(Map.of(BLUE, 1, GREEN, 0));
        // The second write is production's: while it is on its way, the stack update lands.
        simulation.killAt(Operation.WRITE_ROUTE, 2, true, s -> s.rewrite(WEB, reset));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.events()).noneMatch(shifted(WEB, 100));
        assertNothingWasLost(simulation);
    }

    /** pipe-cd/pipecd#4710: the task set that held all traffic was deleted as "previous". */
    @Test
    void theRevisionThatHoldsAllTrafficIsNotDeletedAsThePreviousOne() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.CleanUpGateOpened.class, s -> s.rewrite(WEB, ALL_ON_BLUE));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains(blue(simulation) + " (blue) is not retired"));
        assertThat(tasks(simulation, blue(simulation))).isEqualTo(2);
        assertThat(simulation.world().calls("retire")).isZero();
        assertNothingWasLost(simulation);
    }

    /** argo-rollouts PR#3627: old tasks were torn down before the load balancer had really moved the weights. */
    @Test
    void oldTasksAreNotTornDownBeforeTheDataPlaneHasFollowedTheWeights() {
        Simulation simulation = Scenario.of(spec().bakeTime(Duration.ZERO).build())
                .world(world -> world.settle(WEB, Duration.ofMinutes(2)))
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** argo-rollouts PR#3627: a write that was answered, or not, is no proof of where the weights are. */
    @Test
    void aWriteThatNeverTookEffectIsNotTakenForAShift() {
        Simulation simulation =
                Scenario.of(spec().bakeTime(Duration.ZERO).build()).simulate();
        simulation.faults().on(Operation.WRITE_ROUTE).nth(2).happens(Fault.TIMES_OUT);

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.count(WorkEvent.WorkUncertain.class)).isEqualTo(1);
        assertThat(simulation.world().calls("write"))
                .as("test, production again")
                .isEqualTo(2);
        assertNothingWasLost(simulation);
    }

    /** argo-rollouts#2864: weight moved before the targets of the new revision were registered. */
    @Test
    void weightDoesNotMoveBeforeTheTargetsAreRegisteredAndHealthy() {
        Duration slow = Duration.ofMinutes(4);
        Simulation simulation = Scenario.of(spec().build())
                .tasks(TaskBehaviour.healthy(Duration.ofSeconds(1), slow))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.when(WorkEvent.RouteShifted.class).orElseThrow())
                .isAfter(record.when(WorkEvent.RevisionLaunched.class)
                        .orElseThrow()
                        .plus(slow));
        assertNothingWasLost(simulation);
    }

    /**
     * traveloka/terraform-aws-alb-single-listener#47: a target group that no rule references is never health-checked, so the
     * deployment waited for ever for it to become healthy.
     */
    @Test
    void aGroupThatNoRuleReferencesIsNamedBeforeAnythingIsTouched() {
        TrafficSplit blueAlone = new TrafficSplit(Map.of(BLUE, 1));
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> {
                    world.rewrite(WEB, blueAlone);
                    world.rewrite(TEST, blueAlone);
                })
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains(GREEN.id(), "referenced by no route");
        assertThat(simulation.world().changes()).isEmpty();
        assertThat(record.took()).isLessThan(Duration.ofMinutes(1));
    }

    /** traveloka/terraform-aws-alb-single-listener#47: a group may hang on the test rule alone. */
    @Test
    void aGroupThatOnlyTheTestRuleReferencesIsAddedToProductionByItsFirstWrite() {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> {
                    world.rewrite(WEB, new TrafficSplit(Map.of(BLUE, 1)));
                    world.rewrite(TEST, new TrafficSplit(Map.of(GREEN, 1)));
                })
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** Seen with sticky rules: clients with a cookie stayed on blue, and were answered 503 by its emptied group. */
    @Test
    void clientsThatAreStillPinnedToBlueAreNotLeftWithAnEmptyGroup() {
        Duration sticky = Duration.ofHours(1);
        Simulation simulation = Scenario.of(spec().allowStickiness(sticky).build())
                .world(world -> world.stick(WEB, Optional.of(sticky)))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertNothingWasLost(simulation);
        assertThat(record.took()).isGreaterThan(sticky);
    }

    /** Seen with sticky rules: nobody had said that clients may be pinned, so nobody waited for them. */
    @Test
    void aStickyRuleIsRefusedUnlessSomebodySaysHowLongToWait() {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> world.stick(WEB, Optional.of(Duration.ofHours(1))))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains("pins clients", "allowStickiness");
        assertThat(simulation.world().changes()).isEmpty();
    }

    /**
     * aws/containers-roadmap#1941: a weighted rule does not fail over from an empty group. A tenth of the requests is lost
     * from the moment in which green dies until it is noticed (every 30 s), believed (for 60 s) and undone: no router of
     * this kind can prevent that.
     */
    @Test
    void aGreenThatDiesBehindItsWeightIsTakenOutOfTheRuleWithinTwoMinutes() {
        Simulation simulation =
                Scenario.of(spec().canary(10, TEN_MINUTES).build()).simulate();
        simulation.when(shifted(WEB, 10), s -> s.after(Duration.ofMinutes(2), later -> sicken(later, GREEN)));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.UNHEALTHY);
        assertThat(simulation.traffic(WEB).dark()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
        assertThat(simulation.traffic(WEB).lost()).isBetween(600L, 1_000L);
    }

    /** aws/containers-roadmap#1941: success was reported with unhealthy tasks. */
    @Test
    void successIsNotReportedWhileTheNewTasksAreUnhealthy() {
        Simulation simulation =
                Scenario.of(spec().build()).tasks(TaskBehaviour.unhealthy()).simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.STAGE_TIMED_OUT);
        assertThat(record.events()).noneMatch(WorkEvent.RouteShifted.class::isInstance);
        assertNothingWasLost(simulation);
    }

    /** aws/containers-roadmap#1941: the same at the end of the bake, where half of green is still enough to be watched. */
    @Test
    void successIsNotReportedWhenATaskOfGreenIsUnhealthyAtTheEnd() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.world().sicken(SHOP, green(s), 1));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.CLEAN_UP_GATE_CLOSED);
        assertNothingWasLost(simulation);
    }

    /** And where nothing is wrong, nothing is lost, with every strategy. */
    @Test
    void aDeploymentInWhichNothingGoesWrongLosesNoRequest() {
        for (TrafficStrategy strategy : new TrafficStrategy[] {
            TrafficStrategy.allAtOnce(),
            TrafficStrategy.canary(Percent.of(5), TEN_MINUTES),
            TrafficStrategy.linear(Percent.of(33.3), Duration.ofMinutes(1))
        }) {
            Simulation simulation =
                    Scenario.of(spec().strategy(strategy).build()).simulate();
            RevisionRef old = blue(simulation);

            assertEndsOnGreen(simulation, simulation.run());
            assertThat(revisions(simulation)).noneMatch(one -> one.revision().equals(old));
            assertThat(simulation
                            .world()
                            .describe(SHOP)
                            .find(green(simulation))
                            .orElseThrow()
                            .definition())
                    .isEqualTo(NEW);
            assertThat(simulation.traffic(WEB).lost()).as(strategy.toString()).isZero();
        }
    }
}
