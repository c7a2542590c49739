package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Script;

/**
 * A script in flight, with the call it waits for.
 *
 * @param script how far it is
 * @param call the call that is pending
 * @param justified whether what the script has read allows to give weight
 */
record PendingCall(Script script, Call call, boolean justified) {
    Effect effect() {
        return script.effect();
    }

    SentChange sent() {
        return new SentChange(effect(), call, justified);
    }
}
