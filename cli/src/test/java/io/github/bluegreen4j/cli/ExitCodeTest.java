package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static final Instant AT = Instant.parse("2026-11-29T03:10:00Z");
    private static final String WEAK = "checkout-1 (blue) serves production with 3 of 10 healthy targets";

    private static DeploymentEvent created() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision("checkout:2")
                .productionRoute("rule")
                .targetGroups("a", "b")
                .build();
        return new ProgressEvent.DeploymentCreated(AT, new DeploymentId("d-1"), spec);
    }

    private static DeploymentEvent refused() {
        return new ProgressEvent.DeploymentRefused(
                AT, List.of(new InvalidSpecException.Fault("alarms", "nope", "an alarm that exists")));
    }

    private static DeploymentEvent ended(DeploymentStatus status, String... warnings) {
        return new ProgressEvent.DeploymentEnded(AT, status, "", List.of(), List.of(), List.of(warnings));
    }

    @Test
    void aRollbackThatLeavesProductionWeakIsNotAsBefore() {
        assertThat(ExitCode.of(List.of(created(), ended(DeploymentStatus.ROLLBACK_SUCCESSFUL))))
                .isEqualTo(1);
        assertThat(ExitCode.of(List.of(created(), ended(DeploymentStatus.ROLLBACK_SUCCESSFUL, WEAK))))
                .isEqualTo(3);
    }

    @Test
    void aSuccessWithWarningsIsNone() {
        assertThat(ExitCode.of(List.of(created(), ended(DeploymentStatus.SUCCESSFUL))))
                .isZero();
        assertThat(ExitCode.of(List.of(created(), ended(DeploymentStatus.SUCCESSFUL, WEAK))))
                .isEqualTo(3);
    }

    @Test
    void theOrderAfterARefusedOneCounts() {
        List<DeploymentEvent> refused = List.of(created(), refused(), ended(DeploymentStatus.STOPPED));
        assertThat(ExitCode.of(refused)).isEqualTo(2);

        assertThat(ExitCode.of(List.of(
                        created(),
                        refused(),
                        ended(DeploymentStatus.STOPPED),
                        created(),
                        ended(DeploymentStatus.SUCCESSFUL))))
                .isZero();
        assertThat(ExitCode.of(List.of(
                        created(),
                        refused(),
                        ended(DeploymentStatus.STOPPED),
                        created(),
                        ended(DeploymentStatus.STOPPED))))
                .as("stopped, and not refused")
                .isEqualTo(3);
    }
}
