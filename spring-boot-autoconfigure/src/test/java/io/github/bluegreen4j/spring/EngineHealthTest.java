package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is healthy, and what is said when something is not. */
class EngineHealthTest {
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final SimulatedWorld world = new ShopPorts().world();
    private boolean isAway;
    private boolean isUnreadable;

    /** A journal that does not answer, or cannot decode what it has. */
    private final class BrokenJournal extends ForwardingJournal {
        BrokenJournal() {
            super(InMemoryJournal.create(time));
        }

        @Override
        public void renew(String engine, Duration length) {
            if (isAway) {
                throw new PortException(
                        new Problem(Problem.Kind.UNAVAILABLE, "renew", "journal", "connection refused"));
            }
            super.renew(engine, length);
        }

        @Override
        public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
            return super.claimAndRead(services, engine).stream()
                    .map(result -> new ClaimResult(result.service(), result.fence(), seen(result.open())))
                    .toList();
        }

        @Override
        public List<ReadResult> readAll(List<DeploymentId> deployments) {
            return seen(super.readAll(deployments));
        }

        @Override
        public Optional<History> read(DeploymentId deployment) {
            if (isUnreadable) {
                throw new PortException(nonsense(deployment));
            }
            return super.read(deployment);
        }

        private Problem nonsense(DeploymentId deployment) {
            return new Problem(Problem.Kind.REFUSED, "decode", deployment.value(), "nonsense");
        }

        private List<ReadResult> seen(List<ReadResult> read) {
            return isUnreadable
                    ? read.stream()
                            .map(one -> ReadResult.refused(one.deployment(), nonsense(one.deployment())))
                            .toList()
                    : read;
        }
    }

    private VirtualEngine engine(Journal journal) {
        return VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .journal(journal)
                        .name("one"));
    }

    private static EngineHealth.Report health(VirtualEngine virtual) {
        return new EngineHealth(virtual.engine()).report();
    }

    @Test
    void anEngineWithALeaseIsUp() {
        try (VirtualEngine virtual = engine(InMemoryJournal.create(time))) {
            assertThat(health(virtual).status()).isEqualTo("DOWN");
            assertThat(health(virtual).details().get("troubles").toString())
                    .contains("LEASE: the lease was not granted yet");
            virtual.advance(Duration.ofSeconds(1));

            assertThat(health(virtual).status()).isEqualTo("UP");
            assertThat(health(virtual).details())
                    .containsEntry("engine", "one")
                    .containsEntry("phase", "RUNNING")
                    .containsEntry("openDeployments", 0)
                    .containsKey("leaseUntil")
                    .doesNotContainKey("troubles");
        }
    }

    @Test
    void aJournalThatDoesNotAnswerIsDown() {
        try (VirtualEngine virtual = engine(new BrokenJournal())) {
            virtual.advance(Duration.ofSeconds(1));
            isAway = true;
            virtual.advance(Duration.ofSeconds(15));

            assertThat(health(virtual).status()).isEqualTo("DOWN");
            assertThat(health(virtual).details().get("troubles").toString())
                    .contains("JOURNAL: the journal has not answered for", "connection refused");
        }
    }

    @Test
    void aDeploymentInQuarantineDegradesTheEngineAndIsNamed() {
        BrokenJournal journal = new BrokenJournal();
        try (VirtualEngine first = engine(journal)) {
            first.engine()
                    .deploy(new DeploymentId("d-1"), SpecFile.parse("spec", ShopPorts.SPEC, Map.of(), defaults -> {}));
            first.advance(Duration.ofSeconds(10));
            first.kill();
        }
        isUnreadable = true;
        try (VirtualEngine second = engine(journal)) {
            second.advance(Duration.ofMinutes(2));

            assertThat(health(second).status()).isEqualTo("DEGRADED");
            assertThat(health(second).details()).containsEntry("quarantined", List.of("d-1"));
            assertThat(health(second).details().get("troubles").toString()).contains("d-1");
        }
    }

    @Test
    void anEngineThatIsClosedOrHasNotStartedIsOutOfService() {
        DeploymentEngine engine = DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .buildStopped();
        assertThat(new EngineHealth(engine).report().status()).isEqualTo("OUT_OF_SERVICE");
        assertThat(new EngineHealth(engine).report().details())
                .containsEntry("troubles", List.of("LOOP: the engine has not started yet"));

        engine.close();

        assertThat(new EngineHealth(engine).report().status()).isEqualTo("OUT_OF_SERVICE");
        assertThat(new EngineHealth(engine).report().details())
                .containsEntry("troubles", List.of("LOOP: the engine is closed"));
    }
}
