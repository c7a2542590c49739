package io.github.bluegreen4j.testkit.world;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that acts in a world by itself, at its own instants, like an autoscaler. A fake of a cloud API implements a
 * controller with it. The world calls it under its lock, as soon as somebody reads or changes the world at that instant or
 * later.
 */
public interface WorldActor {
    /** {@return when it acts next, also an instant in the past; empty if it waits for somebody else} */
    Optional<Instant> next();

    /**
     * Acts. It may read and change the world, whose time stands at this instant meanwhile. Afterwards {@link #next} must be
     * later; otherwise the call that made it act throws an {@link IllegalStateException}.
     *
     * @param now the instant of the world
     */
    void act(Instant now);
}
