package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookDetails;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress of calling a hook until it gives its verdict.
 *
 * @param effect the work
 * @param tries how often in a row the hook could not be reached
 * @param details what the hook is told next, merged with everything that it returned
 * @param notedAt when a change of the details was last reported; empty if never
 */
public record HookScript(Effect effect, int tries, HookDetails details, Optional<Instant> notedAt) implements Script {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.hook(this);
    }
}
