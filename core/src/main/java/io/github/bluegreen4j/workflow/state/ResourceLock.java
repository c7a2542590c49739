package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Effect;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a resource is not free: work on it is pending, or a call that was sent to it could still take effect.
 *
 * @param effect the work
 * @param quietAt when no call of it can take effect any more; empty while the work is pending
 */
public record ResourceLock(Effect effect, Optional<Instant> quietAt) {

    static ResourceLock owed(Effect effect) {
        return new ResourceLock(effect, Optional.empty());
    }

    static ResourceLock mayLand(Effect effect, Instant quietAt) {
        return new ResourceLock(effect, Optional.of(quietAt));
    }

    /** {@return whether the work is pending} */
    public boolean isOwed() {
        return quietAt.isEmpty();
    }
}
