package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.script.Call;

/**
 * A change that was sent, and whose script is gone.
 *
 * @param effect the work it belonged to
 * @param call the call
 * @param justified whether what the script had read allowed to give weight
 */
record SentChange(Effect effect, Call call, boolean justified) {}
