package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
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
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.revisions;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.shifted;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong when others deleted, scaled or used what a deployment works with. */
class BrokenByOthersTest {
    private static final RouteRef THEIRS = new RouteRef("theirs");
    private static final Duration SOON = Duration.ofMinutes(10);

    private static DeploymentSpec.Builder canary() {
        return spec().canary(10, Duration.ofMinutes(20));
    }

    private static void assertEndedSoonNaming(DeploymentRecord record, String what) {
        assertThat(record.took()).as(record.toString()).isLessThan(SOON);
        assertThat(record.status()).isNotEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.reason() + record.leftOvers()).contains(what);
    }

    /** It was waited for like one that can't be read, for 24 hours. */
    @ParameterizedTest
    @EnumSource(names = {"SCALE_UP", "POST_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT"})
    void aDeletedTargetGroupEndsTheStageAtOnce(LifecycleStage stage) {
        DeploymentSpec.Builder spec = spec();
        if (stage != LifecycleStage.SCALE_UP) {
            spec.pause(stage, Duration.ofMinutes(5), TimeoutAction.CONTINUE);
        }
        Simulation simulation = Scenario.of(spec.build()).simulate();
        simulation.when(
                enters(stage),
                s -> s.after(Duration.ofSeconds(5), later -> later.world().removeGroup(GREEN)));

        DeploymentRecord record = simulation.run();

        assertEndedSoonNaming(record, GREEN.id());
        assertThat(simulation.world().split(WEB).isAllOn(BLUE)).isTrue();
        assertNothingWasLost(simulation);
    }

    @Test
    void aTargetGroupThatIsDeletedWhileGreenIsBakedEndsTheBakeAtOnce() {
        Simulation simulation =
                Scenario.of(spec().bakeTime(Duration.ofHours(12)).build()).simulate();
        simulation.when(
                ProgressEvent.BakeStarted.class,
                s -> s.after(Duration.ofMinutes(1), later -> later.world().removeGroup(GREEN)));

        DeploymentRecord record = simulation.run();

        assertEndedSoonNaming(record, GREEN.id());
        assertThat(simulation.world().split(WEB).isAllOn(BLUE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"})
    void aDeletedServiceEndsTheStageAtOnce(LifecycleStage stage) {
        Simulation simulation = Scenario.of(canary().build()).simulate();
        simulation.when(
                enters(stage),
                s -> s.after(Duration.ofSeconds(5), later -> later.world().removeService(SHOP)));

        assertEndedSoonNaming(simulation.run(), SHOP.name());
    }

    @Test
    void aGreenThatSomebodyDeletesWhileItComesUpEndsTheStageAtOnce() {
        Simulation simulation = Scenario.of(spec().build())
                .tasks(TaskBehaviour.healthy(Duration.ofMinutes(2), Duration.ZERO))
                .simulate();
        simulation.when(
                enters(LifecycleStage.SCALE_UP),
                s -> s.after(Duration.ofSeconds(30), later -> later.world().removeRevision(SHOP, green(later))));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isLessThan(SOON);
        assertNothingWasLost(simulation);
    }

    @Test
    void aGreenThatSomebodyDeletesInACanaryStepIsRolledBackAtOnce() {
        Simulation simulation = Scenario.of(canary().build()).simulate();
        simulation.when(
                shifted(WEB, 10),
                s -> s.after(Duration.ofSeconds(30), later -> later.world().removeRevision(SHOP, green(later))));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isLessThan(SOON);
        assertThat(simulation.traffic(WEB).dark())
                .as("the time in which a tenth of the requests was lost")
                .isLessThan(Duration.ofMinutes(2));
    }

    /** Blue was retired although nothing but blue could still serve. */
    @Test
    void blueIsKeptWhenSomebodyDeletesGreenDuringCleanUp() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.CLEAN_UP), s -> s.world().removeRevision(SHOP, green(s)));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains("the runtime does not describe green");
        assertThat(revisions(simulation)).hasSize(1);
    }

    /** What is gone is left alone and named, the rest is restored. */
    @Test
    void aRollbackRestoresWhatIsLeftWhenOneOfItsRoutesIsDeleted() {
        RouteRef api = new RouteRef("api");
        Simulation simulation = Scenario.of(spec().productionRoute(api).build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().removeRoute(WEB);
            s.rollBack("the numbers look odd");
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("web"));
        assertThat(simulation.world().split(api)).isEqualTo(ALL_ON_BLUE);
        assertThat(simulation.traffic(api).lost()).isZero();
    }

    @Test
    void aRollbackWhoseGreenIsDeletedIsDone() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.rollBack("the numbers look odd"));
        simulation.when(
                ProgressEvent.RollbackStarted.class,
                s -> s.after(Duration.ofSeconds(10), later -> later.world().removeRevision(SHOP, green(later))));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.took()).isLessThan(SOON);
    }

    /** The desired count read 2 and the scale was 0 %: a rollback called it scaled, and an hour of production was dark. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBlueScaledToZeroIsBroughtBackByARollback(boolean scalesRevisions) {
        Simulation simulation = Scenario.of(canary().build())
                .world(world -> world.scalesRevisions(SHOP, scalesRevisions))
                .simulate();
        simulation.when(
                shifted(WEB, 10),
                s -> s.after(Duration.ofMinutes(1), later -> {
                    later.world().rescale(SHOP, blue(later), 0);
                    later.rollBack("the numbers look odd");
                }));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(tasks(simulation, blue(simulation))).isEqualTo(2);
        assertThat(record.took()).isLessThan(SOON);
        assertThat(simulation.traffic(WEB).dark())
                .as("the time in which blue's nine tenths were lost: its tasks need 30 s")
                .isLessThan(Duration.ofMinutes(1));
        simulation.world().desire(SHOP, 4);
        assertThat(tasks(simulation, blue(simulation))).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBlueScaledToZeroIsBroughtBackBeforeItGetsProductionBack(boolean scalesRevisions) {
        Simulation simulation = Scenario.of(spec().build())
                .world(world -> world.scalesRevisions(SHOP, scalesRevisions))
                .simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().rescale(SHOP, blue(s), 0);
            s.rollBack("the numbers look odd");
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(tasks(simulation, blue(simulation))).isEqualTo(2);
        assertThat(record.took()).isLessThan(SOON);
        assertNothingWasLost(simulation);
    }

    /** A reconciliation brings it back, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBlueScaledToZeroIsBroughtBackByTheNextDeployment(boolean scalesRevisions) {
        Simulation simulation = Scenario.of(canary().build())
                .world(world -> world.scalesRevisions(SHOP, scalesRevisions))
                .simulate();
        simulation.when(shifted(WEB, 10), s -> s.abort("not this one"));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);
        simulation.world().rescale(SHOP, blue(simulation), 0);
        simulation.deploy(spec().revision("shop:3").build());

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(simulation.traffic(WEB).dark()).isLessThan(Duration.ofMinutes(1));
    }

    private static void addTheirs(SimulatedWorld world) {
        world.addRoute(THEIRS, new TrafficSplit(Map.of(BLUE, 1)));
        world.load(THEIRS, 100);
    }

    /** 61,000 requests were lost, without a warning. */
    @Test
    void aRuleOfOthersKeepsItsRevision() {
        Simulation simulation =
                Scenario.of(spec().build()).world(BrokenByOthersTest::addTheirs).simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(record.toString()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains(THEIRS.id());
        assertThat(simulation.world().changes()).isEmpty();
        simulation.time().advance(SOON);
        assertThat(simulation.traffic(THEIRS).lost()).isZero();
    }

    @Test
    void aRuleOfOthersThatComesInTheBakeKeepsItsRevision() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.BakeStarted.class, s -> addTheirs(s.world()));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(record.toString()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.reason()).contains(THEIRS.id());
        simulation.time().advance(SOON);
        assertThat(simulation.traffic(THEIRS).lost()).isZero();
        assertNothingWasLost(simulation);
    }

    @Test
    void aRuleOfOthersThatGoesInTimeHoldsUpNothing() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.BakeStarted.class, s -> addTheirs(s.world()));
        simulation.when(
                ProgressEvent.BakeEnded.class,
                s -> s.after(Duration.ofMinutes(5), later -> later.world().removeRoute(THEIRS)));

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    @Test
    void aRuleOfOthersThatTheSpecificationNamesIsTheirs() {
        Simulation simulation = Scenario.of(spec().otherRoute(THEIRS).build())
                .world(BrokenByOthersTest::addTheirs)
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
        assertThat(simulation.world().split(THEIRS)).isEqualTo(new TrafficSplit(Map.of(BLUE, 1)));
    }

    /** Both can't hold: it was accepted, and ended the deployment in the middle of its pause. */
    @Test
    void aPauseThatIsLongerThanItsDeploymentIsRefused() {
        assertThatThrownBy(() -> spec().pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(2), TimeoutAction.ROLLBACK)
                        .limits(DeploymentLimits.DEFAULTS.withDeployment(Duration.ofHours(1)))
                        .build())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("limits.deployment");
    }
}
