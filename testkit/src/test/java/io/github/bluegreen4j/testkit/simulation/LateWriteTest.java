package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A router like Elastic Load Balancing compares and then writes. An engine dies in between, and its write arrives up to five minutes
 * later, when its successor has gone on: no request is lost, and at the end everything is on whoever lives.
 */
class LateWriteTest {
    private static final Duration DOWN = Duration.ofSeconds(1);

    private static DeploymentSpec quick() {
        return DeploymentSpec.blueGreen(SimulatedShop.SHOP)
                .revision(SimulatedShop.NEW)
                .productionRoute(WEB)
                .targetGroups(BLUE, GREEN)
                .canary(10, Duration.ofSeconds(30))
                .bakeTime(Duration.ofSeconds(30))
                .build();
    }

    /** An engine dies at that write, which arrives so much later. */
    private Simulation simulation(int nth, Duration late) {
        Simulation simulation = Scenario.of(quick()).load(50).bestEffort().simulate();
        simulation.killAtWrite(nth, late, DOWN);
        return simulation;
    }

    static Stream<Arguments> arrivals() {
        return Stream.of(1, 2)
                .flatMap(nth -> Stream.of(20L, 45L, 70L, 100L, 150L, 220L, 299L)
                        .map(late -> Arguments.of(nth, Duration.ofSeconds(late))));
    }

