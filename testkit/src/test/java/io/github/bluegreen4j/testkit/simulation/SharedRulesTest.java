package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.TEST;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How others treated the rules of a load balancer that is not theirs alone. */
class SharedRulesTest {
    private static final RouteRef API = new RouteRef("api");
    private static final RouteRef ADMIN = new RouteRef("admin");

    /** PipeCD, read in code: a shift that matched no rule counted as success. */
    @Test
    void aShiftOfARuleThatIsGoneIsNoSuccess() {
        LifecycleStage stage = LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
        Simulation simulation = Scenario.of(spec().pause(stage, Duration.ofMinutes(1), TimeoutAction.CONTINUE)
                        .build())
                .simulate();
        simulation.when(enters(stage), s -> s.world().removeRoute(WEB));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        assertThat(record.cause()).contains(RollbackCause.DRIFT);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("route web"));
        assertThat(record.count(WorkEvent.RouteShifted.class))
                .as("the test rule alone")
                .isEqualTo(1);
    }

    /** PipeCD, read in code: the same with a rule that was never there. */
    @Test
    void aRuleThatDoesNotExistIsNamedBeforeAnythingIsTouched() {
        Simulation simulation = Scenario.of(spec().productionRoute("misspelt").build())
                .world(world -> world.removeRoute(new RouteRef("misspelt")))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains("misspelt");
        assertThat(simulation.world().changes()).isEmpty();
    }

    private static Scenario shared(DeploymentSpec spec) {
        TargetGroupRef theirs = new TargetGroupRef("somebody-elses-group");
        return Scenario.of(spec).world(world -> {
            world.addRoute(new RouteRef("theirs-on-blue"), ALL_ON_BLUE);
            world.addRoute(new RouteRef("theirs-alone"), TrafficSplit.allOn(theirs, BLUE));
            world.rewriteTerms(WEB, "if host is shop.example and path is /*, after sign-in");
        });
    }

    private static List<String> others(Simulation simulation) {
        return simulation.world().routes().stream()
                .filter(route -> route.startsWith("theirs"))
                .toList();
    }

    /** PipeCD, read in code: every rule of a shared load balancer was rewritten. */
    @Test
    void theOtherRulesOfASharedLoadBalancerStayAsTheyWere() {
        for (boolean back : new boolean[] {false, true}) {
            Simulation simulation =
                    shared(spec().otherRoute("theirs-on-blue").build()).simulate();
            List<String> before = others(simulation);
            String terms = simulation.world().terms(WEB);
            if (back) {
                simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.rollBack("there and back"));
            }

            DeploymentRecord record = simulation.run();

            assertThat(record.status())
                    .isEqualTo(back ? DeploymentStatus.ROLLBACK_SUCCESSFUL : DeploymentStatus.SUCCESSFUL);
            assertThat(others(simulation)).isEqualTo(before).hasSize(2);
            assertThat(simulation.world().terms(WEB)).isEqualTo(terms);
            assertThat(simulation.world().changes().stream().filter(change -> change.startsWith("write")))
                    .allMatch(change ->
                            change.startsWith("write " + WEB + " ") || change.startsWith("write " + TEST + " "));
        }
    }

    /** PipeCD, read in code: the group stickiness of a rule was dropped by the first write. */
    @Test
    void theStickinessOfARuleSurvivesEveryWrite() {
        Duration sticky = Duration.ofMinutes(10);
        Simulation simulation = Scenario.of(spec().canary(10, Duration.ofMinutes(5))
                        .allowStickiness(sticky)
                        .build())
                .world(world -> world.stick(WEB, Optional.of(sticky)))
                .simulate();
        String before = simulation.world().terms(WEB);

        assertEndsOnGreen(simulation, simulation.run());

        assertThat(before).contains("sticky");
        assertThat(simulation.world().terms(WEB)).isEqualTo(before);
        assertNothingWasLost(simulation);
    }

    /** PipeCD, read in code: a failure at the n-th rule left the ones before it shifted, and the others not. */
    @Test
    void aFailureAtOneOfThreeRulesLeavesNoHalfShiftedSet() {
        for (int nth = 2; nth <= 4; nth++) {
            Simulation simulation = Scenario.of(
                            spec().productionRoute(API).productionRoute(ADMIN).build())
                    .simulate();
            // The first write is that of the test rule.
            simulation.faults().on(Operation.WRITE_ROUTE).nth(nth).happens(Fault.FAILS);

            DeploymentRecord record = simulation.run();

            assertEndsOnBlue(simulation, record);
            assertThat(record.cause()).contains(RollbackCause.REFUSED);
            for (RouteRef route : List.of(WEB, API, ADMIN, TEST)) {
                assertThat(simulation.world().split(route).weightOf(GREEN))
                        .as(route.id())
                        .isZero();
                assertThat(simulation.traffic(route).lost()).as(route.id()).isZero();
            }
        }
    }

    /** PipeCD, read in code: the same on the way back. The rule that cannot be written is named, all others are restored. */
    @Test
    void aRuleThatCannotBeRestoredIsNamedAndKeepsNoOtherFromBeingRestored() {
        Simulation simulation = Scenario.of(
                        spec().productionRoute(API).productionRoute(ADMIN).build())
                .simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().removeRoute(API);
            s.rollBack("one of three is gone");
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("route api") && name.contains("does not exist"));
        assertThat(simulation.world().split(WEB).isAllOn(BLUE)).isTrue();
        assertThat(simulation.world().split(ADMIN).isAllOn(BLUE)).isTrue();
        assertNothingWasLost(simulation);
    }
}
