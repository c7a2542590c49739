package io.github.bluegreen4j.testkit.junit;

import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.bluegreen4j.testkit.assertj.SimulationAssertions;
import io.github.bluegreen4j.testkit.fault.Faults;
import io.github.bluegreen4j.testkit.simulation.Checkout;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What a test asks for it is given, and what went wrong is told. */
class SimulationExtensionTest implements SimulatedTest {
    private Simulation before;

    @Override
    public Scenario scenario() {
        return Checkout.scenario();
    }

    @BeforeEach
    void prepare(Simulation simulation) {
        before = simulation;
    }

    @Test
    void allThatATestIsGivenIsOfOneSimulation(
            Simulation simulation, SimulatedWorld world, VirtualTime time, Faults faults, TestInfo ofJUnit) {
        assertThat(simulation).isSameAs(before);
        assertThat(world).isSameAs(simulation.world());
        assertThat(time).isSameAs(simulation.time());
        assertThat(faults).isSameAs(simulation.faults());
        assertThat(ofJUnit.getDisplayName()).contains("Simulation");
    }

    @Test
    void aSimulationIsOfTheScenarioOfItsClass(Simulation simulation) {
        assertThat(simulation.run().status()).isEqualTo(SUCCESSFUL);
        assertThat(simulation.scenario().spec()).isEqualTo(Checkout.SPEC);
    }

    @Nested
    class Inside implements SimulatedTest {
        @Override
        public Scenario scenario() {
            return Checkout.scenario().desiredCount(7);
        }

        @Test
        void theScenarioOfTheInnermostClassCounts(SimulatedWorld world) {
            assertThat(world.describe(Checkout.SPEC.service()).desiredCount()).isEqualTo(7);
        }
    }

    @Nested
    class InsideWithoutAScenario {
        @Test
        void theScenarioOfTheOuterClassCounts(SimulatedWorld world) {
            assertThat(world.describe(Checkout.SPEC.service()).desiredCount()).isEqualTo(2);
        }
    }

    static class Failing implements SimulatedTest {
        static final Set<Simulation> GIVEN = new HashSet<>();

        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Test
        void fails(Simulation simulation) {
            GIVEN.add(simulation);
            simulation.run();
            fail("expected more");
        }

        @Test
        void tellsItself(Simulation simulation) {
            GIVEN.add(simulation);
            SimulationAssertions.assertThat(simulation.run()).endedIn();
        }

        @Test
        void passes(Simulation simulation) {
            GIVEN.add(simulation);
            simulation.run();
        }

        @Test
        void isAborted(Simulation simulation) {
            GIVEN.add(simulation);
            simulation.run();
            Assumptions.abort();
        }
    }

    @Test
    void aTestThatFailsPrintsTheStoryUnlessItsFailureTellsItAndEveryTestHasASimulationOfItsOwn() {
        Failing.GIVEN.clear();
        JupiterRun run = JupiterRun.of(Failing.class);

        assertThat(run.failure("fails(Simulation)")).hasMessage("expected more");
        assertThat(run.failure("tellsItself(Simulation)")).hasMessageContaining("somebody orders d-1");
        assertThat(run.result("passes(Simulation)").getStatus()).isEqualTo(Status.SUCCESSFUL);
        assertThat(run.result("isAborted(Simulation)").getStatus()).isEqualTo(Status.ABORTED);
        assertThat(run.printed())
                .startsWith("The story of Failing.fails:\n  0:00:00.000 * somebody orders d-1\n")
                .contains("d-1 == SCALE_UP\n", "> route production: first=100 second=0 -> first=900 second=100\n")
                .containsOnlyOnce("The story of")
                .doesNotContain("seed");
        assertThat(Failing.GIVEN).hasSize(4);
        assertThat(Failing.GIVEN).allMatch(simulation -> simulation.livingEngines() == 0);
    }

    @ExtendWith(SimulationExtension.class)
    static class WithoutAScenario {
        @Test
        void asks(VirtualTime time) {}
    }

    static class OfNull implements SimulatedTest {
        @Override
        public Scenario scenario() {
            return null;
        }

        @Test
        void asks(VirtualTime time) {}
    }

    static class OfAnotherType implements SimulatedTest {
        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Test
        void asks(DeploymentRecord record) {}
    }

    static class BeforeAllTests implements SimulatedTest {
        @BeforeAll
        static void asks(Simulation simulation) {}

        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Test
        void nothing() {}
    }

    static class AtItsConstruction implements SimulatedTest {
        AtItsConstruction(Simulation simulation) {}

        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Test
        void asks() {}
    }

    static class NoSeeds implements SimulatedTest {
        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Seeds(count = 0)
        void asks(Simulation simulation) {}
    }

    static class SeedsOfNothing implements SimulatedTest {
        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @Seeds(count = 1)
        void asks() {}
    }

    private static DynamicTest mistake(
            Class<?> tests, String where, Class<? extends Exception> exception, String... message) {
        return DynamicTest.dynamicTest(
                tests.getSimpleName(),
                () -> assertThat(JupiterRun.of(tests).failure(where))
                        .isInstanceOf(exception)
                        .hasMessageContainingAll(message));
    }

    @TestFactory
    Stream<DynamicTest> aMistakeIsNamedWithWhatIsWanted() {
        return Stream.of(
                mistake(
                        WithoutAScenario.class,
                        "asks(VirtualTime)",
                        ParameterResolutionException.class,
                        "WithoutAScenario has no scenario to simulate",
                        "let it implement io.github.bluegreen4j.testkit.junit.SimulatedTest"),
                mistake(
                        OfNull.class,
                        "asks(VirtualTime)",
                        ParameterResolutionException.class,
                        "OfNull.scenario() returned null; wanted: a Scenario"),
                mistake(
                        OfAnotherType.class,
                        "asks(DeploymentRecord)",
                        ParameterResolutionException.class,
                        "parameter: \"DeploymentRecord\" is not allowed",
                        "allowed: Simulation, SimulatedWorld, VirtualTime and Faults"),
                mistake(
                        BeforeAllTests.class,
                        "SimulationExtensionTest$BeforeAllTests",
                        ParameterResolutionException.class,
                        "parameter: \"Simulation\" is not allowed in",
                        "BeforeAllTests.asks",
                        "every test has a simulation of its own"),
                mistake(
                        AtItsConstruction.class,
                        "asks()",
                        ParameterResolutionException.class,
                        "parameter: \"Simulation\" is not allowed in",
                        "AtItsConstruction(",
                        "every test has a simulation of its own"),
                mistake(
                        NoSeeds.class,
                        "asks(Simulation)",
                        ExtensionConfigurationException.class,
                        "@Seeds: \"count 0\" is not allowed; allowed: 1 or more"),
                mistake(
                        SeedsOfNothing.class,
                        "seed 1",
                        ExtensionConfigurationException.class,
                        "SeedsOfNothing.asks has seeds and takes no Simulation"));
    }
}