    private void everythingIsOnWhoeverLives(Simulation simulation, DeploymentRecord record) {
        // Nobody sent anything that could arrive later than that.
        simulation.advance(Duration.ofMinutes(6));
        assertNothingWasLost(simulation);
        TrafficSplit split = simulation.world().split(WEB);
        TargetGroupRef serving = record.status() == DeploymentStatus.SUCCESSFUL ? GREEN : BLUE;
        assertThat(record.status()).isIn(DeploymentStatus.SUCCESSFUL, DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(split.isAllOn(serving)).as(split + "\n" + simulation.story()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void aWriteThatArrivesAfterTheTakeOverHurtsNobody(int nth, Duration late) {
        try (Simulation simulation = simulation(nth, late)) {
            everythingIsOnWhoeverLives(simulation, simulation.run());
        }
    }

    /** The rollback looks at its routes while a late write may arrive: a green that is dead does not serve until it is retired. */
    @Test
    void aWriteThatArrivesAfterARollbackIsPutRightWithinAWatch() {
        try (Simulation simulation = simulation(2, Duration.ofSeconds(150))) {
            simulation.when(ProgressEvent.EngineResumed.class, resumed -> resumed.rollBack("changed my mind"));

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).as(record.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            Instant found = record.events().stream()
                    .filter(event -> event instanceof WorkEvent.WorkWaiting waiting && waiting.gate() == Gate.NO_WEIGHT)
                    .map(DeploymentEvent::at)
                    .findFirst()
                    .orElseThrow();
            Instant resumed = record.when(ProgressEvent.EngineResumed.class).orElseThrow();
            assertThat(Duration.between(resumed, found)).isBetween(Duration.ofSeconds(115), Duration.ofSeconds(135));
            assertEndsOnBlue(simulation, record);
        }
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void aWriteThatArrivesDuringARollbackHurtsNobody(int nth, Duration late) {
        try (Simulation simulation = simulation(nth, late)) {
            simulation.when(ProgressEvent.EngineResumed.class, resumed -> resumed.rollBack("changed my mind"));
            everythingIsOnWhoeverLives(simulation, simulation.run());
        }
    }

    /** A rollback that leaves a route of somebody else alone does not retire green. It did not wait for the late write either. */
    @Test
    void aRollbackThatLeavesARouteAloneAlsoRestoresWhatALateWriteChanged() {
        RouteRef test = new RouteRef("test");
        DeploymentSpec spec = DeploymentSpec.blueGreen(SimulatedShop.SHOP)
                .revision(SimulatedShop.NEW)
                .productionRoute(WEB)
                .testRoute(test)
                .targetGroups(BLUE, GREEN)
                .canary(10, Duration.ofSeconds(30))
                .bakeTime(Duration.ofSeconds(30))
                .build();
        try (Simulation simulation = Scenario.of(spec)
                .world(world -> world.addRoute(test, SimulatedShop.ALL_ON_BLUE))
                .bestEffort()
                .simulate()) {
            simulation.killAtWrite(3, Duration.ofSeconds(200), DOWN);
            simulation.when(ProgressEvent.EngineResumed.class, resumed -> {
                resumed.rewrite(test, new TrafficSplit(Map.of(new TargetGroupRef("somebody-elses-group"), 1)));
                resumed.rollBack("changed my mind");
            });

            DeploymentRecord record = simulation.run();

            assertThat(record.count(WorkEvent.RouteLeftAlone.class)).isPositive();
            assertThat(record.status()).as(record.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(simulation.world().split(WEB).isAllOn(BLUE))
                    .as(simulation.story())
                    .isTrue();
        }
    }

    /** Blue falls sick as soon as it has production back, so that the test route waits for it while the write arrives. */
    private Simulation whileTheTestRouteWaitsForBlue() {
        Simulation simulation =
                Scenario.of(SimulatedShop.spec().build()).bestEffort().simulate();
        simulation.killAtWrite(2, Duration.ofSeconds(100), DOWN);
        simulation.when(ProgressEvent.EngineResumed.class, resumed -> resumed.rollBack("changed my mind"));
        simulation.when(WorkEvent.RouteRestored.class, restored -> SimulatedShop.sicken(restored, BLUE));
        return simulation;
    }

    /** It claimed that production was back on blue. */
    @Test
    void aWriteThatArrivesWhileTheTestRouteWaitsForBlueIsSeen() {
        try (Simulation simulation = whileTheTestRouteWaitsForBlue()) {
            DeploymentRecord record = simulation.run();

            assertThat(record.status()).as(record.story()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
            assertThat(simulation.world().split(WEB).isAllOn(GREEN)).isTrue();
        }
    }

    @Test
    void aWriteThatArrivedWhileTheTestRouteWaitedForBlueIsUndoneAsSoonAsBlueLives() {
        try (Simulation simulation = whileTheTestRouteWaitsForBlue()) {
            simulation.when(
                    WorkEvent.RouteRestored.class,
                    restored -> restored.after(Duration.ofMinutes(3), later -> SimulatedShop.recover(later, BLUE)));

            DeploymentRecord record = simulation.run();

            assertEndsOnBlue(simulation, record);
            List<Instant> restored = record.events().stream()
                    .filter(event -> event instanceof WorkEvent.RouteRestored one
                            && one.reading().route().equals(WEB))
                    .map(DeploymentEvent::at)
                    .toList();
            assertThat(Duration.between(restored.get(0), restored.get(1)))
                    .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
        }
    }

    /** Two seeds of the campaign in which it claimed so. */
    @ParameterizedTest
    @ValueSource(longs = {7_000_105_954L, 8_000_090_140L})
    void aRollbackThatWaitsForItsTestRouteDoesNotClaimThatProductionIsBack(long seed) {
        Campaign.ofAnything().from(seed).seeds(1).run().orThrow();
    }

    /** The world was out of reach from before the late write arrived until the rollback ran out of time: it claimed success. */
    @Test
    void aLateWriteThatNobodyCouldSeeIsLookedForBeforeARollbackClaimsSuccess() {
        Campaign.ofAnything().from(1_922_786_104).seeds(1).run().orThrow();
    }

    private static List<Optional<Instant>> waits(DeploymentRecord record) {
        return record.events().stream()
                .filter(ProgressEvent.EngineResumed.class::isInstance)
                .map(event -> ((ProgressEvent.EngineResumed) event).lateUntil())
                .toList();
    }

    private static Duration afterLastTakeOver(DeploymentRecord record) {
        Instant last = record.events().stream()
                .filter(ProgressEvent.EngineResumed.class::isInstance)
                .map(DeploymentEvent::at)
                .reduce((before, after) -> after)
                .orElseThrow();
        return Duration.between(
                last, record.when(ProgressEvent.DeploymentEnded.class).orElseThrow());
    }

    /** An atomic router refuses a late write. */
    @Test
    void behindAnAtomicRouterNothingIsWaitedFor() {
        try (Simulation simulation = Scenario.of(quick()).simulate()) {
            simulation.killDuring(Operation.WRITE_ROUTE, 2, DOWN);
            DeploymentRecord record = simulation.run();

            assertThat(waits(record)).containsExactly(Optional.empty());
            assertThat(afterLastTakeOver(record)).isLessThan(Duration.ofMinutes(3));
            assertEndsOnGreen(simulation, record);
        }
    }

    @Test
    void withoutAWriteUnderWayNothingIsWaitedFor() {
        try (Simulation simulation = Scenario.of(quick()).bestEffort().simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, bakes -> bakes.killAndRestart(DOWN));
            DeploymentRecord record = simulation.run();

            assertThat(waits(record)).containsExactly(Optional.empty());
            assertThat(afterLastTakeOver(record)).isLessThan(Duration.ofMinutes(3));
            assertEndsOnGreen(simulation, record);
        }
    }

    /** The time between the second engine's last event and the take-over has passed; what was left before is waited for. */
    @Test
    void aSecondTakeOverWaitsOnlyForWhatIsLeft() {
        try (Simulation simulation = simulation(2, Duration.ofSeconds(20))) {
            simulation.when(
                    ProgressEvent.BakeEnded.class,
                    bakes -> bakes.after(Duration.ofMinutes(2), later -> later.killAndRestart(DOWN)));
            DeploymentRecord record = simulation.run();

            List<Optional<Instant>> waits = waits(record);
            assertThat(waits).hasSize(2).allMatch(Optional::isPresent);
            assertThat(Duration.between(waits.get(0).orElseThrow(), waits.get(1).orElseThrow()))
                    .as(record.story())
                    .isBetween(Duration.ZERO, Duration.ofMinutes(4));
            Instant first = record.when(ProgressEvent.EngineResumed.class).orElseThrow();
            assertThat(waits.get(0)).contains(first.plus(Duration.ofMinutes(6)));
        }
    }

    /** The gate's limit counts from the end of the wait. */
    @Test
    void theWaitTakesNothingOfTheGatesLimitAndIsDescribed() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(SimulatedShop.SHOP)
                .revision(SimulatedShop.NEW)
                .productionRoute(WEB)
                .targetGroups(BLUE, GREEN)
                .bakeTime(Duration.ofSeconds(30))
                .limits(DeploymentLimits.DEFAULTS
                        .withCleanUpGate(Duration.ofSeconds(20))
                        .withClosing(Duration.ofSeconds(20)))
                .build();
        try (Simulation simulation = Scenario.of(spec).bestEffort().simulate()) {
            List<String> described = new ArrayList<>();
            simulation.killAtWrite(1, Duration.ofSeconds(1), DOWN);
            simulation.when(
                    ProgressEvent.BakeEnded.class,
                    ended -> ended.after(
                            Duration.ofMinutes(1),
                            waits -> described.addAll(waits.engine()
                                    .describe(waits.record().id())
                                    .orElseThrow()
                                    .waitingFor())));
            DeploymentRecord record = simulation.run();

            Instant until = waits(record).get(0).orElseThrow();
            assertThat(described)
                    .contains("LATE_WRITE web: a write that an earlier engine had under way may arrive until " + until
                            + "; before that nothing is retired and the deployment does not end");
            assertThat(record.when(ProgressEvent.CleanUpGateOpened.class).orElseThrow())
                    .isAfterOrEqualTo(until);
            assertEndsOnGreen(simulation, record);
        }
    }
}
