package io.github.bluegreen4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Policies of an engine: asked as other ports are, away from the loop, and nothing but a yes lets green get more weight. */
class EngineAsksPoliciesTest {
    private static DeploymentSpec spec() {
        return DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
                .revision("shop:2")
                .productionRoute("web")
                .targetGroups("one", "two")
                .canary(10, Duration.ofMinutes(1))
                .bakeTime(Duration.ofMinutes(1))
                .build();
    }

    private static DeploymentRecord ended(Simulation simulation, DeploymentStatus status) {
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(status);
        return record;
    }

    private static long waits(DeploymentRecord record, String seen) {
        return record.events().stream()
                .filter(event -> event instanceof WorkEvent.WorkWaiting waiting
                        && waiting.gate() == Gate.POLICY
                        && waiting.seen().contains(seen))
                .count();
    }

    @Test
    void aFreezeWindowHoldsGreenUntilItIsOver() {
        // The simulation begins on 1 March 2026 at 3:00 UTC.
        Policy freeze = Policy.freeze(ZoneOffset.UTC)
                .window(
                        "release day",
                        LocalDateTime.parse("2026-03-01T00:00"),
                        LocalDateTime.parse("2026-03-01T04:00"));
        Simulation simulation = Scenario.of(spec()).policy("freeze", freeze).simulate();

        DeploymentRecord record = ended(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(waits(record, "freeze: release day is a freeze window, until 2026-03-01T04:00:00Z"))
                .isEqualTo(1);
        assertThat(record.events())
                .filteredOn(event -> event instanceof WorkEvent.RouteShifted)
                .allMatch(event -> !event.at().toString().startsWith("2026-03-01T03"));
    }

    @Test
    void everyPolicyIsAskedAndNamed() {
        AtomicReference<PolicyAnswer> first = new AtomicReference<>(PolicyAnswer.no("not yet"));
        AtomicReference<PolicyAnswer> second = new AtomicReference<>(PolicyAnswer.unknown("nobody knows"));
        Simulation simulation = Scenario.of(spec())
                .policy("first", request -> first.get())
                .policy("second", request -> second.get())
                .simulate();
        simulation.after(Duration.ofMinutes(10), then -> first.set(PolicyAnswer.yes()));
        simulation.after(Duration.ofMinutes(20), then -> second.set(PolicyAnswer.yes()));

        DeploymentRecord record = ended(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(waits(record, "first: not yet; second: unknown: nobody knows"))
                .isEqualTo(1);
    }

    @Test
    void aPolicyThatBreaksHasNotSaidYes() {
        AtomicInteger asked = new AtomicInteger();
        Simulation simulation = Scenario.of(spec())
                .policy("broken", request -> {
                    if (asked.incrementAndGet() < 5) {
                        throw new IllegalStateException("no connection");
                    }
                    return PolicyAnswer.yes();
                })
                .simulate();

        DeploymentRecord record = ended(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(waits(record, "broken: unknown: it failed with")).isEqualTo(1);
        assertThat(asked).hasValueGreaterThanOrEqualTo(6);
    }

    @Test
    void aPolicyThatAnswersNullHasNotSaidYes() {
        AtomicInteger asked = new AtomicInteger();
        Simulation simulation = Scenario.of(spec())
                .policy("silent", request -> asked.incrementAndGet() < 3 ? null : PolicyAnswer.yes())
                .simulate();

        assertThat(waits(ended(simulation, DeploymentStatus.SUCCESSFUL), "silent: unknown: it failed with"))
                .isEqualTo(1);
    }

    @Test
    void aPolicyThatHangsHoldsGreenAndNothingElse() {
        Simulation simulation = Scenario.of(spec())
                .policy("slow", request -> PolicyAnswer.yes())
                .simulate();
        simulation.faults().on(Operation.ASK_POLICIES).nth(1).happens(Fault.HANGS);

        DeploymentRecord record = ended(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(waits(record, "")).isEqualTo(1);
    }

    @Test
    void aRollbackAsksNobody() {
        AtomicReference<PolicyAnswer> answer = new AtomicReference<>(PolicyAnswer.yes());
        Simulation simulation =
                Scenario.of(spec()).policy("mood", request -> answer.get()).simulate();
        simulation.when(WorkEvent.RouteShifted.class, then -> {
            answer.set(PolicyAnswer.no("never again"));
            then.after(Duration.ofSeconds(30), later -> later.rollBack("it does not sell"));
        });

        assertThat(ended(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL).cause())
                .contains(RollbackCause.REQUESTED);
    }

    @Test
    void aStoppedLineHoldsEveryDeploymentUntilItIsResumed() {
        Simulation simulation = Scenario.of(spec()).simulate();
        simulation.when(WorkEvent.RouteShifted.class, then -> {
            then.stopTheLine("checkout fails");
            then.after(Duration.ofHours(2), Simulation::resumeTheLine);
        });

        DeploymentRecord record = ended(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(waits(record, "the line is stopped by somebody")).isEqualTo(1);
        assertThat(waits(record, ": checkout fails")).isEqualTo(1);
    }

    @Test
    void aStoppedLineHoldsNoRollback() {
        Simulation simulation = Scenario.of(spec()).simulate();
        simulation.when(WorkEvent.RouteShifted.class, then -> {
            then.stopTheLine("checkout fails");
            then.after(Duration.ofMinutes(5), later -> later.rollBack("it does not sell"));
        });

        assertThat(ended(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL).cause())
                .contains(RollbackCause.REQUESTED);
    }

    @Test
    void whoStopsTheLineSaysWhoAndWhy() {
        Journal journal = InMemoryJournal.create();

        assertThatThrownBy(() -> Deployments.in(journal).stopTheLine("checkout fails"))
                .hasMessageContaining("actor: is missing");
        assertThatThrownBy(() -> Deployments.in(journal).by("alice").stopTheLine(" "))
                .hasMessageContaining("reason: ");
        Deployments.in(journal).by("alice").stopTheLine("checkout fails");
        assertThat(Deployments.in(journal).line()).hasValueSatisfying(line -> {
            assertThat(line.stopped()).isTrue();
            assertThat(line.by().actor()).isEqualTo("alice");
        });
        Deployments.in(journal).by("bob").resumeTheLine("");
        assertThat(Deployments.in(journal).line().orElseThrow().stopped()).isFalse();
    }
}
