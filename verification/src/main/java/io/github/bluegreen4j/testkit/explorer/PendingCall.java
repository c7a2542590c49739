package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Script;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A script in flight, with the call it waits for. A value; no record, because it keeps its hash code: a search looks the same
 * work up millions of times, and the readings of a script are many.
 */
final class PendingCall {
    private final Script script;
    private final Call call;
    private final boolean justified;
    private int hash;

    /**
     * A script in flight.
     *
     * @param script how far it is
     * @param call the call that is pending
     * @param justified whether what the script has read allows to give weight
     */
    PendingCall(Script script, Call call, boolean justified) {
        this.script = script;
        this.call = call;
        this.justified = justified;
    }

    Script script() {
        return script;
    }

    Call call() {
        return call;
    }

    Effect effect() {
        return script.effect();
    }

    SentChange sent() {
        return new SentChange(effect(), call, justified);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        if (this == object) {
            return true;
        }
        return object instanceof PendingCall other
                && hashCode() == other.hashCode()
                && justified == other.justified
                && call.equals(other.call)
                && script.equals(other.script);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Objects.hash(script, call, justified);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "PendingCall[script=" + script + ", call=" + call + ", justified=" + justified + "]";
    }
}
