package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookDetails;
import java.time.Instant;
import java.util.Optional;

/**
 * The script of asking a hook, until it has given its verdict.
 *
 * @param effect the work
 * @param tries how often in a row it could not be reached
 * @param details what it is told next, with everything it answered merged in
 * @param notedAt when a change of the details was last reported
 */
public record Asking(Effect effect, int tries, HookDetails details, Optional<Instant> notedAt) implements Script {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.asking(this);
    }
}
