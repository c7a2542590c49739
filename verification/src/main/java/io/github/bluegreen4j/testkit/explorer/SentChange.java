package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.Optional;

/**
 * A change that was sent, and whose script is gone.
 *
 * @param effect the work it belonged to
 * @param call the call
 * @param justified whether what the script had read allowed to give weight
 * @param orphaned whether its engine died after it compared the route: the write may land minutes later, whatever the route reads
 *     then
 */
record SentChange(Effect effect, Call call, boolean justified, boolean orphaned) {
    SentChange(Effect effect, Call call, boolean justified) {
        this(effect, call, justified, false);
    }

    SentChange orphan() {
        return new SentChange(effect, call, justified, true);
    }

    /** Whether it holds a resource until it lands or nobody has to expect it any more. */
    boolean holds(Effect.Resource resource) {
        return effect.resource()
                .map(own -> orphaned ? new Effect.Resource(Effect.Resource.Kind.LATE_WRITE, own.id()) : own)
                .equals(Optional.of(resource));
    }
}
