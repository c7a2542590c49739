package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Engines that share a journal: what one orders while another runs something, and who has a service. */
class EngineSharesTest {
    private static final DeploymentId SECOND_ID = new DeploymentId("d-2");

    private final EngineFixture fixture = new EngineFixture();

    private static DeploymentSpec paused() {
        return spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .build();
    }

    private static DeploymentSpec rejecting() {
        return spec().concurrency(ConcurrencyPolicy.REJECT).build();
    }

    private static void assertRejected(Deployment deployment) {
        assertThat(deployment.completion())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DeploymentEngine.RejectedException.class)
                .withMessageContaining("REJECT");
    }

    @Test
    void withRejectADeploymentThatAnotherEngineRunsCounts() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            Deployment first = one.engine().deploy(ID, paused());
            one.runUntilIdle();
            Deployment refused = other.engine().deploy(SECOND_ID, rejecting());
            other.runUntilIdle();

            assertRejected(refused);
            assertThat(fixture.journal.read(SECOND_ID)).as("what was kept").isEmpty();
            assertThat(other.engine().find(SECOND_ID)).isEmpty();

            assertThat(first.abort("enough")).isNotNull();
            assertThat(run(one, first)).isEqualTo(DeploymentStatus.STOPPED);
            Deployment accepted = other.engine().deploy(SECOND_ID, rejecting());
            assertThat(run(other, accepted)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void withRejectADeploymentThatADeadEngineLeftCounts() {
        VirtualEngine dead = fixture.engine("a");
        dead.engine().deploy(ID, paused());
        dead.runUntilIdle();
        dead.kill();
        fixture.time.advance(Duration.ofMinutes(5));
        try (VirtualEngine heir = fixture.engine("b")) {
            Deployment refused = heir.engine().deploy(SECOND_ID, rejecting());
            heir.runUntilIdle();

            assertRejected(refused);
            assertThat(heir.engine().find(ID)).as("what it takes over").isPresent();
        }
    }

    @Test
    void withRejectADeploymentThatIsOrderedLaterIsNoReasonToRefuseThisOne() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment first = virtual.engine().deploy(ID, rejecting());
            Deployment second = virtual.engine()
                    .deploy(
                            SECOND_ID,
                            spec().concurrency(ConcurrencyPolicy.QUEUE).build());

            assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(run(virtual, second)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void theSameIdOrderedElsewhereIsTheSameDeploymentWhateverItsPolicy() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            DeploymentSpec spec = spec().concurrency(ConcurrencyPolicy.REJECT)
                    .pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                    .build();
            Deployment first = one.engine().deploy(ID, spec);
            one.runUntilIdle();
            Deployment same = other.engine().deploy(ID, spec);
            other.runUntilIdle();
            assertThat(same.completion()).isNotDone();

            assertThat(first.abort("enough")).isNotNull();
            assertThat(run(one, first)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(run(other, same)).isEqualTo(DeploymentStatus.STOPPED);
        }
    }

    @Test
    void anEngineThatIsToldOfAnEndedDeploymentDoesNotKeepItsService() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            assertThat(run(one, one.engine().deploy(ID, spec().build()))).isEqualTo(DeploymentStatus.SUCCESSFUL);
            other.engine().deploy(ID, spec().build());
            other.runUntilIdle();

            one.engine().deploy(SECOND_ID, spec().build());
            one.runUntilIdle();
            assertThat(fixture.journal.read(SECOND_ID))
                    .as("the next deployment")
                    .isPresent();
        }
    }

    @Test
    void aDeploymentThatEndsWhileTheNextOneIsOnItsWayDoesNotTakeTheServiceFromIt() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment first = virtual.engine().deploy(ID, paused());
            virtual.runUntilIdle();
            virtual.calls()
                    .fate(call -> call.text().equals("read " + SECOND_ID)
                            ? Fate.answeredAfter(Duration.ofSeconds(2))
                            : Fate.answered());
            Deployment second = virtual.engine().deploy(SECOND_ID, spec().build());
            virtual.runUntilIdle();
            assertThat(first.abort("make room")).isNotNull();

            assertThat(run(virtual, second)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void aRenewalAfterASuspensionDoesNotHideThatTheLeaseWasLost() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(1));
            AtomicInteger claims = new AtomicInteger();
            virtual.calls().fate(call -> {
                claims.addAndGet(call.operation() == CallRunner.Operation.CLAIM ? 1 : 0);
                return Fate.answered();
            });
            fixture.time.jumpWall(Duration.ofHours(1));
            // Nothing is decided meanwhile: the first to see the clocks is the renewal.
            virtual.advance(Duration.ofSeconds(11));

            assertThat(claims).as("claims of the service").hasPositiveValue();
        }
    }

    /** They would claim the same services at the same time, and all but one in vain. */
    @Test
    void theHeirsOfAnEngineWithManyDeploymentsBeginAtDifferentPlaces() {
        int many = 600;
        fixture.addServices(many);
        VirtualEngine dead = fixture.engine("dead");
        for (int i = 0; i < many; i++) {
            dead.engine()
                    .deploy(new DeploymentId("many-" + i), EngineFixture.paused(EngineFixture.service(i), "-" + i));
        }
        dead.advance(Duration.ofSeconds(1));
        dead.kill();
        Map<String, ServiceRef> first = new HashMap<>();
        Journal watched = new ForwardingJournal(fixture.journal) {
            @Override
            public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
                first.putIfAbsent(engine, services.get(0));
                return super.claimAndRead(services, engine);
            }
        };
        for (String name : List.of("b", "c", "d")) {
            VirtualEngine heir =
                    VirtualEngine.of(fixture.time, fixture.builder(watched).name(name));
            heir.advance(Duration.ofMinutes(2));
            heir.kill();
        }

        assertThat(first).hasSize(3);
        assertThat(first.values()).doesNotHaveDuplicates();
    }
}
