package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.NEW;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.metrics.MetricFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Deployments whose green is compared with blue, with the same engine as in production. */
class AnalysisTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Scenario scenario(AnalysisPolicy policy) {
        return Scenario.of(spec().canary(5, MINUTE).analysis(policy).build());
    }

    private static Scenario scenario() {
        return scenario(AnalysisPolicy.STANDARD);
    }

    private static Scenario behaving(GreenBehaviour behaviour) {
        return scenario().world(world -> world.metrics().behaves(NEW, behaviour));
    }

    private static List<WatchEvent.GreenJudged> judgements(DeploymentRecord record) {
        return record.events().stream()
                .filter(WatchEvent.GreenJudged.class::isInstance)
                .map(WatchEvent.GreenJudged.class::cast)
                .toList();
    }

    private static String told(DeploymentRecord record) {
        Narrator narrator = new Narrator();
        return record.events().stream()
                .map(event -> narrator.tell(event).text())
                .collect(Collectors.joining("\n"));
    }

    private static Duration between(
            DeploymentRecord record, Class<? extends DeploymentEvent> from, Class<? extends DeploymentEvent> to) {
        return Duration.between(record.when(from).orElseThrow(), record.when(to).orElseThrow());
    }

    @Test
    void aGreenThatIsAsGoodAsBlueGoesOnOnceThatIsKnown() {
        Simulation simulation = scenario().simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.count(WatchEvent.EvidenceAwaited.class)).isEqualTo(1);
        assertThat(judgements(record))
                .extracting(judged -> judged.judgement().answer())
                .contains(Judgement.Answer.UNKNOWN, Judgement.Answer.NOT_WORSE)
                .doesNotContain(Judgement.Answer.WORSE);
        assertThat(between(record, WatchEvent.EvidenceAwaited.class, ProgressEvent.DeploymentEnded.class))
                .isLessThan(Duration.ofMinutes(30));
    }

    @Test
    void aGreenWithMoreErrorsIsRolledBackWithTheEvidence() {
        Simulation simulation = behaving(new GreenBehaviour(1, 0.03, 1)).simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.ANALYSIS);
        assertThat(record.reason()).contains("errors: green ", ": worse (evidence ", ", 200 is enough)");
        assertThat(between(record, WatchEvent.ComparisonStarted.class, ProgressEvent.RollbackStarted.class))
                .isLessThan(Duration.ofMinutes(6));
    }

    @Test
    void aGreenThatIsThreeTimesSlowerIsRolledBack() {
        Simulation simulation = behaving(new GreenBehaviour(1, 0, 3)).simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.ANALYSIS);
        assertThat(record.reason()).contains("p99 latency: green ", ": worse");
    }

    @Test
    void aDayOnWhichBothAreBadIsNoRollback() {
        Simulation simulation = scenario()
                .world(world -> world.metrics()
                        .generate(
                                WEB,
                                MetricConditions.ORDINARY.withErrorRate(0.05).withShocksPerHour(6),
                                7))
                .simulate();

        assertThat(simulation.run().cause()).isNotEqualTo(Optional.of(RollbackCause.ANALYSIS));
    }

    @Test
    void withoutTrafficTheStepWaitsUntilItsLimitAndThenTheDeploymentRollsBack() {
        Simulation simulation = scenario()
                .world(world -> world.metrics().generate(WEB, MetricConditions.ORDINARY.withRequestsPerSecond(0.01), 1))
                .simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.EVIDENCE_TIMED_OUT);
        assertThat(record.reason()).contains("did not show within PT1H", "not known yet");
        assertThat(between(record, WatchEvent.EvidenceAwaited.class, ProgressEvent.RollbackStarted.class))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void ifThePolicySaysSoTheStepGoesOnWithoutEvidenceAtItsLimit() {
        Simulation simulation = scenario(
                        AnalysisPolicy.STANDARD.withEvidenceLimit(Duration.ofMinutes(10), TimeoutAction.CONTINUE))
                .world(world -> world.metrics().generate(WEB, MetricConditions.ORDINARY.withRequestsPerSecond(0.01), 1))
                .simulate();
        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(between(record, WatchEvent.EvidenceAwaited.class, WatchEvent.EvidenceWaived.class))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void withoutTheGateNoStepWaitsButAWorseGreenIsStillRolledBack() {
        Simulation fine = scenario(AnalysisPolicy.STANDARD.withGate(false)).simulate();
        DeploymentRecord record = fine.run();
        assertThat(record.count(WatchEvent.EvidenceAwaited.class)).isZero();
        assertEndsOnGreen(fine, record);

        Simulation bad = Scenario.of(spec().canary(5, Duration.ofMinutes(10))
                        .analysis(AnalysisPolicy.STANDARD.withGate(false))
                        .build())
                .world(world -> world.metrics().behaves(NEW, new GreenBehaviour(1, 0.03, 1)))
                .simulate();
        assertThat(bad.run().cause()).contains(RollbackCause.ANALYSIS);
    }

    @Test
    void withRollbackOffAWorseGreenStopsTheDeployment() {
        Simulation simulation = scenario(AnalysisPolicy.STANDARD.withRollback(false))
                .world(world -> world.metrics().behaves(NEW, new GreenBehaviour(1, 0.03, 1)))
                .simulate();
        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains("ANALYSIS", "its rollback is off");
        assertThat(simulation.world().split(WEB).shareOf(GREEN)).isEqualTo(5);
    }

    @Test
    void aGreenThatBreaksOnlyUnderALargerShareIsFoundInThatStep() {
        Simulation simulation = Scenario.of(spec().strategy(TrafficStrategy.steps(List.of(
                                new TrafficStrategy.Step(Percent.of(5), MINUTE),
                                new TrafficStrategy.Step(Percent.of(50), MINUTE),
                                new TrafficStrategy.Step(Percent.of(100), MINUTE))))
                        .analysis()
                        .build())
                .simulate();
        simulation.when(
                event -> event instanceof WatchEvent.ComparisonStarted started && started.step() == 2,
                now -> now.world().metrics().behaves(NEW, new GreenBehaviour(5, 0.01, 1)));
        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.ANALYSIS);
        assertThat(judgements(record)
                        .get(judgements(record).size() - 1)
                        .judgement()
                        .step())
                .isEqualTo(2);
    }

    /** What is unknown never advances a step and never rolls back by itself. */
    @Test
    void metricsThatCannotBeReadHoldTheStepAndNothingElse() {
        Simulation simulation = scenario().simulate();
        simulation
                .faults()
                .on(Operation.READ_METRICS)
                .between(Duration.ZERO, Duration.ofMinutes(40))
                .happens(Fault.THROTTLED);
        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(between(record, WatchEvent.EvidenceAwaited.class, ProgressEvent.DeploymentEnded.class))
                .isGreaterThan(Duration.ofMinutes(35));
        assertThat(told(record)).contains("It is unknown whether green is not worse than blue");
    }

    @Test
    void missingAndLatePointsDelayTheAnswerAndDoNotChangeIt() {
        Simulation simulation = scenario()
                .world(world -> world.metrics().faults(new MetricFaults(Duration.ofMinutes(2), 0.3, 0.3, 1)))
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
    }

    /** Both groups' errors are wrong by the same factor: their ratio is not. */
    @Test
    void aMistakenUnitOfBothGroupsIsNoRollback() {
        Simulation simulation = scenario()
                .world(world -> world.metrics().faults(new MetricFaults(Duration.ofSeconds(30), 0, 0, 10)))
                .simulate();

        assertThat(simulation.run().cause().filter(RollbackCause.ANALYSIS::equals))
                .isEmpty();
    }

    /** The evidence is in the metrics, so an engine that takes over knows as much as the one that died. */
    @Test
    void anEngineThatTakesOverJudgesByTheSameEvidence() {
        Simulation simulation = scenario().engines(2).simulate();
        simulation.when(WatchEvent.EvidenceAwaited.class::isInstance, Simulation::kill);
        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(record.count(WatchEvent.ComparisonStarted.class)).isEqualTo(1);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(40));
    }

    @Test
    void aStrategyWithoutAStepInWhichBothServeIsRefused() {
        assertThatThrownBy(() -> spec().analysis().build())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("analysis: \"enabled\"")
                .hasMessageContaining("a strategy with a step in which blue and green both serve");
    }

    @Test
    void theStoryTellsWhatTheMetricsShowed() {
        Simulation simulation = behaving(new GreenBehaviour(1, 0.03, 1)).simulate();
        DeploymentRecord record = simulation.run();

        assertThat(told(record))
                .contains("From now on the metrics of green and blue are compared in step 1.")
                .contains("The step waits for evidence that green is not worse than blue")
                .contains("Green is worse than blue after ");
        assertThat(record.when(WatchEvent.GreenJudged.class))
                .map(Instant.EPOCH::isBefore)
                .contains(true);
    }

    /** In flight, in the next step, while it rolls back, and after the end. */
    @Test
    void aDescriptionHasTheLastJudgementAtEveryVersion() {
        assertThat(lastJudgement(Scenario.of(spec().linear(40, MINUTE)
                                .analysis(AnalysisPolicy.STANDARD)
                                .build())
                        .simulate()
                        .run()))
                .isEqualTo(Judgement.Answer.NOT_WORSE);
        assertThat(lastJudgement(
                        behaving(new GreenBehaviour(1, 0.03, 1)).simulate().run()))
                .isEqualTo(Judgement.Answer.WORSE);
    }

    private static Judgement.Answer lastJudgement(DeploymentRecord record) {
        List<DeploymentEvent> events = record.events();
        Optional<DeploymentDescription.Analysis> last = Optional.empty();
        for (int version = 1; version <= events.size(); version++) {
            if (events.get(version - 1) instanceof WatchEvent.GreenJudged judged) {
                last = Optional.of(new DeploymentDescription.Analysis(judged.at(), judged.judgement()));
            }
            assertThat(DeploymentSnapshot.of(events.subList(0, version))
                            .description()
                            .analysis())
                    .as("version %d", version)
                    .isEqualTo(last);
        }
        return last.orElseThrow().judgement().answer();
    }
}
