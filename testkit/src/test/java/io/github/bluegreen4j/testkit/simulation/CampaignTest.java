package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A campaign judges a user's deployments by their own limits. */
class CampaignTest {

    @Test
    void aDeploymentMayTakeAsLongAsItsLimitsAllow() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(Checkout.SPEC.service())
                .revision("checkout:42")
                .productionRoute(Checkout.PRODUCTION)
                .targetGroups("first", "second")
                .limits(DeploymentLimits.DEFAULTS.withStage(Duration.ofHours(14)))
                .build();
        CampaignReport report = Campaign.of(() -> Scenario.of(spec).tasks(TaskBehaviour.unhealthy()))
                .seeds(2)
                .run()
                .orThrow();
        assertThat(report.causes()).containsKey(RollbackCause.STAGE_TIMED_OUT);
    }
}
