package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.time.Fate;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Ports, hooks and journals whose code returns null or throws what nobody expects: each call of each operation, once. */
class CarelessPortsTest {
    private static final Set<Fault> CARELESS =
            EnumSet.of(Fault.RETURNS_NULL, Fault.THROWS_NULL_POINTER, Fault.THROWS_ERROR);
    private static final int CALLS = 6;

    private static Scenario scenario() {
        return Scenario.of(spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                        .alarm("errors")
                        .build())
                .autoscaled();
    }

    private static DeploymentRecord run(Consumer<Simulation> story) {
        try (Simulation simulation = scenario().simulate()) {
            story.accept(simulation);
            return simulation.run();
        }
    }

    private static void everyCallOfEach(Set<Operation> operations, Set<Fault> faults) {
        Set<Operation> called = EnumSet.copyOf(operations);
        called.removeAll(scenario().missing());
        for (Operation operation : called) {
            for (Fault fault : faults) {
                if (fault.befalls(operation)) {
                    for (int nth = 1; nth <= CALLS; nth++) {
                        int number = nth;
                        DeploymentRecord record = run(simulation ->
                                simulation.faults().on(operation).nth(number).happens(fault));
                        assertThat(record.status().isTerminal())
                                .as("%s befalls %s number %d", fault, operation, nth)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void noPortAndNoHookKeepsADeploymentFromItsEnd() {
        everyCallOfEach(EnumSet.range(Operation.DESCRIBE, Operation.INVOKE_HOOK), CARELESS);
    }

    @Test
    void noJournalThatThrowsKeepsADeploymentFromItsEnd() {
        everyCallOfEach(
                EnumSet.range(Operation.APPEND, Operation.RELEASE),
                EnumSet.of(Fault.THROWS_NULL_POINTER, Fault.THROWS_ERROR));
    }

    @Test
    void noJournalThatReturnsNullKeepsADeploymentFromItsEnd() {
        everyCallOfEach(EnumSet.range(Operation.APPEND, Operation.RELEASE), EnumSet.of(Fault.RETURNS_NULL));
    }

    @Test
    void anAssertionErrorOfAHookIsAnOutcomeOfTheHook() {
        try (Simulation simulation = scenario().simulate()) {
            simulation
                    .faults()
                    .on(Operation.INVOKE_HOOK)
                    .always()
                    .becomes(() -> Fate.throwsBefore(new AssertionError("the cart is empty")));
            assertThat(simulation.run().cause()).isPresent();
            assertThat(simulation.story()).contains("the cart is empty");
        }
    }

    @Test
    void aBrokenInvariantEndsTheRunWhereverItIsFound() {
        Scenario scenario = scenario().hook("smoke-test", invocation -> {
            WorldInvariant.I4.require(false, () -> "planted");
            return HookResult.succeeded();
        });
        try (Simulation simulation = scenario.simulate()) {
            assertThatThrownBy(simulation::run)
                    .isInstanceOf(BrokenInvariantError.class)
                    .hasMessageContaining("planted");
        }
    }
}
