package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a deployment names what somebody else started meanwhile. */
class StrangersAtTheEndTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final TargetGroupRef FIRST = new TargetGroupRef("first");
    private static final TargetGroupRef SECOND = new TargetGroupRef("second");

    private static List<String> warnings(TargetGroupRef group) {
        Simulation simulation = Scenario.of(DeploymentSpec.blueGreen(SHOP)
                        .revision("shop:2")
                        .productionRoute(new RouteRef("production"))
                        .targetGroups(FIRST, SECOND)
                        .bakeTime(Duration.ofMinutes(5))
                        .build())
                .simulate();
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.happens("somebody starts shop:9", world -> {
                    world.addGroup(group);
                    world.launched(SHOP, "shop:9", group, 1);
                }));
        assertThat(simulation.run().status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        return simulation.records().get(0).events().stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .map(ProgressEvent.DeploymentEnded.class::cast)
                .flatMap(end -> end.warnings().stream())
                .toList();
    }

    @Test
    void aRevisionOfSomebodyElseInOneOfTheGroupsIsDrift() {
        assertThat(warnings(FIRST))
                .singleElement()
                .asString()
                .startsWith("drift: somebody else started ")
                .endsWith(" in first during this deployment, which leaves it alone");
    }

    @Test
    void aRevisionInAThirdGroupIsNotTheDeploymentsBusiness() {
        assertThat(warnings(new TargetGroupRef("third"))).isEmpty();
    }
}
