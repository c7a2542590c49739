package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a deployment that was refused before anything was touched, when it is ordered again under its id. */
class EngineRefusesTest {
    private static final String MISSING = "checkout-5xx";

    private final EngineFixture fixture = new EngineFixture();

    private static DeploymentSpec faulty() {
        return spec().alarm(MISSING).build();
    }

    private void mend() {
        fixture.world.alarm(MISSING, AlarmReading.State.OK);
    }

    private void refused(VirtualEngine virtual) {
        Deployment deployment = virtual.engine().deploy(ID, faulty());
        assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(fixture.world.calls("launch")).as("launches").isZero();
        assertThat(head().wakeUp()).as("the time to wake up").isEmpty();
    }

    private Journal.Head head() {
        return fixture.journal.read(ID).orElseThrow().head();
    }

    private void assertDeployed(VirtualEngine virtual, Deployment deployment, int orders) {
        assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(fixture.world.calls("launch")).as("launches").isEqualTo(1);
        List<DeploymentEvent> events = fixture.journal.read(ID).orElseThrow().events();
        assertThat(events)
                .as("orders in the journal")
                .filteredOn(ProgressEvent.DeploymentCreated.class::isInstance)
                .hasSize(orders);
        assertThat(events)
                .as("ends in the journal")
                .filteredOn(ProgressEvent.DeploymentEnded.class::isInstance)
                .hasSize(orders);
        assertThat(fixture.journal.list(Optional.of(SERVICE)))
                .extracting(Journal.Head::deployment)
                .containsExactly(ID);
    }

    @Test
    void aRefusalDoesNotBurnTheIdWhenTheFaultIsMended() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            refused(virtual);
            refused(virtual);
            mend();
            assertDeployed(virtual, virtual.engine().deploy(ID, faulty()), 3);
        }
    }

    @Test
    void aRefusalDoesNotBurnTheIdForAnotherSpecification() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            refused(virtual);
            assertDeployed(virtual, virtual.engine().deploy(ID, spec().build()), 2);
        }
    }

    @Test
    void aRefusalDoesNotBurnTheIdForAnotherEngine() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            refused(one);
            Deployment again = other.engine().deploy(ID, spec().build());
            assertDeployed(other, again, 2);
            one.advance(Duration.ofMinutes(1));
            assertThat(run(one, one.engine().deploy(ID, spec().build())))
                    .as("the status of the same id at the first engine")
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertDeployed(other, again, 2);
        }
    }

    @Test
    void aRefusalDoesNotBurnTheIdWhenTheEngineDiesBeforeTheNextOrderIsKept() {
        VirtualEngine dead = fixture.engine("a");
        refused(dead);
        dead.calls().fate(call -> call.operation() == CallRunner.Operation.OPEN ? Fate.hangs() : Fate.answered());
        dead.engine().deploy(ID, spec().build());
        dead.runUntilIdle();
        dead.kill();
        assertThat(head().wakeUp()).as("the time to wake up").isEmpty();

        try (VirtualEngine heir = fixture.engine("b")) {
            assertDeployed(heir, heir.engine().deploy(ID, spec().build()), 2);
        }
    }

    @Test
    void aRefusalDoesNotBurnTheIdWhenTheEngineDiesAfterTheNextOrderIsKept() {
        VirtualEngine dead = fixture.engine("a");
        refused(dead);
        // The order is kept, and nothing that follows it is answered.
        dead.calls().fate(call -> call.operation().isOfJournal() ? Fate.answered() : Fate.hangs());
        dead.engine().deploy(ID, spec().build());
        dead.runUntilIdle();
        assertThat(head().wakeUp()).as("the time to wake up").isPresent();
        dead.kill();
        assertThat(fixture.world.calls("launch")).as("launches").isZero();

        try (VirtualEngine heir = fixture.engine("b")) {
            heir.advanceUntil(() -> heir.engine().find(ID).isPresent(), Duration.ofMinutes(2));
            assertDeployed(heir, heir.engine().find(ID).orElseThrow(), 2);
        }
    }

    @Test
    void aRefusalDoesNotBurnTheIdForOneThatWaitsBehindALaterDeployment() {
        DeploymentId later = new DeploymentId("d-2");
        VirtualEngine dead = fixture.engine("a");
        refused(dead);
        dead.engine()
                .deploy(
                        later,
                        spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                                .build());
        dead.runUntilIdle();
        dead.engine().deploy(ID, spec().concurrency(ConcurrencyPolicy.QUEUE).build());
        dead.runUntilIdle();
        assertThat(head().wakeUp()).as("the time to wake up").contains(fixture.time.wall());
        dead.kill();

        try (VirtualEngine heir = fixture.engine("b")) {
            heir.advanceUntil(() -> heir.engine().find(ID).isPresent(), Duration.ofMinutes(2));
            Deployment waiting = heir.engine().find(ID).orElseThrow();
            assertThat(waiting.status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(heir.engine().find(later).orElseThrow().abort("enough")).isNotNull();
            assertThat(run(heir, waiting)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }
}
