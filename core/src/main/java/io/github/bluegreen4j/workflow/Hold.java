package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a resource is not free: work on it is owed, or something that was sent to it may still land.
 *
 * @param effect the work
 * @param quietAt when nothing of it can land any more; empty while the work is owed
 */
public record Hold(Effect effect, Optional<Instant> quietAt) {

    static Hold owed(Effect effect) {
        return new Hold(effect, Optional.empty());
    }

    static Hold mayLand(Effect effect, Instant quietAt) {
        return new Hold(effect, Optional.of(quietAt));
    }

    public boolean isOwed() {
        return quietAt.isEmpty();
    }
}
