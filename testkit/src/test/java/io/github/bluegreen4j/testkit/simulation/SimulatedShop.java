package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The service of these scenarios: two tasks of blue, 100 requests a second, a bake of five minutes unless a test says otherwise. */
final class SimulatedShop {
    static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    static final TargetGroupRef GREEN = new TargetGroupRef("green-group");
    static final RouteRef WEB = new RouteRef("web");
    static final RouteRef TEST = new RouteRef("test");
    static final String NEW = "shop:2";

    static final TrafficSplit ALL_ON_BLUE = TrafficSplit.allOn(BLUE, GREEN);
    static final TrafficSplit ALL_ON_GREEN = TrafficSplit.allOn(GREEN, BLUE);

    private SimulatedShop() {}

    static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision(NEW)
                .productionRoute(WEB)
                .testRoute(TEST)
                .targetGroups(BLUE, GREEN)
                .bakeTime(Duration.ofMinutes(5));
    }

    /** The event that begins such a stage. */
    static Predicate<DeploymentEvent> enters(LifecycleStage stage) {
        List<PlannedStage> plan = new ArrayList<>();
        return event -> {
            if (event instanceof ProgressEvent.DeploymentStarted started) {
                plan.addAll(started.plan());
            }
            return event instanceof ProgressEvent.StageEntered entered
                    && plan.get(entered.position()).stage() == stage;
        };
    }

    /** Production or test gives green that share, read back. */
    static Predicate<DeploymentEvent> shifted(RouteRef route, double share) {
        return event -> event instanceof WorkEvent.RouteShifted shifted
                && shifted.reading().route().equals(route)
                && shifted.reading().split().shareOf(GREEN) == share;
    }

    static RevisionRef blue(Simulation simulation) {
        return simulation.revisionIn(BLUE).orElseThrow();
    }

    static RevisionRef green(Simulation simulation) {
        return simulation.revisionIn(GREEN).orElseThrow();
    }

    static List<ServiceDescription.Revision> revisions(Simulation simulation) {
        return simulation.world().describe(SHOP).revisions();
    }

    /** All is as it should be on the new revision, and nothing is left. */
    static void assertEndsOnGreen(Simulation simulation, DeploymentRecord record) {
        assertThat(record.status()).as(record.toString()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertEndsOn(GREEN, simulation, record);
    }

    /** All is as it was on the old revision, and nothing is left. */
    static void assertEndsOnBlue(Simulation simulation, DeploymentRecord record) {
        assertThat(record.status()).as(record.toString()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertEndsOn(BLUE, simulation, record);
    }

    private static void assertEndsOn(TargetGroupRef group, Simulation simulation, DeploymentRecord record) {
        assertThat(simulation.world().split(WEB).isAllOn(group))
                .as(record.toString())
                .isTrue();
        assertThat(revisions(simulation))
                .hasSize(1)
                .allMatch(one -> one.targetGroup().equals(group));
        assertThat(record.leftOvers()).isEmpty();
    }

    static void assertNothingWasLost(Simulation simulation) {
        assertThat(simulation.traffic(WEB).lost()).as("requests lost").isZero();
    }

    /** How many tasks a revision is asked to run. */
    static int tasks(Simulation simulation, RevisionRef revision) {
        return simulation
                .world()
                .describe(SHOP)
                .find(revision)
                .orElseThrow()
                .counts()
                .desired();
    }

    /** All tasks of what serves in a group fall sick. */
    static void sicken(Simulation simulation, TargetGroupRef group) {
        simulation.revisionIn(group).ifPresent(revision -> simulation.world().sicken(SHOP, revision, 100));
    }

    static void recover(Simulation simulation, TargetGroupRef group) {
        simulation.revisionIn(group).ifPresent(revision -> simulation.world().recover(SHOP, revision));
    }
}
