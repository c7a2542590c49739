package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress of a piece of work, as a value. The engine keeps it between calls and passes it back with each answer
 * and the then current state. It is not journaled: after a crash the work starts again.
 */
public sealed interface Script permits ReconcileScript, HookScript {

    /**
     * Visits a script.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that script}
         *
         * @param script the script
         */
        R reconcile(ReconcileScript script);

        /**
         * {@return the visitor's result for that script}
         *
         * @param script the script
         */
        R hook(HookScript script);
    }

    /**
     * Calls the visitor's method for this kind of script.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /** {@return the work that the script does} */
    Effect effect();

    /** {@return when the first reading was begun that the next call is based on; empty if there is none} */
    default Optional<Instant> oldest() {
        return Optional.empty();
    }
}
