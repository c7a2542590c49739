package io.github.bluegreen4j.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Something acts in the world at its own instants. */
class WorldActorTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final List<Instant> acted = new ArrayList<>();

    /** Adds a task every minute, three times. */
    private final class Grower implements WorldActor {
        private Optional<Instant> next = Optional.of(START.plus(Duration.ofMinutes(1)));

        @Override
        public Optional<Instant> next() {
            return next;
        }

        @Override
        public void act(Instant now) {
            acted.add(world.view().now());
            world.desire(SERVICE, world.describe(SERVICE).desiredCount() + 1);
            next = acted.size() == 3 ? Optional.empty() : Optional.of(now.plus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void itActsAtItsOwnInstantsWhenTheWorldIsReadLater() {
        world.addService(SERVICE, 1);
        world.add(new Grower());

        time.advance(Duration.ofMinutes(2));
        assertThat(world.describe(SERVICE).desiredCount()).isEqualTo(3);
        time.advance(Duration.ofHours(1));

        assertThat(world.describe(SERVICE).desiredCount()).isEqualTo(4);
        assertThat(acted)
                .containsExactly(
                        START.plus(Duration.ofMinutes(1)),
                        START.plus(Duration.ofMinutes(2)),
                        START.plus(Duration.ofMinutes(3)));
        assertThat(world.view().now()).isEqualTo(time.now());
    }

    /** What it changes takes its time from the instant of the action on. */
    @Test
    void theWorldStandsAtTheInstantOfTheAction() {
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(30), Duration.ZERO));
        world.addService(SERVICE, 1);
        world.addRevision(SERVICE, "checkout:41", new TargetGroupRef("group"));
        world.add(new Grower());

        time.advance(Duration.ofSeconds(100));

        assertThat(world.describe(SERVICE).revisions().get(0).counts().running())
                .as("tasks that started at 0 and 60 seconds")
                .isEqualTo(2);
    }

    @Test
    void whatWouldActForEverIsADefect() {
        world.add(new WorldActor() {
            @Override
            public Optional<Instant> next() {
                return Optional.of(START.plusSeconds(5));
            }

            @Override
            public void act(Instant now) {}
        });
        assertThat(world.view().services()).isEmpty();

        time.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> world.view().services())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for ever");
    }
}
