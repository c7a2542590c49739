package io.github.bluegreen4j.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a fake of a cloud's interface needs of a world. */
class WorldViewTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final RouteRef WEB = new RouteRef("web");
    private static final TargetGroupRef FIRST = new TargetGroupRef("first");
    private static final TargetGroupRef SECOND = new TargetGroupRef("second");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final RevisionRef blue;

    WorldViewTest() {
        world.addService(SHOP, 2);
        world.addRoute(WEB, TrafficSplit.allOn(FIRST, SECOND));
        blue = world.addRevision(SHOP, "shop:1", FIRST);
    }

    private List<WorldTask> stopped() {
        return world.view().tasks(SHOP).stream()
                .filter(task -> task.status() == WorldTask.Status.STOPPED)
                .toList();
    }

    @Test
    void revisionsAreNamedByWhoeverShowsThem() {
        world.nameRevisions((service, definition, number) -> service.name() + "/" + definition + "/" + number);

        RevisionRef green = world.launched(SHOP, "shop:2", SECOND, 1);

        assertThat(green.id()).startsWith("shop/shop:2/");
        assertThat(world.describe(SHOP).revisions())
                .extracting(revision -> revision.revision().id())
                .allMatch(id -> id.startsWith("shop/"))
                .doesNotHaveDuplicates();
        assertThat(world.describe(SHOP).find(blue)).isEmpty();
        assertThat(world.healthy(FIRST)).isEqualTo(2);
    }

    @Test
    void aTaskThatDiedIsToldOfForAnHourWithTheReason() {
        time.advance(Duration.ofMinutes(1));
        world.kill(SHOP, blue, 1);
        world.stop(SHOP, blue, 1, TaskStop.RECLAIMED);

        assertThat(stopped())
                .extracting(task -> task.stop().orElseThrow())
                .containsExactly(TaskStop.EXITED, TaskStop.RECLAIMED);
        assertThat(stopped()).allSatisfy(task -> assertThat(task.stoppedAt()).contains(START.plusSeconds(60)));
        ServiceDescription.Revision described = world.describe(SHOP).find(blue).orElseThrow();
        assertThat(described.counts().failed()).as("only what failed by itself").isEqualTo(1);
        assertThat(described.counts().running()).isEqualTo(2);

        time.advance(Duration.ofMinutes(59));
        assertThat(stopped()).hasSize(2);
        time.advance(Duration.ofMinutes(1));
        assertThat(stopped()).isEmpty();
    }

    @Test
    void aTaskThatNeverStartedHasNoStart() {
        world.behaves("shop:2", TaskBehaviour.fails(Duration.ofSeconds(5)));
        world.launched(SHOP, "shop:2", SECOND, 1);
        time.advance(Duration.ofSeconds(5));

        assertThat(stopped()).singleElement().satisfies(task -> {
            assertThat(task.stop()).contains(TaskStop.FAILED_TO_START);
            assertThat(task.startedAt()).isEmpty();
            assertThat(task.stoppedAt()).contains(START.plusSeconds(5));
        });
    }

    @Test
    void aTaskThatIsScaledInStopsFirstAndIsStoppedWhenItHasDrained() {
        world.drainTime(Duration.ofSeconds(30));
        world.rescale(SHOP, blue, 1);

        assertThat(world.view().tasks(SHOP))
                .extracting(WorldTask::status)
                .containsExactly(WorldTask.Status.RUNNING, WorldTask.Status.STOPPING);
        time.advance(Duration.ofSeconds(30));
        assertThat(stopped())
                .singleElement()
                .satisfies(task -> assertThat(task.stop()).contains(TaskStop.SCALED_IN));
    }

    @Test
    void aTaskThatStaysUnhealthyIsReplacedAndCountsAsFailed() {
        world.drainTime(Duration.ofSeconds(30));
        world.replacesUnhealthy(Duration.ofMinutes(1));
        world.sicken(SHOP, blue, 1);
        time.advance(Duration.ofSeconds(59));
        assertThat(world.healthy(FIRST)).isEqualTo(1);
        assertThat(world.describe(SHOP).find(blue).orElseThrow().counts().failed())
                .isZero();

        time.advance(Duration.ofSeconds(1));
        assertThat(world.healthy(FIRST)).isEqualTo(2);
        assertThat(world.registered(FIRST)).as("the old one drains").isEqualTo(3);
        assertThat(world.describe(SHOP).find(blue).orElseThrow().counts().failed())
                .isEqualTo(1);
        time.advance(Duration.ofSeconds(30));
        assertThat(stopped())
                .singleElement()
                .satisfies(task -> assertThat(task.stop()).contains(TaskStop.FAILED_HEALTH_CHECKS));
        assertThat(world.describe(SHOP).find(blue).orElseThrow().counts().failed())
                .isEqualTo(1);
    }

    @Test
    void tasksThatAreNeverHealthyAreReplacedAgainAndAgain() {
        world.replacesUnhealthy(Duration.ofMinutes(1));
        world.behaves("shop:2", TaskBehaviour.unhealthy());
        RevisionRef green = world.launched(SHOP, "shop:2", SECOND, 1);
        time.advance(Duration.ofMinutes(5));

        assertThat(world.describe(SHOP).find(green).orElseThrow().counts().failed())
                .isEqualTo(5);
        world.rewrite(WEB, new TrafficSplit(Map.of(FIRST, 1)));
        time.advance(Duration.ofMinutes(5));
        assertThat(world.describe(SHOP).find(green).orElseThrow().counts().failed())
                .as("a group that no route refers to is not checked")
                .isEqualTo(5);
    }

    @Test
    void aRevisionFollowsItsServiceWithItsShareRoundedUp() {
        world.scalesRevisions(SHOP, true);
        RevisionRef canary = world.launched(SHOP, "shop:2", SECOND, 1);
        world.share(SHOP, canary, 50);

        world.desire(SHOP, 5);

        assertThat(world.describe(SHOP).find(canary).orElseThrow().counts().desired())
                .isEqualTo(3);
        assertThat(world.describe(SHOP).find(blue).orElseThrow().counts().desired())
                .isEqualTo(5);
    }

    @Test
    void aRetiredRevisionThatIsScaledUpAgainIsNotRetiring() {
        world.runtime().retire(SHOP, blue);
        world.runtime().scale(SHOP, blue, 2);
        world.desire(SHOP, 3);

        assertThat(world.describe(SHOP).find(blue).orElseThrow().counts().desired())
                .isEqualTo(3);
        world.runtime().retire(SHOP, blue);
        world.runtime().retire(SHOP, blue);
        assertThat(world.describe(SHOP).find(blue)).isEmpty();
    }

    @Test
    void aRevisionMayVanishWithItsLastTask() {
        world.drainTime(Duration.ofSeconds(30));
        world.runtime().retire(SHOP, blue);
        world.vanishes(SHOP, blue);

        assertThat(world.describe(SHOP).find(blue)).isPresent();
        time.advance(Duration.ofSeconds(30));
        assertThat(world.describe(SHOP).find(blue)).isEmpty();
        assertThat(stopped()).as("its tasks are still told of").hasSize(2);
    }

    @Test
    void itsClockDoesNotJump() {
        time.jumpWall(Duration.ofHours(3));
        time.advance(Duration.ofSeconds(1));

        assertThat(world.view().now()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void whatIsThereIsSeen() {
        world.hasNo("shop:9");
        world.stick(WEB, Optional.of(Duration.ofMinutes(1)));
        world.rewriteTerms(WEB, "if host is shop");

        WorldView view = world.view();
        assertThat(view.services()).containsExactly(SHOP);
        assertThat(view.service(new ServiceRef("prod", "other"))).isEmpty();
        assertThat(view.routes()).containsExactly(WEB);
        assertThat(view.route(WEB))
                .contains(new WorldRoute(
                        TrafficSplit.allOn(FIRST, SECOND),
                        List.of(TrafficSplit.allOn(FIRST, SECOND)),
                        Duration.ZERO,
                        Duration.ZERO,
                        world.view().now(),
                        Optional.of(Duration.ofMinutes(1)),
                        "if host is shop"));
        assertThat(view.groups()).containsExactly(FIRST, SECOND);
        assertThat(view.targets(FIRST).orElseThrow().healthy()).isEqualTo(2);
        assertThat(view.targets(new TargetGroupRef("third"))).isEmpty();
        assertThat(view.has("shop:9")).isFalse();
        assertThat(view.isOutOfReach()).isFalse();
    }

    @Test
    void whatBelongsToAWorldIsMadeOnce() {
        StringBuilder made = world.neighbour(StringBuilder.class, of -> new StringBuilder("made"));

        assertThat(world.neighbour(StringBuilder.class, of -> new StringBuilder("again")))
                .isSameAs(made);
        assertThat(SimulatedWorld.create(time).neighbour(StringBuilder.class, of -> new StringBuilder()))
                .isNotSameAs(made);
    }
}
