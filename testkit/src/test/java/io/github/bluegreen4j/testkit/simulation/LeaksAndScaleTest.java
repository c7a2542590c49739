package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.NEW;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.revisions;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others left behind, and what they cost where there were many. */
class LeaksAndScaleTest {

    /**
     * pipe-cd/pipecd#4692: crashes left orphaned task sets, until the service's limit of five blocked every deployment. Here
     * the engine dies after each of six launches without having heard of it, and somebody orders again each time.
     */
    @Test
    void crashesDoNotPileUpOrphansUntilNothingCanBeLaunched() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        AtomicInteger most = new AtomicInteger();
        for (int nth = 1; nth <= 6; nth++) {
            simulation.killAt(Operation.LAUNCH, nth, false, s -> {
                s.kill();
                s.after(Duration.ofMinutes(2), later -> {
                    most.accumulateAndGet(revisions(later).size(), Math::max);
                    later.startEngine();
                    later.deploy();
                });
            });
        }

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.id()).isEqualTo(new DeploymentId("d-7"));
        assertThat(simulation.world().calls("launch")).isEqualTo(7);
        assertThat(most).as("revisions at once").hasValue(2);
        assertNothingWasLost(simulation);
    }

    /** aws-samples/ecs-bg-external-controller#6: four orphans and the old one were five, and every deployment failed at once. */
    @Test
    void fourOrphansOfEarlierDeploymentsDoNotBlockTheNextOne() {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> {
                    for (int i = 1; i <= 4; i++) {
                        world.launched(SHOP, NEW, GREEN, new DeploymentId("crashed-" + i));
                    }
                })
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.visited()).startsWith(LifecycleStage.RECONCILE_SERVICE);
        assertThat(record.count(WorkEvent.LeftOverRetired.class)).isEqualTo(4);
        assertNothingWasLost(simulation);
    }

    /** aws-samples/ecs-bg-external-controller#6: what nobody of ours has launched is not ours to retire. */
    @Test
    void revisionsOfOthersAreNamedAndNotTouched() {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> {
                    for (int i = 1; i <= 4; i++) {
                        world.addRevision(SHOP, "blue", BLUE);
                    }
                })
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains("service.revisions", "allowed: only the serving revision");
        assertThat(revisions(simulation)).hasSize(5);
        assertThat(simulation.world().changes()).isEmpty();
        assertThat(record.took()).isLessThan(Duration.ofMinutes(5));
        assertNothingWasLost(simulation);
    }

    /** spinnaker/spinnaker#3419: 340 DescribeTargetHealth calls a minute were throttled. Here a bake needs five. */
    @Test
    void aBakePollsTheHealthOfItsTwoGroupsTwoOrThreeTimesAMinuteAndNoMoreOften() {
        Simulation simulation =
                Scenario.of(spec().bakeTime(Duration.ofHours(2)).build()).simulate();
        AtomicInteger before = new AtomicInteger();
        simulation.when(ProgressEvent.BakeStarted.class, s -> {
            s.after(Duration.ofMinutes(5), later -> before.set(later.world().calls("health")));
            s.after(
                    Duration.ofMinutes(65),
                    later -> assertThat(later.world().calls("health") - before.get())
                            .as("calls in an hour")
                            .isBetween(60, 5 * 60 + 20));
        });

        assertEndsOnGreen(simulation, simulation.run());
    }

    /** spinnaker/spinnaker#3419: and where its looks are turned away for a while, the bake waits, and ends all the same. */
    @Test
    void aBakeWhoseLooksAreThrottledForAWhileIsNotTakenForABadOne() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation
                .faults()
                .on(Operation.READ_HEALTH)
                .between(Duration.ofMinutes(2), Duration.ofMinutes(8))
                .happens(Fault.THROTTLED);

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.count(ProgressEvent.BakePaused.class)).isEqualTo(1);
        assertNothingWasLost(simulation);
    }

    /** spinnaker/spinnaker#3419: the same where every second look is turned away, for ever. */
    @Test
    void aDeploymentWhoseEverySecondLookIsThrottledComesToItsEnd() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.faults().on(Operation.READ_HEALTH).always().happens(Fault.FLAPS);

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    /** aws/containers-roadmap#2664: users could not tell what was waiting, and why. */
    @Test
    void whatADeploymentWaitsForIsSaidInWords() {
        AtomicBoolean looked = new AtomicBoolean();
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.world().sicken(SHOP, green(s), 1));
        simulation.when(
                WorkEvent.WorkWaiting.class,
                s -> s.after(Duration.ofMinutes(1), later -> {
                    var view = later.engine()
                            .find(later.record().id())
                            .orElseThrow()
                            .view();
                    assertThat(view.lifecycleStage()).contains(LifecycleStage.BAKE_TIME);
                    assertThat(view.waitingFor()).anyMatch(text -> text.contains("CAPACITY"));
                    assertThat(view.nextDeadline()).isPresent();
                    looked.set(true);
                }));

        DeploymentRecord record = simulation.run();

        assertThat(looked).isTrue();
        assertThat(record.events())
                .filteredOn(WorkEvent.WorkWaiting.class::isInstance)
                .extracting(event ->
                        ((WorkEvent.WorkWaiting) event).seen() + ", wanted " + ((WorkEvent.WorkWaiting) event).wanted())
                .contains(
                        "1 healthy (2 tasks wanted, 2 running, 0 pending, 0 failed), wanted at least 2 healthy targets of green");
    }

    /** aws/containers-roadmap#2664: errors were generic. All that is wrong is named, with what is allowed. */
    @Test
    void everythingThatKeepsADeploymentFromStartingIsNamedAtOnce() {
        Simulation simulation = Scenario.of(spec().alarm("no-such-alarm").build())
                .world(world -> {
                    world.removeAlarm("no-such-alarm");
                    world.stick(WEB, Optional.of(Duration.ofHours(1)));
                    world.desire(SHOP, 0);
                })
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason())
                .contains("desiredCount", "productionRoutes[0]: \"web\" pins clients", "no-such-alarm", "allowed");
        assertThat(simulation.world().changes()).isEmpty();
    }

    /** argoproj/argo-rollouts#4571: metrics labelled by deployment ate the memory of the controller, rollout by rollout. */
    @Test
    void anEngineForgetsWhatHasLongEnded() {
        Simulation simulation = Scenario.of(spec().build()).load(0).simulate();
        simulation.world().desire(SHOP, 0);
        for (int i = 0; i < 1_100; i++) {
            simulation.deploy();
            simulation.time().runUntilIdle();
        }
        List<DeploymentRecord> records = simulation.records();
        assertThat(records).hasSize(1_100).allMatch(record -> record.status().isTerminal());

        assertThat(simulation.engine().list()).hasSize(1_000);
        assertThat(simulation.engine().find(records.get(0).id())).isEmpty();
        assertThat(simulation.engine().describe(records.get(0).id()))
                .as("the journal still knows it")
                .hasValueSatisfying(view -> assertThat(view.status()).isEqualTo(DeploymentStatus.STOPPED));
        assertThat(simulation.engine().deploy(records.get(0).id(), spec().build()))
                .isNotNull();
        simulation.time().runUntilIdle();
        assertThat(simulation.engine().find(records.get(0).id()))
                .as("a refused deployment may be ordered again: it is inspected anew, and refused again")
                .hasValueSatisfying(handle -> assertThat(handle.status()).isEqualTo(DeploymentStatus.STOPPED));
        assertThat(simulation.engine().list()).hasSize(1_000);
    }
}
