package io.github.bluegreen4j.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens in the simulated world between the calls of an engine. */
class SimulatedWorldTest {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final RouteRef PRODUCTION = new RouteRef("production");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-group");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);

    @BeforeEach
    void aServiceThatWantsTwoTasks() {
        world.addService(SHOP, 2);
        world.addRoute(PRODUCTION, TrafficSplit.allOn(BLUE, GREEN));
    }

    private ServiceDescription.Counts counts(RevisionRef revision) {
        return world.runtime()
                .describe(List.of(SHOP))
                .get(0)
                .find(revision)
                .orElseThrow()
                .counts();
    }

    private List<TargetHealth.State> states(TargetGroupRef group) {
        return world.router().health(SHOP, group).targets().stream()
                .map(TargetHealth.Target::state)
                .toList();
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void tasksBecomeRunningAndThenHealthyEachInItsTime() {
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(5), Duration.ofSeconds(3)));
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(2, 2, 0, 0, false));
        assertThat(states(BLUE)).isEmpty();
        pass(5);
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(2, 0, 2, 0, true));
        assertThat(states(BLUE)).containsOnly(TargetHealth.State.INITIAL).hasSize(2);
        pass(3);
        assertThat(states(BLUE)).containsOnly(TargetHealth.State.HEALTHY).hasSize(2);
    }

    @Test
    void failingTasksFailAgainAndAgain() {
        world.behaves("shop:1", TaskBehaviour.fails(Duration.ofSeconds(10)));
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        pass(35);
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(2, 2, 0, 6, false));
    }

    @Test
    void tasksThatAreNeverHealthyRun() {
        world.behaves("shop:1", TaskBehaviour.unhealthy());
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        assertThat(counts(blue).running()).isEqualTo(2);
        assertThat(states(BLUE)).containsOnly(TargetHealth.State.UNHEALTHY);
    }

    @Test
    void aKilledTaskIsMissingAtOnceAndComesBackInItsTime() {
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        SimulatedRequest request = world.begin(BLUE);
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(5), Duration.ZERO));
        world.kill(SHOP, blue, 1);
        assertThat(request.wasCutOff()).isTrue();
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(2, 1, 1, 1, false));
        assertThat(states(BLUE)).containsExactly(TargetHealth.State.HEALTHY);
        pass(5);
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(2, 0, 2, 1, true));
        assertThat(states(BLUE)).containsOnly(TargetHealth.State.HEALTHY).hasSize(2);
    }

    @Test
    void aStoppedTaskDrainsAndCutsOffOnlyWhatTakesLonger() {
        world.drainTime(Duration.ofSeconds(10));
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        SimulatedRequest quick = world.begin(BLUE);
        SimulatedRequest slow = world.begin(BLUE);
        world.runtime().scale(SHOP, blue, 0);
        assertThat(states(BLUE)).containsOnly(TargetHealth.State.DRAINING).hasSize(2);
        quick.finish();
        pass(10);
        assertThat(states(BLUE)).isEmpty();
        assertThat(quick.wasCutOff()).isFalse();
        assertThat(slow.wasCutOff()).isTrue();
        assertThat(counts(blue)).isEqualTo(new ServiceDescription.Counts(0, 0, 0, 0, true));
    }

    @Test
    void aGroupIsCheckedFromTheMomentInWhichARouteListsIt() {
        world.behaves(TaskBehaviour.healthy(Duration.ZERO, Duration.ofSeconds(5)));
        world.rewrite(PRODUCTION, new TrafficSplit(Map.of(BLUE, 1)));
        world.addRevision(SHOP, "shop:2", GREEN);
        pass(60);
        assertThat(states(GREEN)).containsOnly(TargetHealth.State.UNUSED);
        world.rewrite(PRODUCTION, TrafficSplit.allOn(BLUE, GREEN));
        assertThat(states(GREEN)).containsOnly(TargetHealth.State.INITIAL);
        pass(5);
        assertThat(states(GREEN)).containsOnly(TargetHealth.State.HEALTHY);
        world.removeRoute(PRODUCTION);
        assertThat(states(GREEN)).containsOnly(TargetHealth.State.UNUSED);
    }

    @Test
    void theServicesDesiredCountScalesWhatItsRuntimeScales() {
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        RevisionRef green = world.addRevision(SHOP, "shop:2", GREEN);
        world.desire(SHOP, 5);
        assertThat(counts(blue).desired()).isEqualTo(2);
        assertThat(counts(green).desired()).isEqualTo(5);
        world.scalesRevisions(SHOP, true);
        world.desire(SHOP, 6);
        assertThat(counts(blue).desired()).isEqualTo(6);
        assertThat(counts(green).desired()).isEqualTo(6);
    }

    @Test
    void whatIsDoneIsTold() {
        RevisionRef blue = world.addRevision(SHOP, "shop:1", BLUE);
        world.runtime().scale(SHOP, blue, 3);
        world.router()
                .write(PRODUCTION, world.router().read(PRODUCTION).fingerprint(), TrafficSplit.allOn(GREEN, BLUE));
        world.runtime().retire(SHOP, blue);
        world.runtime().retire(SHOP, blue);
        world.runtime().retire(SHOP, blue);
        assertThat(world.changes())
                .containsExactly(
                        "scale " + blue + " to 3",
                        "write production blue-group=0 green-group=100",
                        "retire " + blue + ": its tasks drain",
                        "retire " + blue + ": deleted",
                        "retire " + blue + ": it is gone");
        assertThat(world.calls("retire")).isEqualTo(3);
        assertThat(world.calls("launch")).isZero();
    }
}
