package io.github.bluegreen4j.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EqualPartsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    private final EqualParts parts = new EqualParts();

    /** A deployment as it is read from a journal: nothing of it is the same object as in another one. */
    private static DeploymentState read(String service, int minutes) {
        DeploymentSpec spec = DeploymentSpec.blueGreen(new ServiceRef("prod", service))
                .revision("checkout:42")
                .productionRoute("production")
                .targetGroups("first", "second")
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .bakeTime(Duration.ofMinutes(minutes))
                .limits(DeploymentLimits.DEFAULTS.withDrain(Duration.ofSeconds(7)))
                .build();
        return Workflow.standard()
                .fold(List.of(new ProgressEvent.DeploymentCreated(
                        NOW, new DeploymentId("d-" + service), spec, Optional.empty())));
    }

    private static DeploymentSpec spec(DeploymentState state) {
        return state.running().orElseThrow().identity().spec();
    }

    @Test
    void whatIsEqualIsOneObjectAndNothingElseChanges() {
        DeploymentState one = parts.shared(read("checkout", 15));
        DeploymentState other = parts.shared(read("payment", 15));

        assertThat(spec(other).limits()).isSameAs(spec(one).limits());
        assertThat(spec(other).hooks()).isSameAs(spec(one).hooks());
        assertThat(spec(other).bakeTime()).isSameAs(spec(one).bakeTime());
        assertThat(one).isEqualTo(read("checkout", 15));
        assertThat(other).isEqualTo(read("payment", 15));
    }

    /** A fleet of very different services must not make the engine keep all that it has ever seen. */
    @Test
    void whatWasNotUsedForLongIsForgotten() {
        DeploymentState old = parts.shared(read("checkout", 15));
        for (int minutes = 16; minutes < 1_400; minutes++) {
            DeploymentState unused = parts.shared(read("checkout", minutes));
        }
        DeploymentState again = parts.shared(read("checkout", 15));

        assertThat(again).isEqualTo(old);
        assertThat(spec(again).bakeTime())
                .as("the part that was forgotten")
                .isNotSameAs(spec(old).bakeTime());
        assertThat(spec(again).limits())
                .as("a part that was always used")
                .isSameAs(spec(old).limits());
    }
}
