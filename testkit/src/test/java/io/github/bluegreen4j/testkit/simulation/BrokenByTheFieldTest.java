package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.blue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.recover;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.shifted;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.sicken;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong when the library was tried as its users would: which revision serves, and whether its requests arrive. */
class BrokenByTheFieldTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static DeploymentSpec.Builder paused() {
        return spec().pause(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, HOUR, TimeoutAction.ROLLBACK);
    }

    /** Ten tasks of what the last successful deployment of ours has launched serve. */
    private static Scenario onTenOfOurs(DeploymentSpec.Builder spec) {
        return Scenario.of(spec.build()).desiredCount(10).first().world(world -> {
            world.behaves("shop:1", TaskBehaviour.instant());
            RevisionRef blue = world.launched(SHOP, "shop:1", BLUE, new DeploymentId("d-0"));
            world.runtime().makePrimary(SHOP, blue);
            world.behaves("shop:1", TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10)));
        });
    }

    /** Green waits in its pause with none of production's traffic. */
    private static Simulation pausedBesideTen(DeploymentSpec.Builder spec) {
        Simulation simulation = onTenOfOurs(spec).simulate();
        simulation.deploy();
        simulation.time().advance(Duration.ofMinutes(2));
        assertThat(simulation.record().stage()).contains(LifecycleStage.POST_TEST_TRAFFIC_SHIFT);
        return simulation;
    }

    private static void assertBlueStillServes(Simulation simulation, RevisionRef blue) {
        simulation.time().advance(Duration.ofSeconds(20));
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_BLUE);
        assertThat(tasks(simulation, blue)).isEqualTo(10);
        simulation.time().advance(Duration.ofSeconds(20));
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_BLUE);
        assertThat(tasks(simulation, blue)).isEqualTo(10);
    }

    /** An abort in the pause, one of blue's ten tasks is being replaced, and the next order. */
    @Test
    void anAbortedRevisionIsNeverPromoted() {
        Simulation simulation = pausedBesideTen(paused());
        RevisionRef blue = blue(simulation);
        simulation.abort("not this one");
        simulation.time().advance(Duration.ofMinutes(1));
        assertThat(simulation.record().status()).isEqualTo(DeploymentStatus.STOPPED);

        simulation.world().kill(SHOP, blue, 1);
        simulation.deploy(spec().revision("shop:3").build());
        assertBlueStillServes(simulation, blue);

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** The same where blue was launched by nobody we know. */
    @Test
    void anAbortedRevisionIsNeverPromotedBesideAForeignOne() {
        Simulation simulation = Scenario.of(paused().build()).desiredCount(10).simulate();
        RevisionRef blue = blue(simulation);
        simulation.when(HookEvent.HookStarted.class, s -> s.abort("not this one"));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);

        simulation.world().kill(SHOP, blue, 1);
        simulation.deploy(spec().revision("shop:3").build());
        assertBlueStillServes(simulation, blue);

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    @Test
    void aSupersededRevisionIsNeverPromoted() {
        Simulation simulation = pausedBesideTen(paused());
        RevisionRef blue = blue(simulation);
        simulation.world().kill(SHOP, blue, 1);
        simulation.deploy(spec().revision("shop:3")
                .concurrency(ConcurrencyPolicy.SUPERSEDE)
                .build());
        assertBlueStillServes(simulation, blue);

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    @Test
    void aRecoveryGivesProductionToWhatWasAcceptedThoughATaskOfItIsMissing() {
        Simulation simulation = pausedBesideTen(paused());
        RevisionRef blue = blue(simulation);
        simulation.abort("not this one");
        simulation.time().advance(Duration.ofMinutes(1));
        simulation.world().kill(SHOP, blue, 1);
        simulation.deploy(recovery().build());

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(record.toString()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_BLUE);
        assertThat(tasks(simulation, blue)).isEqualTo(10);
        assertNothingWasLost(simulation);
    }

    private static DeploymentSpec.Builder recovery() {
        return DeploymentSpec.recovery(SHOP)
                .productionRoute(WEB)
                .testRoute(SimulatedShop.TEST)
                .targetGroups(BLUE, GREEN);
    }

    private static Simulation stoppedByAnAlarmAtFivePercent() {
        Simulation simulation = onTenOfOurs(spec().canary(5, Duration.ofMinutes(10))
                        .alarms(AlarmPolicy.of("errors").withRollback(false)))
                .simulate();
        simulation.when(shifted(WEB, 5), s -> s.world().alarm("errors", AlarmReading.State.ALARM));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);
        simulation.world().alarm("errors", AlarmReading.State.OK);
        return simulation;
    }

    /** An alarm with {@code rollback=false} freezes green at 5 %; a task of blue is missing when the next one is ordered. */
    @Test
    void aRevisionThatAnAlarmHasStoppedAtFivePercentIsNeverPromoted() {
        Simulation simulation = stoppedByAnAlarmAtFivePercent();
        RevisionRef blue = blue(simulation);
        simulation.world().kill(SHOP, blue, 1);
        simulation.deploy(paused().revision("shop:3").build());
        assertBlueStillServes(simulation, blue);

        simulation.answerPauses(TimeoutAction.CONTINUE);
        simulation.when(HookEvent.HookStarted.class, s -> s.answerPauses(TimeoutAction.CONTINUE));
        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** What was accepted is dead, what was not is alive: weights stay, and a person decides. */
    @Test
    void whileTheAcceptedRevisionIsDeadWeightsStayAndAPersonDecides() {
        Simulation simulation = stoppedByAnAlarmAtFivePercent();
        RevisionRef blue = blue(simulation);
        RevisionRef green = green(simulation);
        TrafficSplit frozen = simulation.world().split(WEB);
        sicken(simulation, BLUE);
        simulation.deploy(spec().revision("shop:3")
                .rollback(RollbackPolicy.DEFAULT.withDeadline(Duration.ofMinutes(20)))
                .build());

        DeploymentRecord stopped = simulation.run();

        assertThat(stopped.status()).as(stopped.toString()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(stopped.reason()).contains(blue.id(), green.id());
        assertThat(simulation.world().split(WEB)).isEqualTo(frozen);

        simulation.deploy(DeploymentSpec.recovery(SHOP, green)
                .productionRoute(WEB)
                .testRoute(SimulatedShop.TEST)
                .targetGroups(BLUE, GREEN)
                .build());
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_GREEN);
    }

    /** The data plane follows 75 s behind, as that of a Network Load Balancer does: 4,500 requests were lost. */
    @Test
    void aRollbackWaitsForALaggingDataPlaneBeforeItRetiresGreen() {
        Simulation simulation = lagging(spec());
        simulation.when(
                ProgressEvent.BakeStarted.class,
                s -> s.after(Duration.ofMinutes(2), later -> later.rollBack("the numbers look odd")));

        assertEndsOnBlue(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    private static Simulation lagging(DeploymentSpec.Builder spec) {
        return Scenario.of(spec.build())
                .world(world -> world.settle(WEB, Duration.ofSeconds(75)))
                .simulate();
    }

    @Test
    void aRollbackFromACanaryStepWaitsForALaggingDataPlane() {
        Simulation simulation = lagging(spec().canary(10, Duration.ofMinutes(10)));
        simulation.when(
                shifted(WEB, 10), s -> s.after(Duration.ofMinutes(3), later -> later.rollBack("the numbers look odd")));

        assertEndsOnBlue(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    @Test
    void aReconciliationWaitsForALaggingDataPlaneBeforeItRetiresTheLeftOver() {
        Simulation simulation = lagging(spec().canary(10, Duration.ofMinutes(10)));
        simulation.when(shifted(WEB, 10), s -> s.after(Duration.ofMinutes(3), later -> later.abort("not this one")));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);
        simulation.deploy(spec().revision("shop:3").build());

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** A lag of which nobody is told is part of the drain window. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostWhileADataPlaneHidesALagWithinTheDrainWindow(boolean back) {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> world.lags(WEB, Duration.ofSeconds(105), Duration.ofSeconds(75)))
                .simulate();
        if (back) {
            simulation.when(
                    ProgressEvent.BakeStarted.class,
                    s -> s.after(Duration.ofMinutes(3), later -> later.rollBack("the numbers look odd")));
        }

        DeploymentRecord record = simulation.run();

        assertThat(record.status())
                .isEqualTo(back ? DeploymentStatus.ROLLBACK_SUCCESSFUL : DeploymentStatus.SUCCESSFUL);
        assertNothingWasLost(simulation);
    }

    /** It was let flap for 30 days, with 172,000 events in its journal. */
    @ParameterizedTest
    @CsvSource({"10, 50", "30, 30", "45, 15", "2, 3", "3, 7", "20, 5"})
    void aFlappingGreenIsRolledBackWithinMinutesAndItsJournalStaysSmall(int up, int down) {
        Simulation simulation = Scenario.of(spec().bakeTime(HOUR).build())
                .tasks(TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10))
                        .flapping(Duration.ofSeconds(up), Duration.ofSeconds(down)))
                .simulate();

        DeploymentRecord record = simulation.run();

        boolean mostlyHealthy = up > 2 * down;
        assertThat(record.status())
                .as(record.toString())
                .isIn(
                        DeploymentStatus.ROLLBACK_SUCCESSFUL,
                        mostlyHealthy ? DeploymentStatus.SUCCESSFUL : DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.events()).hasSizeLessThan(400);
        assertThat(record.took()).isLessThan(Duration.ofHours(mostlyHealthy ? 3 : 25));
        if (!mostlyHealthy) {
            assertThat(simulation.traffic(WEB).dark())
                    .as("the time in which requests were lost")
                    .isLessThan(Duration.ofMinutes(10));
        }
    }

    /** Green turns healthy and exits, in a loop: it never gets through, and is not tried for ever. */
    @ParameterizedTest
    @ValueSource(ints = {5, 20, 60})
    void aGreenThatExitsAgainAndAgainIsRolledBackWithinMinutes(int after) {
        Simulation simulation = Scenario.of(spec().bakeTime(HOUR).build())
                .tasks(TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10))
                        .exiting(Duration.ofSeconds(after)))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(30));
        assertThat(record.events()).hasSizeLessThan(400);
        assertThat(simulation.traffic(WEB).dark()).isLessThan(Duration.ofMinutes(5));
    }

    /** It failed by its deadline while all of AWS was away, without one try after the outage. */
    @ParameterizedTest
    @CsvSource({"3600, 3900", "60, 70", "60, 5400"})
    void aRollbackSurvivesAnOutageLongerThanItsDeadline(int deadline, int outage) {
        Simulation simulation = Scenario.of(
                        spec().rollback(RollbackPolicy.DEFAULT.withDeadline(Duration.ofSeconds(deadline)))
                                .build())
                .simulate();
        simulation.when(ProgressEvent.BakeStarted.class, s -> {
            s.rollBack("the numbers look odd");
            s.outOfReach(Duration.ofSeconds(outage));
        });

        assertEndsOnBlue(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    @ParameterizedTest
    @CsvSource({"3600, 3900", "60, 70"})
    void aRollbackSurvivesAJournalThatIsAwayForLongerThanItsDeadline(int deadline, int outage) {
        Simulation simulation = Scenario.of(
                        spec().rollback(RollbackPolicy.DEFAULT.withDeadline(Duration.ofSeconds(deadline)))
                                .build())
                .simulate();
        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("the numbers look odd"));
        simulation.when(ProgressEvent.RollbackStarted.class, s -> s.journalAway(Duration.ofSeconds(outage)));

        assertEndsOnBlue(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** The 15 minutes of the clean-up gate passed while nothing could be kept. */
    @ParameterizedTest
    @ValueSource(ints = {16, 60})
    void aGoodDeploymentIsNotRolledBackBecauseTheJournalWasAway(int minutes) {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(
                ProgressEvent.BakeStarted.class,
                s -> s.after(
                        Duration.ofMinutes(5).minusSeconds(1),
                        later -> later.journalAway(Duration.ofMinutes(minutes))));

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** Nor because the load balancer could not be read for longer than the gate's limit. */
    @Test
    void aGoodDeploymentIsNotRolledBackBecauseTheWorldWasAway() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.BakeEnded.class, s -> s.outOfReach(Duration.ofMinutes(20)));
        simulation.when(
                enters(LifecycleStage.BAKE_TIME),
                s -> s.after(Duration.ofMinutes(5).minusSeconds(1), later -> later.outOfReach(Duration.ofMinutes(20))));

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** {@code ROLLBACK_SUCCESSFUL} with nobody healthy anywhere said nothing of it. */
    @Test
    void aRollbackToABlueThatIsDeadSaysSoAtItsEnd() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            sicken(s, BLUE);
            sicken(s, GREEN);
            s.rollBack("the numbers look odd");
        });

        DeploymentRecord record = simulation.run();

        assertThat(end(record)).contains("0 of 2");
    }

    /** ... and neither did one to a blue with 3 of 10 healthy, after the wait for a weak blue. */
    @Test
    void aRollbackToAWeakBlueSaysSoAtItsEnd() {
        Simulation simulation = Scenario.of(spec().build()).desiredCount(10).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().sicken(SHOP, blue(s), 7);
            s.rollBack("the numbers look odd");
            s.after(Duration.ofHours(30), later -> recover(later, BLUE));
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(end(record)).contains("3 of 10");
    }

    private static String end(DeploymentRecord record) {
        List<DeploymentEvent> events = record.events();
        return events.get(events.size() - 1).toString();
    }

    /** A left-over in the serving group kept every deployment waiting to its limit. */
    @Test
    void twoRevisionsInTheServingGroupKeepNoDeploymentWaiting() {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> world.launched(SHOP, "shop:1", BLUE, new DeploymentId("d-0")))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.took()).as(record.toString()).isLessThan(Duration.ofMinutes(20));
        assertThat(record.status()).isIn(DeploymentStatus.SUCCESSFUL, DeploymentStatus.STOPPED);
        if (record.status() == DeploymentStatus.STOPPED) {
            assertThat(record.reason()).contains("shop:1#");
            assertThat(record.took()).isLessThan(Duration.ofMinutes(1));
        }
        assertThat(simulation.world().split(WEB).weights()).containsValue(0);
        assertNothingWasLost(simulation);
    }
}
