package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Three thousand services in five Regions, with unmodified engines in virtual time. */
class ManyServicesInWavesTest {
    private static final int MANY = 3_000;

    private static RolloutSpec inWaves(String revision) {
        return RolloutSpec.builder()
                .waves(RolloutSpec.waves(FleetSimulation.specs(revision, 0, MANY), 5, 50, 500).stream()
                        .map(wave -> wave.soak(Duration.ofMinutes(10)))
                        .toList())
                .concurrency(300)
                .build();
    }

    @Test
    void aBadChangeIsStoppedInItsFirstWave() {
        try (FleetSimulation fleet = new FleetSimulation()) {
            fleet.start();
            fleet.rollouts.start("bad", inWaves("shop:bad"));

            RolloutDescription end = fleet.untilEnded("bad", Duration.ofHours(2));

            assertThat(end.status()).isEqualTo(RolloutStatus.FAILED);
            assertThat(fleet.journal.list(Optional.empty()))
                    .as("deployments that were ordered")
                    .hasSize(5);
            assertThat(fleet.journal.list(Optional.empty()).stream().map(Journal.Head::service))
                    .as("one in each Region")
                    .allMatch(service -> Fleet.REGIONS.stream().anyMatch(service.cluster()::contains))
                    .extracting(service -> service.cluster().split(":", -1)[3])
                    .containsExactlyInAnyOrderElementsOf(Fleet.REGIONS);
            assertThat(List.of("bad.1.1", "bad.1.5"))
                    .allMatch(id -> fleet.status(id) == DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(end.history().get(end.history().size() - 1).sentence())
                    .startsWith("The rollout ended FAILED: 0 successful, 5 failed, 2995 not started");
            System.out.print(end.toText());
        }
    }

    @Test
    void aGoodChangeReachesAllOfThem() {
        try (FleetSimulation fleet = new FleetSimulation()) {
            long began = System.nanoTime();
            fleet.start();
            fleet.rollouts.start("good", inWaves("shop:2"));

            RolloutDescription end = fleet.untilEnded("good", Duration.ofHours(12));

            assertThat(end.status()).isEqualTo(RolloutStatus.SUCCESSFUL);
            assertThat(fleet.journal.list(Optional.empty()))
                    .hasSize(MANY)
                    .allMatch(head -> head.wakeUp().isEmpty());
            System.out.printf(
                    "3,000 services in %s of virtual time took %d ms%n",
                    fleet.time.sinceStart(), (System.nanoTime() - began) / 1_000_000);
            System.out.print(end.toText());
        }
    }
}
